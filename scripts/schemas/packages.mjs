// What the schemas are made from: exact versions, one line each.
// Which Kubernetes a client version was generated from is written in its own model files
// ("OpenAPI spec version"); the compatibility table of its README is a minor ahead for 0.19 to 0.22.

/** Minor of Kubernetes → version of @kubernetes/client-node that carries its models. */
export const kubernetesModels = {
  1.28: '0.20.0',
  1.29: '0.21.0',
  '1.30': '0.22.3',
  1.32: '1.1.2',
  1.33: '1.3.0',
  1.34: '1.4.0',
  1.36: '2.0.1',
};

/**
 * Minors of which no published client carries the models, and the one they borrow.
 * Fields of a v1 API are never removed, so what the older minor accepts the newer one accepts too;
 * the only other field that it refuses is one that is new in that very minor.
 */
export const borrowedMinors = { 1.31: '1.30', 1.35: '1.34' };

export const newestMinor = '1.36';

/** CRDs: schemas that do not depend on the version of Kubernetes. */
export const crdModels = {
  '@kubernetes-models/keda': '2.0.0',
  '@kubernetes-models/argo-cd': '4.0.0',
  '@kubernetes-models/flux-cd': '4.0.0',
  '@kubernetes-models/prometheus-operator': '6.0.0',
};

/** Development dependencies of this project: read from node_modules, and held to this version. */
export const awsClients = { version: '3.1141.0' };

/** Model class of the client → kind and group. */
export const kubernetesKinds = [
  { model: 'V1Deployment', apiVersion: 'apps/v1', kind: 'Deployment' },
  { model: 'V1Service', apiVersion: 'v1', kind: 'Service' },
  { model: 'V1ConfigMap', apiVersion: 'v1', kind: 'ConfigMap' },
  { model: 'V1ServiceAccount', apiVersion: 'v1', kind: 'ServiceAccount' },
  { model: 'V1Namespace', apiVersion: 'v1', kind: 'Namespace' },
  { model: 'V1PodDisruptionBudget', apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  { model: 'V2HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
];

/** Declaration file in its package → kind and group. */
export const crdKinds = [
  {
    package: '@kubernetes-models/keda',
    file: 'keda.sh/v1alpha1/ScaledObject',
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
  },
  {
    package: '@kubernetes-models/keda',
    file: 'keda.sh/v1alpha1/TriggerAuthentication',
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
  },
  {
    package: '@kubernetes-models/prometheus-operator',
    file: 'monitoring.coreos.com/v1/PodMonitor',
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
  },
  {
    package: '@kubernetes-models/prometheus-operator',
    file: 'monitoring.coreos.com/v1/PrometheusRule',
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
  },
  {
    package: '@kubernetes-models/argo-cd',
    file: 'argoproj.io/v1alpha1/Application',
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
  },
  {
    package: '@kubernetes-models/flux-cd',
    file: 'kustomize.toolkit.fluxcd.io/v1/Kustomization',
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
  },
  {
    package: '@kubernetes-models/flux-cd',
    file: 'source.toolkit.fluxcd.io/v1/GitRepository',
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
  },
];

/** Service (as the AWS CLI names it) → client package and operations. */
export const awsOperations = {
  ecs: ['RegisterTaskDefinition', 'CreateService', 'UpdateService'],
  'application-auto-scaling': ['RegisterScalableTarget', 'PutScalingPolicy', 'PutScheduledAction'],
  cloudwatch: ['PutMetricAlarm', 'PutDashboard'],
  lambda: ['CreateFunction'],
  iam: ['CreateRole', 'PutRolePolicy'],
  scheduler: ['CreateSchedule'],
};

/** `{kind}-{first label of the group}-{version}.json`, the name under which kubeconform looks a schema up. */
export function schemaFileName(apiVersion, kind) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [undefined, apiVersion];
  return [kind.toLowerCase(), group?.split('.')[0], version].filter(part => part !== undefined).join('-') + '.json';
}
