import type { Synonyms } from '../messages.ts';

/** What people write who know another tool, by the key that this language has for it. */
export const SYNONYMS: Synonyms = {
  min: ['minReplicas', 'minReplicaCount', 'minCapacity', 'minimum'],
  max: ['maxReplicas', 'maxReplicaCount', 'maxCapacity', 'maximum'],
  fixed: ['desiredCount', 'count'],
  idle: ['cooldownPeriod', 'idleTimeout'],
  pollingInterval: ['pollInterval'],
  stabilizationWindow: ['stabilizationWindowSeconds', 'stabilisationWindow', 'window'],
  scaleUp: ['scaleOut', 'upscale'],
  scaleDown: ['scaleIn', 'downscale'],
  perReplica: ['threshold', 'lagThreshold', 'targetValue', 'perTask', 'perPod'],
  target: ['averageUtilization', 'targetUtilization'],
  consumerGroup: ['group', 'groupId'],
  topics: ['topic'],
  containers: ['container'],
  env: ['environment'],
  gracePeriod: ['terminationGracePeriodSeconds', 'stopTimeout'],
  activation: ['activationThreshold', 'activationLagThreshold'],
  bootstrapServers: ['brokers', 'bootstrap'],
};
