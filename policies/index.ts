import type { Policy } from '#policy';
import alwaysOnNeverZero from './bounds/always-on-never-zero.ts';
import boundsInverted from './bounds/bounds-inverted.ts';
import environmentsShareWorkloads from './bounds/environments-share-workloads.ts';
import gpuMinZeroUnderLowCost from './bounds/gpu-min-zero-under-low-cost.ts';
import maxUnreachable from './bounds/max-unreachable.ts';
import minUnreachable from './bounds/min-unreachable.ts';
import autoscalingWithoutSignal from './signals/autoscaling-without-signal.ts';
import environmentsShareMetrics from './signals/environments-share-metrics.ts';
import growthRateAlone from './signals/growth-rate-alone.ts';
import latencyAlone from './signals/latency-alone.ts';
import latencyNotInSeconds from './signals/latency-not-in-seconds.ts';
import lossLooksIdle from './signals/loss-looks-idle.ts';
import protocolUnknown from './signals/protocol-unknown.ts';
import rateWithoutSamples from './signals/rate-without-samples.ts';
import signalWithoutEffect from './signals/signal-without-effect.ts';
import behaviorOutOfRange from './behavior/behavior-out-of-range.ts';
import cooldownHasNoEffect from './behavior/cooldown-has-no-effect.ts';
import cooldownShorterThanColdStart from './behavior/cooldown-shorter-than-cold-start.ts';
import idleWithoutWindow from './behavior/idle-without-window.ts';
import scaleDownFasterThanUp from './behavior/scale-down-faster-than-up.ts';
import scalingDisabled from './behavior/scaling-disabled.ts';
import toleranceNeedsKubernetes from './behavior/tolerance-needs-kubernetes.ts';
import windowShorterThanRateRange from './behavior/window-shorter-than-rate-range.ts';
import coldStartExceedsRetryBudget from './wake/cold-start-exceeds-retry-budget.ts';
import coldStartWithoutRetryBudget from './wake/cold-start-without-retry-budget.ts';
import cpuModuleColdStart from './wake/cpu-module-cold-start.ts';
import cpuTrackingFromZero from './wake/cpu-tracking-from-zero.ts';
import loadBalancerAtZero from './wake/load-balancer-at-zero.ts';
import metricNotEmittedByRuntime from './wake/metric-not-emitted-by-runtime.ts';
import neverReturnsToZero from './wake/never-returns-to-zero.ts';
import neverWakes from './wake/never-wakes.ts';
import promqlSyntax from './wake/promql-syntax.ts';
import quantileWithoutHistogram from './wake/quantile-without-histogram.ts';
import selfSignalFromZero from './wake/self-signal-from-zero.ts';
import summaryWithoutObservations from './wake/summary-without-observations.ts';
import wakeSlowerThanObjective from './wake/wake-slower-than-objective.ts';
import duplicateConsumerGroup from './kafka/duplicate-consumer-group.ts';
import eventSourceSharesGroup from './kafka/event-source-shares-group.ts';
import groupScaledTwice from './kafka/group-scaled-twice.ts';
import idleReplicasDiluteCpu from './kafka/idle-replicas-dilute-cpu.ts';
import lagThresholdIsPerReplica from './kafka/lag-threshold-is-per-replica.ts';
import leaseMemory from './kafka/lease-memory.ts';
import mskGroupName from './kafka/msk-group-name.ts';
import offsetResetMismatch from './kafka/offset-reset-mismatch.ts';
import replicasExceedLeases from './kafka/replicas-exceed-leases.ts';
import replicasExceedPartitions from './kafka/replicas-exceed-partitions.ts';
import scaleOutTakesNoLeases from './kafka/scale-out-takes-no-leases.ts';
import topicsUnownedAtMin from './kafka/topics-unowned-at-min.ts';
import triggerCoversOneTopic from './kafka/trigger-covers-one-topic.ts';
import activationAboveThreshold from './kubernetes/activation-above-threshold.ts';
import cpuOnlyScaleToZero from './kubernetes/cpu-only-scale-to-zero.ts';
import duplicateScaledObject from './kubernetes/duplicate-scaled-object.ts';
import fallbackOutOfBounds from './kubernetes/fallback-out-of-bounds.ts';
import fallbackToZero from './kubernetes/fallback-to-zero.ts';
import fallbackWakesGpu from './kubernetes/fallback-wakes-gpu.ts';
import manifestDiffers from './kubernetes/manifest-differs.ts';
import manifestHasAutoscaler from './kubernetes/manifest-has-autoscaler.ts';
import manifestSetsReplicas from './kubernetes/manifest-sets-replicas.ts';
import manifestWithoutReadiness from './kubernetes/manifest-without-readiness.ts';
import metricTypeMismatch from './kubernetes/metric-type-mismatch.ts';
import missingCpuRequest from './kubernetes/missing-cpu-request.ts';
import nameTooLong from './kubernetes/name-too-long.ts';
import secretInTriggerMetadata from './kubernetes/secret-in-trigger-metadata.ts';
import unsafeSsl from './kubernetes/unsafe-ssl.ts';
import alarmsTellNobody from './aws/alarms-tell-nobody.ts';
import capacityWithoutFallback from './aws/capacity-without-fallback.ts';
import capacityWithoutWeight from './aws/capacity-without-weight.ts';
import deregistrationCutsRequests from './aws/deregistration-cuts-requests.ts';
import efsWithoutRole from './aws/efs-without-role.ts';
import executeCommandUnavailable from './aws/execute-command-unavailable.ts';
import fargateSizeRoundedUp from './aws/fargate-size-rounded-up.ts';
import fargateSize from './aws/fargate-size.ts';
import gpuOnFargate from './aws/gpu-on-fargate.ts';
import healthCheckGraceTooShort from './aws/health-check-grace-too-short.ts';
import listenerRuleTaken from './aws/listener-rule-taken.ts';
import rawLagTargetTracking from './aws/raw-lag-target-tracking.ts';
import rolloutCannotProceed from './aws/rollout-cannot-proceed.ts';
import scaleInNeedsHeartbeat from './aws/scale-in-needs-heartbeat.ts';
import serviceRegistryTaken from './aws/service-registry-taken.ts';
import coldStartBudget from './gpu/cold-start-budget.ts';
import gfdSelectorFromZero from './gpu/gfd-selector-from-zero.ts';
import gpuPoolWithoutGpu from './gpu/gpu-pool-without-gpu.ts';
import graceTooShort from './gpu/grace-too-short.ts';
import karpenterConsolidation from './gpu/karpenter-consolidation.ts';
import sharedGpuCount from './gpu/shared-gpu-count.ts';
import graceSetElsewhere from './work/grace-set-elsewhere.ts';
import preStopExceedsGrace from './work/pre-stop-exceeds-grace.ts';
import scaleInKillsWork from './work/scale-in-kills-work.ts';
import duplicateVariable from './hygiene/duplicate-variable.ts';
import hostPathVolume from './hygiene/host-path-volume.ts';
import imageNotPinned from './hygiene/image-not-pinned.ts';
import memoryVolumeWithoutLimit from './hygiene/memory-volume-without-limit.ts';
import missingResources from './hygiene/missing-resources.ts';
import singleReplicaDisruption from './hygiene/single-replica-disruption.ts';
import volumeNotMounted from './hygiene/volume-not-mounted.ts';
import minAbovePriority from './pipestream/min-above-priority.ts';
import minBelowPriority from './pipestream/min-below-priority.ts';
import thresholdFarFromDocument from './pipestream/threshold-far-from-document.ts';
import containerRenamed from './history/container-renamed.ts';
import countLeftHigh from './history/count-left-high.ts';
import hpaToKedaMigration from './history/hpa-to-keda-migration.ts';
import kedaToHpaMigration from './history/keda-to-hpa-migration.ts';
import poolRenamed from './history/pool-renamed.ts';
import replicasRemovalDropTo1 from './history/replicas-removal-drop-to-1.ts';
import servicesReplaced from './history/services-replaced.ts';
import stageSkipped from './history/stage-skipped.ts';

