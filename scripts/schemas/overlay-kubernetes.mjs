// What the API server checks and the models of the client do not say: [Type.member, keywords, source].
// V = kubernetes pkg/apis/<group>/validation/validation.go, T = k8s.io/api/<group>/types.go,
// M = k8s.io/apimachinery pkg/util/validation/validation.go. Patterns are RE2 and ECMAScript alike.

const dnsLabel = { maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' };
const dns1035Label = { maxLength: 63, pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$' };
const portNumber = { minimum: 1, maximum: 65535 };
const portName = { maxLength: 15, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' };
const notNegative = { minimum: 0 };
const atLeastOne = { minimum: 1 };
const qualifiedName = {
  pattern:
    '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
  maxLength: 317,
};
const labelValue = { type: 'string', maxLength: 63, pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$' };
const labels = { propertyNames: qualifiedName, additionalProperties: labelValue };
const pullPolicy = { enum: ['Always', 'IfNotPresent', 'Never'] };
const protocol = { enum: ['TCP', 'UDP', 'SCTP'] };
const expressionOperator = { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] };
const metricTarget = { enum: ['Utilization', 'Value', 'AverageValue'] };

export const kubernetesOverlay = [
  [
    'V1ObjectMeta.name',
    { minLength: 1, maxLength: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' },
    'M IsDNS1123Subdomain',
  ],
  ['V1ObjectMeta.namespace', dnsLabel, 'M IsDNS1123Label'],
  ['V1ObjectMeta.labels', labels, 'M IsQualifiedName, IsValidLabelValue'],
  [
    'V1ObjectMeta.annotations',
    { propertyNames: { ...qualifiedName, pattern: qualifiedName.pattern.replaceAll('a-z', 'A-Za-z') } },
    'M IsQualifiedName of the key in lower case',
  ],
  ['V1LabelSelector.matchLabels', labels, 'V metav1 ValidateLabelSelector'],
  ['V1LabelSelectorRequirement.key', qualifiedName, 'V metav1 ValidateLabelSelectorRequirement'],
  ['V1LabelSelectorRequirement.operator', expressionOperator, 'T meta/v1 LabelSelectorOperator'],
  ['V1DeploymentSpec.replicas', notNegative, 'V apps ValidateDeploymentSpec'],
  ['V1DeploymentSpec.minReadySeconds', notNegative, 'V apps ValidateDeploymentSpec'],
  ['V1DeploymentSpec.revisionHistoryLimit', notNegative, 'V apps ValidateDeploymentSpec'],
  ['V1DeploymentSpec.progressDeadlineSeconds', notNegative, 'V apps ValidateDeploymentSpec'],
  ['V1DeploymentStrategy.type', { enum: ['Recreate', 'RollingUpdate'] }, 'T apps/v1 DeploymentStrategyType'],
  ['V1PodSpec.containers', { minItems: 1 }, 'V core validateContainers'],
  ['V1PodSpec.restartPolicy', { enum: ['Always', 'OnFailure', 'Never'] }, 'T core/v1 RestartPolicy'],
  [
    'V1PodSpec.dnsPolicy',
    { enum: ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'] },
    'T core/v1 DNSPolicy',
  ],
  ['V1PodSpec.preemptionPolicy', { enum: ['PreemptLowerPriority', 'Never'] }, 'T core/v1 PreemptionPolicy'],
  ['V1PodSpec.terminationGracePeriodSeconds', notNegative, 'V core ValidatePodSpec'],
  ['V1PodSpec.nodeSelector', labels, 'V core ValidateLabels of nodeSelector'],
  ['V1Container.name', dnsLabel, 'V core validateContainerCommon'],
  ['V1Container.imagePullPolicy', pullPolicy, 'T core/v1 PullPolicy'],
  [
    'V1Container.terminationMessagePolicy',
    { enum: ['File', 'FallbackToLogsOnError'] },
    'T core/v1 TerminationMessagePolicy',
  ],
  ['V1ContainerPort.containerPort', portNumber, 'M IsValidPortNum'],
  ['V1ContainerPort.hostPort', { minimum: 0, maximum: 65535 }, 'M IsValidPortNum; 0 is none'],
  ['V1ContainerPort.name', { ...portName, minLength: 1 }, 'M IsValidPortName'],
  ['V1ContainerPort.protocol', protocol, 'T core/v1 Protocol'],
  ['V1EnvVar.name', { minLength: 1 }, 'V core ValidateEnv'],
  ['V1Probe.initialDelaySeconds', notNegative, 'V core validateProbe'],
  ['V1Probe.periodSeconds', atLeastOne, 'T core/v1 Probe: minimum value is 1'],
  ['V1Probe.timeoutSeconds', atLeastOne, 'T core/v1 Probe: minimum value is 1'],
  ['V1Probe.successThreshold', atLeastOne, 'T core/v1 Probe: minimum value is 1'],
  ['V1Probe.failureThreshold', atLeastOne, 'T core/v1 Probe: minimum value is 1'],
  ['V1GRPCAction.port', portNumber, 'T core/v1 GRPCAction: 1 to 65535'],
  ['V1HTTPGetAction.scheme', { enum: ['HTTP', 'HTTPS'] }, 'T core/v1 URIScheme'],
  ['V1SeccompProfile.type', { enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] }, 'T core/v1 SeccompProfileType'],
  [
    'V1Toleration.operator',
    { enum: ['Exists', 'Equal', 'Lt', 'Gt'] },
    'T core/v1 TolerationOperator; Lt and Gt from 1.35',
  ],
  [
    'V1Toleration.effect',
    { enum: ['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
    'T core/v1 TaintEffect; empty matches all',
  ],
  ['V1TopologySpreadConstraint.maxSkew', atLeastOne, 'V core validateTopologySpreadConstraints'],
  ['V1TopologySpreadConstraint.minDomains', atLeastOne, 'V core validateMinDomains'],
  [
    'V1TopologySpreadConstraint.whenUnsatisfiable',
    { enum: ['DoNotSchedule', 'ScheduleAnyway'] },
    'T core/v1 UnsatisfiableConstraintAction',
  ],
  ['V1TopologySpreadConstraint.nodeAffinityPolicy', { enum: ['Honor', 'Ignore'] }, 'T core/v1 NodeInclusionPolicy'],
  ['V1TopologySpreadConstraint.nodeTaintsPolicy', { enum: ['Honor', 'Ignore'] }, 'T core/v1 NodeInclusionPolicy'],
  [
    'V1NodeSelectorRequirement.operator',
    { enum: [...expressionOperator.enum, 'Gt', 'Lt'] },
    'T core/v1 NodeSelectorOperator',
  ],
  ['V1WeightedPodAffinityTerm.weight', { minimum: 1, maximum: 100 }, 'T core/v1 WeightedPodAffinityTerm'],
  ['V1PreferredSchedulingTerm.weight', { minimum: 1, maximum: 100 }, 'T core/v1 PreferredSchedulingTerm'],
  ['V1ServicePort.port', portNumber, 'M IsValidPortNum'],
  ['V1ServicePort.nodePort', { minimum: 0, maximum: 65535 }, 'M IsValidPortNum; 0 is assigned'],
  ['V1ServicePort.name', { ...dnsLabel, minLength: 1 }, 'V core validateServicePort: DNS-1123 label'],
  ['V1ServicePort.protocol', protocol, 'T core/v1 Protocol'],
  ['V1ServiceSpec.type', { enum: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] }, 'T core/v1 ServiceType'],
  ['V1ServiceSpec.selector', labels, 'V core ValidateService'],
  ['V1ServiceSpec.sessionAffinity', { enum: ['ClientIP', 'None'] }, 'T core/v1 ServiceAffinity'],
  ['V1ServiceSpec.internalTrafficPolicy', { enum: ['Cluster', 'Local'] }, 'T core/v1 ServiceInternalTrafficPolicy'],
  ['V1ServiceSpec.externalTrafficPolicy', { enum: ['Cluster', 'Local'] }, 'T core/v1 ServiceExternalTrafficPolicy'],
  [
    'V1ServiceSpec.ipFamilyPolicy',
    { enum: ['SingleStack', 'PreferDualStack', 'RequireDualStack'] },
    'T core/v1 IPFamilyPolicy',
  ],
  ['V1ConfigMap.data', { propertyNames: { maxLength: 253, pattern: '^[-._a-zA-Z0-9]+$' } }, 'M IsConfigMapKey'],
  [
    'V1PodDisruptionBudgetSpec',
    { not: { required: ['minAvailable', 'maxUnavailable'] } },
    'V policy ValidatePodDisruptionBudgetSpec: mutually exclusive',
  ],
  [
    'V1PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy',
    { enum: ['IfHealthyBudget', 'AlwaysAllow'] },
    'T policy/v1 UnhealthyPodEvictionPolicyType',
  ],
  [
    'V2HorizontalPodAutoscalerSpec.minReplicas',
    notNegative,
    'V autoscaling ValidateHorizontalPodAutoscalerSpec; 0 with HPAScaleToZero',
  ],
  ['V2HorizontalPodAutoscalerSpec.maxReplicas', atLeastOne, 'V autoscaling ValidateHorizontalPodAutoscalerSpec'],
  [
    'V2MetricSpec.type',
    { enum: ['Object', 'Pods', 'Resource', 'ContainerResource', 'External'] },
    'T autoscaling/v2 MetricSourceType',
  ],
  ['V2MetricTarget.type', metricTarget, 'T autoscaling/v2 MetricTargetType'],
  ['V2MetricTarget.averageUtilization', atLeastOne, 'V autoscaling validateMetricTarget'],
  [
    'V2HPAScalingRules.stabilizationWindowSeconds',
    { minimum: 0, maximum: 3600 },
    'V autoscaling MaxStabilizationWindowSeconds',
  ],
  ['V2HPAScalingRules.selectPolicy', { enum: ['Max', 'Min', 'Disabled'] }, 'T autoscaling/v2 ScalingPolicySelect'],
  ['V2HPAScalingRules.policies', { minItems: 1 }, 'V autoscaling validateScalingRules: at least one policy'],
  ['V2HPAScalingPolicy.type', { enum: ['Pods', 'Percent'] }, 'T autoscaling/v2 HPAScalingPolicyType'],
  ['V2HPAScalingPolicy.value', atLeastOne, 'V autoscaling validateScalingPolicy'],
  ['V2HPAScalingPolicy.periodSeconds', { minimum: 1, maximum: 1800 }, 'V autoscaling MaxPeriodSeconds'],
  ['V2CrossVersionObjectReference.kind', { minLength: 1 }, 'V autoscaling ValidateCrossVersionObjectReference'],
  ['V2CrossVersionObjectReference.name', { minLength: 1 }, 'V autoscaling ValidateCrossVersionObjectReference'],
];

/** On one kind alone: Services are named in DNS-1035, since the name becomes a label of the cluster's domain. */
export const kindNames = { Service: dns1035Label, Namespace: dnsLabel };
