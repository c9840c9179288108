// What admission webhooks, controllers and CRD rules check and the declarations do not say: [Type.member, keywords,
// source].
// K = kedacore/keda at v2.20, PO = prometheus-operator, F = fluxcd, A = argoproj/argo-cd.

const notNegative = { minimum: 0 };
const strings = { additionalProperties: { type: 'string' } };
const prometheusLabel = { pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' };

export const crdOverlay = [
  [
    'ScaledObjectSpec.pollingInterval',
    { minimum: 1 },
    'K apis/keda/v1alpha1/scaledobject_types.go, time.Ticker refuses 0',
  ],
  ['ScaledObjectSpec.cooldownPeriod', notNegative, 'K apis/keda/v1alpha1/scaledobject_types.go'],
  ['ScaledObjectSpec.initialCooldownPeriod', notNegative, 'K apis/keda/v1alpha1/scaledobject_types.go'],
  ['ScaledObjectSpec.minReplicaCount', notNegative, 'K scaledobject_types.go CheckReplicaCountBoundsAreValid'],
  [
    'ScaledObjectSpec.maxReplicaCount',
    { minimum: 1 },
    'an HPA refuses maxReplicas 0: kubernetes autoscaling validation',
  ],
  ['ScaledObjectSpec.idleReplicaCount', { enum: [0] }, 'KEDA documentation, idleReplicaCount: only 0 works'],
  ['ScaledObjectSpec.triggers', { minItems: 1 }, 'K scaledobject_webhook.go: no triggers defined'],
  ['ScaleTarget.name', { minLength: 1 }, 'K scaledobject_types.go'],
  ['ScaleTriggers.type', { minLength: 1 }, 'K scaledobject_types.go'],
  ['ScaleTriggers.metadata', strings, 'K scaledobject_types.go: map[string]string'],
  [
    'ScaleTriggers.metricType',
    { enum: ['AverageValue', 'Value', 'Utilization'] },
    'K pkg/scalers/scaler.go GetMetricTargetType',
  ],
  ['Fallback.failureThreshold', notNegative, 'K scaledobject_types.go'],
  ['Fallback.replicas', notNegative, 'K scaledobject_types.go'],
  [
    'Fallback.behavior',
    { enum: ['static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower'] },
    'K scaledobject_types.go FallbackBehavior',
  ],
  ['ScalingModifiers.metricType', { enum: ['AverageValue', 'Value'] }, 'K scaledobject_types.go ScalingModifiers'],
  [
    'HorizontalPodAutoscalerConfig.name',
    { maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
    'K scaledobject_webhook.go verifyHpas: name of the HPA, kept to a label',
  ],
  ['RelabelConfig.modulus', notNegative, 'PO monitoring/v1 RelabelConfig: uint64'],
  ['PodMetricsEndpoint.portNumber', { minimum: 1, maximum: 65535 }, 'PO monitoring/v1 PodMetricsEndpoint'],
  [
    'Rule.expr',
    { anyOf: [{ type: 'integer' }, { type: 'string', minLength: 1 }] },
    'PO pkg/operator/rules.go ValidateRule: the expression is parsed',
  ],
  ['Rule.labels', { propertyNames: prometheusLabel }, 'prometheus model LabelName, as PO validates'],
  ['Rule.annotations', { propertyNames: prometheusLabel }, 'prometheus rulefmt Rule.Validate'],
  ['RuleGroup.name', { minLength: 1 }, 'PO monitoring/v1 RuleGroup'],
  ['ApplicationDestination', { not: { required: ['server', 'name'] } }, 'A util/argo ValidateDestination: not both'],
  [
    'KustomizationSpec.interval',
    { pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$' },
    'F kustomize-controller api/v1 KustomizationSpec',
  ],
  [
    'KustomizationSpec.targetNamespace',
    { minLength: 1, maxLength: 63 },
    'F kustomize-controller api/v1 KustomizationSpec',
  ],
  [
    'CrossNamespaceSourceReference.kind',
    { enum: ['OCIRepository', 'GitRepository', 'Bucket', 'ExternalArtifact'] },
    'F kustomize-controller api/v1 reference_types.go',
  ],
  [
    'GitRepositorySpec.interval',
    { pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$' },
    'F source-controller api/v1 GitRepositorySpec',
  ],
  ['GitRepositorySpec.url', { pattern: '^(http|https|ssh)://.*$' }, 'F source-controller api/v1 GitRepositorySpec'],
];
