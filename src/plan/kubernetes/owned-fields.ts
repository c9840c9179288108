import type { PatchedKind } from '../../model/patch.ts';

/**
 * Fields of a pool's objects that a patch must leave alone, each with where it is said instead.
 *
 * The rule: what the plan knows, the language says. The emitter writes these from the plan, or they would change what
 * the plan and the proofs say of the pool; so what a patch may set is what nothing but the platform reads. `*` stands
 * for any key and any item. test/unit/plan/owned-fields.test.ts holds the table against what the emitter writes.
 */
export type OwnedField = readonly [path: readonly string[], instead: string];

const path = (dotted: string) => dotted.split('.');
const fields = (under: string, table: Readonly<Record<string, string>>): readonly OwnedField[] =>
  Object.entries(table).map(([field, instead]) => [path(under === '' ? field : `${under}.${field}`), instead]);

/** Of every object. */
const HEAD: readonly OwnedField[] = fields('', {
  apiVersion: 'it follows from the kind',
  kind: 'a patch is of one kind',
  'metadata.name': '`name` of the pool',
  'metadata.namespace': '`targets.kubernetes.namespace`',
  'metadata.labels': '`labels` of the pool',
  'metadata.generateName': '`name` of the pool',
  status: 'the cluster writes it',
});

const PROBE = {
  exec: '`probes`',
  'httpGet.path': '`probes`',
  'httpGet.port': '`probes`',
  'httpGet.scheme': '`probes`',
  'httpGet.httpHeaders': '`probes`',
  'tcpSocket.port': '`probes`',
  'grpc.port': '`probes`',
  initialDelaySeconds: '`initialDelay` of the probe',
  periodSeconds: '`period` of the probe',
  timeoutSeconds: '`timeout` of the probe',
  failureThreshold: '`failures` of the probe',
  successThreshold: '`successes` of the probe',
};