/** Every policy, by group and then by name: the order of the index of the documentation. */
export const POLICIES: readonly Policy[] = [
  alwaysOnNeverZero,
  boundsInverted,
  environmentsShareWorkloads,
  gpuMinZeroUnderLowCost,
  maxUnreachable,
  minUnreachable,
  autoscalingWithoutSignal,
  environmentsShareMetrics,
  growthRateAlone,
  latencyAlone,
  latencyNotInSeconds,
  lossLooksIdle,
  protocolUnknown,
  rateWithoutSamples,
  signalWithoutEffect,
  behaviorOutOfRange,
  cooldownHasNoEffect,
  cooldownShorterThanColdStart,
  idleWithoutWindow,
  scaleDownFasterThanUp,
  scalingDisabled,
  toleranceNeedsKubernetes,
  windowShorterThanRateRange,
  coldStartExceedsRetryBudget,
  coldStartWithoutRetryBudget,
  cpuModuleColdStart,
  cpuTrackingFromZero,
  loadBalancerAtZero,
  metricNotEmittedByRuntime,
  neverReturnsToZero,
  neverWakes,
  promqlSyntax,
  quantileWithoutHistogram,
  selfSignalFromZero,
  summaryWithoutObservations,
  wakeSlowerThanObjective,
  duplicateConsumerGroup,
  eventSourceSharesGroup,
  groupScaledTwice,
  idleReplicasDiluteCpu,
  lagThresholdIsPerReplica,
  leaseMemory,
  mskGroupName,
  offsetResetMismatch,
  replicasExceedLeases,
  replicasExceedPartitions,
  scaleOutTakesNoLeases,
  topicsUnownedAtMin,
  triggerCoversOneTopic,
  activationAboveThreshold,
  cpuOnlyScaleToZero,
  duplicateScaledObject,
  fallbackOutOfBounds,
  fallbackToZero,
  fallbackWakesGpu,
  manifestDiffers,
  manifestHasAutoscaler,
  manifestSetsReplicas,
  manifestWithoutReadiness,
  metricTypeMismatch,
  missingCpuRequest,
  nameTooLong,
  secretInTriggerMetadata,
  unsafeSsl,
  alarmsTellNobody,
  capacityWithoutFallback,
  capacityWithoutWeight,
  deregistrationCutsRequests,
  efsWithoutRole,
  executeCommandUnavailable,
  fargateSizeRoundedUp,
  fargateSize,
  gpuOnFargate,
  healthCheckGraceTooShort,
  listenerRuleTaken,
  rawLagTargetTracking,
  rolloutCannotProceed,
  scaleInNeedsHeartbeat,
  serviceRegistryTaken,
  coldStartBudget,
  gfdSelectorFromZero,
  gpuPoolWithoutGpu,
  graceTooShort,
  karpenterConsolidation,
  sharedGpuCount,
  graceSetElsewhere,
  preStopExceedsGrace,
  scaleInKillsWork,
  duplicateVariable,
  hostPathVolume,
  imageNotPinned,
  memoryVolumeWithoutLimit,
  missingResources,
  singleReplicaDisruption,
  volumeNotMounted,
  minAbovePriority,
  minBelowPriority,
  thresholdFarFromDocument,
  containerRenamed,
  countLeftHigh,
  hpaToKedaMigration,
  kedaToHpaMigration,
  poolRenamed,
  replicasRemovalDropTo1,
  servicesReplaced,
  stageSkipped,
];