const container = (kind: 'containers' | 'initContainers'): readonly OwnedField[] => {
  const at = `spec.template.spec.${kind}.*`;
  return [
    ...fields(at, {
      name: `\`${kind}\``,
      image: '`image` of the container',
      imagePullPolicy: '`imagePullPolicy` of the container',
      command: '`command` of the container',
      args: '`args` of the container',
      ports: '`ports` of the container',
      env: '`env` and `secrets` of the container',
      envFrom: '`envFrom` of the container',
      resources: '`cpu`, `memory` and `ephemeralStorage` of the container',
      lifecycle: '`lifecycle` of the container',
      'securityContext.capabilities': '`capabilities` of the container',
      'securityContext.readOnlyRootFilesystem': '`readOnlyRootFilesystem` of the container',
      'securityContext.runAsUser': '`user` of the container',
      'securityContext.runAsGroup': '`group` of the container',
      'securityContext.runAsNonRoot': '`user` of the container',
      'securityContext.allowPrivilegeEscalation': '`capabilities` of the container',
    }),
    ...(kind === 'initContainers' ? fields(at, { restartPolicy: '`restartPolicy` of the init container' }) : []),
    ...['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap(probe => fields(`${at}.${probe}`, PROBE)),
  ];
};

const VOLUME_KINDS = ['emptyDir', 'configMap', 'secret', 'persistentVolumeClaim', 'hostPath', 'csi', 'projected'];

const POD = 'spec.template.spec';
const DEPLOYMENT: readonly OwnedField[] = [
  ...fields('spec', {
    replicas: '`replicas`; an autoscaler or the stage sets the count',
    selector: '`name` of the pool',
    strategy: '`rollout`',
    minReadySeconds: '`rollout.minReady`',
    revisionHistoryLimit: '`rollout.revisionHistoryLimit`',
    progressDeadlineSeconds: '`coldStart`, which it follows from',
    paused: '`stage: fixed`, which holds the count',
    'template.metadata.labels': '`podLabels`',
    'template.metadata.annotations': '`podAnnotations`',
  }),
  ...fields(POD, {
    serviceAccountName: '`serviceAccount`',
    serviceAccount: '`serviceAccount`',
    automountServiceAccountToken: '`serviceAccount.automountToken`',
    imagePullSecrets: '`imagePullSecrets`',
    priorityClassName: '`scheduling.priorityClass`',
    priority: '`scheduling.priorityClass`',
    terminationGracePeriodSeconds: '`gracePeriod`',
    activeDeadlineSeconds: 'a replica runs until it is scaled in',
    restartPolicy: 'a Deployment restarts its containers',
    nodeSelector: '`scheduling.nodeSelector`',
    nodeName: '`scheduling.nodeSelector`',
    affinity: '`scheduling.affinity`',
    tolerations: '`scheduling.tolerations`',
    topologySpreadConstraints: '`scheduling.topologySpread`',
    resources: '`cpu` and `memory` of the containers',
    'securityContext.fsGroup': '`fsGroup`',
    'securityContext.runAsUser': '`user` of the containers',
    'securityContext.runAsGroup': '`group` of the containers',
    'securityContext.runAsNonRoot': '`user` of the containers',
  }),
  ...container('containers'),
  ...container('initContainers'),
  ...VOLUME_KINDS.map((kind): OwnedField => [path(`${POD}.volumes.*.${kind}`), '`volumes`']),
];

const SELECTOR: readonly OwnedField[] = fields('spec', { selector: '`name` of the pool' });

/** In the order of the kinds. */
export const OWNED_FIELDS: Readonly<Record<PatchedKind, readonly OwnedField[]>> = {
  Deployment: [...HEAD, ...DEPLOYMENT],
  Service: [
    ...HEAD,
    ...SELECTOR,
    ...fields('spec.ports.*', {
      name: '`ports` of the container',
      port: '`ports` of the container',
      targetPort: '`ports` of the container',
      protocol: '`ports` of the container',
      appProtocol: 'the name of the port: one that begins with grpc is h2c',
    }),
    ...fields('spec', { clusterIP: '`service.headless`', clusterIPs: '`service.headless`' }),
  ],
  ServiceAccount: [
    ...HEAD,
    ...fields('', {
      'metadata.annotations': '`serviceAccount.role` and `serviceAccount.annotations`',
      automountServiceAccountToken: '`serviceAccount.automountToken`',
      imagePullSecrets: '`imagePullSecrets`',
    }),
  ],
  PodDisruptionBudget: [
    ...HEAD,
    ...SELECTOR,
    ...fields('spec', { minAvailable: '`disruption`', maxUnavailable: '`disruption`' }),
  ],
  HorizontalPodAutoscaler: [
    ...HEAD,
    ...fields('spec', {
      scaleTargetRef: '`name` of the pool, or `workload`',
      minReplicas: '`replicas.min`',
      maxReplicas: '`replicas.max`',
      metrics: '`signals`',
      behavior: '`scaleUp` and `scaleDown`',
    }),
  ],
  ScaledObject: [
    ...HEAD,
    ...fields('spec', {
      scaleTargetRef: '`name` of the pool, or `workload`',
      minReplicaCount: '`replicas.min`',
      maxReplicaCount: '`replicas.max`',
      idleReplicaCount: '`replicas.min`',
      triggers: '`signals`, `wake` and `schedule`',
      pollingInterval: '`signals`, whose kind decides it',
      cooldownPeriod: '`idle`',
      initialCooldownPeriod: '`idle`',
      fallback: '`fallback`',
      'advanced.horizontalPodAutoscalerConfig.behavior': '`scaleUp` and `scaleDown`',
      'advanced.horizontalPodAutoscalerConfig.name': '`name` of the pool',
      'advanced.scalingModifiers': '`signals`',
    }),
    // Annotations with a slash are one step.
    ...['paused', 'paused-replicas', 'paused-scale-in', 'paused-scale-out', 'force-activation'].map(
      (name): OwnedField => [['metadata', 'annotations', `autoscaling.keda.sh/${name}`], '`stage`'],
    ),
    ...['transfer-hpa-ownership', 'hpa-excluded-labels'].map(
      (name): OwnedField => [
        ['metadata', 'annotations', `scaledobject.keda.sh/${name}`],
        'a pool moves from an HPA to KEDA by it',
      ],
    ),
  ],
  PodMonitor: [
    ...HEAD,
    ...SELECTOR,
    ...fields('spec', {
      namespaceSelector: '`targets.kubernetes.namespace`',
      podMetricsEndpoints: '`metrics` of the containers, and `metrics.scrapeInterval`',
      jobLabel: '`name` of the pool',
    }),
  ],
};

/** Where a field is said instead; undefined for one that a patch may set. Whoever sets a map sets what is in it. */
export function ownedBy(kind: PatchedKind, field: readonly string[]): string | undefined {
  return OWNED_FIELDS[kind].find(([owned]) =>
    Array.from({ length: Math.min(owned.length, field.length) }, (_, index) => index).every(
      index => owned[index] === '*' || owned[index] === field[index],
    ),
  )?.[1];
}
