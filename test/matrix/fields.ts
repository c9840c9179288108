/**
 * What a row changes: the path in the system that uses everything, two values of it, and what both need around them.
 */
export interface Row {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly beside?: Readonly<Record<string, unknown>>;
  /** The field that it is about, where that has one value only and what is around it changes too. */
  readonly about?: string;
}

/**
 * `undefined` is a field that is left out. A field may have several rows, where no one pool shows it on both platforms.
 */
const row = (path: string, from: unknown, to: unknown, beside?: Row['beside']): Row => ({
  path,
  from,
  to,
  ...(beside === undefined ? {} : { beside }),
});

/** The brokers are asked for the lag where no other signal would stop with them. */
const LAG_ALONE = { 'pools.worker.signals.cpu': undefined, 'pools.worker.signals.latency': undefined };

/** Flux has no choice but `prune`. */
const FLUX = { 'targets.kubernetes.gitops.tool': 'flux', 'targets.kubernetes.gitops.sync': undefined };

const SYSTEM: readonly Row[] = [
  row('version', 1, 1),
  row('requires', undefined, '>=0.1'),
  row('name', 'shop', 'store'),
  row('preset', undefined, 'pipestream'),
  row('priority', 'balanced', 'low-latency', { 'pools.web.replicas': { max: 9 } }),
  row('stage', 'full', 'cpu'),
  row('lint.level', 'recommended', 'strict'),
  row('lint.rules.image-not-pinned', 'off', 'error'),
  row('lint.rules.image-not-pinned.severity', 'off', 'error'),
  row('lint.rules.lease-memory.options.perLease', undefined, '60Mi'),
  row('policies', [], ['policies/organisation.yaml']),
  row('environments.production.extends', undefined, 'base', { 'environments.base': { stage: 'observe' } }),
];

const KUBERNETES: readonly Row[] = [
  row('targets.kubernetes.version', '1.35', '1.34'),
  row('targets.kubernetes.namespace', 'shop', 'store'),
  row('targets.kubernetes.keda', '2.18', '2.17'),
  row('targets.kubernetes.provisioner', 'karpenter', 'gke'),
  row('targets.kubernetes.prometheus', 'http://one.example.com', 'http://two.example.com'),
  row('targets.kubernetes.prometheus.url', 'http://one.example.com', 'http://two.example.com'),
  row('targets.kubernetes.prometheus.auth.mode', 'basic', 'bearer'),
  row('targets.kubernetes.prometheus.auth.secret', 'one', 'two'),
  row('targets.kubernetes.prometheus.unsafeSsl', false, true),
  row('targets.kubernetes.prometheus.labels.cluster', 'one', 'two'),
  row('targets.kubernetes.monitoring', 'prometheus-operator', 'none'),
  row('targets.kubernetes.runbooks', 'https://runbooks.example.com/{alert}', 'https://wiki.example.com/alerts'),
  row('targets.kubernetes.gitops.tool', 'argocd', 'flux', { 'targets.kubernetes.gitops.sync': undefined }),
  row('targets.kubernetes.gitops.repoURL', 'https://git.example.com/one.git', 'https://git.example.com/two.git'),
  row('targets.kubernetes.gitops.revision', 'main', 'trunk'),
  row('targets.kubernetes.gitops.path', 'out', 'deploy/out'),
  row('targets.kubernetes.gitops.namespace', 'argocd', 'gitops'),
  row('targets.kubernetes.gitops.project', 'default', 'shops'),
  row('targets.kubernetes.gitops.destination', 'https://one.example.com', 'https://two.example.com'),
  row('targets.kubernetes.gitops.destination.server', 'https://one.example.com', 'https://two.example.com', {
    'targets.kubernetes.gitops.destination.name': undefined,
  }),
  row('targets.kubernetes.gitops.destination.name', 'blue', 'green'),
  row('targets.kubernetes.gitops.interval', '2m', '3m', FLUX),
  row('targets.kubernetes.gitops.sync.prune', false, true),
  row('targets.kubernetes.gitops.sync.selfHeal', false, true),
  row('targets.kubernetes.gitops.sync.createNamespace', false, true),
];

const PROMETHEUS = 'targets.kubernetes.prometheus';
const NAMED = { [`${PROMETHEUS}.auth`]: undefined, [`${PROMETHEUS}.authentication`]: { name: 'login' } };
const PROMETHEUS_ROWS: readonly Row[] = [
  ...signInRows(`${PROMETHEUS}.authentication`, { [`${PROMETHEUS}.auth`]: undefined }),
  row(`${PROMETHEUS}.authModes`, ['bearer'], ['bearer', 'tls'], NAMED),
  row(`${PROMETHEUS}.awsRegion`, 'eu-west-1', 'eu-west-3', NAMED),
  row(`${PROMETHEUS}.headers.X-Scope-OrgID`, 'one', 'two'),
  row(`${PROMETHEUS}.queryParameters.dedup`, 'true', 'false'),
  row(`${PROMETHEUS}.namespace`, 'one', 'two'),
];

const ECS: readonly Row[] = [
  row('targets.ecs.region', 'eu-west-1', 'eu-west-3'),
  row('targets.ecs.accountId', '123456789012', '210987654321'),
  row('targets.ecs.cluster', 'main', 'other'),
  row('targets.ecs.subnets', ['subnet-0123456789abcdef0'], ['subnet-0123456789abcdef1']),
  row('targets.ecs.securityGroups', ['sg-0123456789abcdef0'], ['sg-0123456789abcdef1']),
  row('targets.ecs.assignPublicIp', true, false),
  row('targets.ecs.vpc', 'vpc-0123456789abcdef0', 'vpc-0123456789abcdef1'),
  row('targets.ecs.serviceConnect', 'shop', 'store'),
  row('targets.ecs.executionRoleArn', 'arn:aws:iam::123456789012:role/one', 'arn:aws:iam::123456789012:role/two'),
  row('targets.ecs.taskRoleArn', 'arn:aws:iam::123456789012:role/one', 'arn:aws:iam::123456789012:role/two'),
  row('targets.ecs.containerInsights', false, true),
  row('targets.ecs.alarmTopicArn', undefined, 'arn:aws:sns:eu-west-1:123456789012:other'),
  row('targets.ecs.roles.path', '/teams/shop/', '/teams/other/'),
  row(
    'targets.ecs.roles.permissionsBoundary',
    'arn:aws:iam::123456789012:policy/one',
    'arn:aws:iam::123456789012:policy/two',
  ),
  row('targets.ecs.runbooks', 'https://runbooks.example.com/{alert}', 'https://wiki.example.com/alerts'),
  row('targets.ecs.logRetention', 14, 30),
];

const KAFKA: readonly Row[] = [
  row('kafka.bootstrapServers', 'kafka:9092', 'broker:9092', LAG_ALONE),
  row('kafka.lagMetrics', 'kafka-exporter', 'kminion'),
  row('kafka.lagLabels.namespace', 'one', 'two'),
  row('kafka.lagMetrics', 'kafka-exporter', 'msk', {
    'kafka.lagLabels': undefined,
    'kafka.cloudwatch': undefined,
    'kafka.msk': { cluster: 'one' },
    'pools.worker.signals.kafkaLag.growth': undefined,
  }),
  row('kafka.msk.cluster', 'one', 'two', {
    'kafka.cloudwatch': undefined,
    'kafka.lagLabels': undefined,
    'kafka.lagMetrics': 'msk',
    'pools.worker.signals.kafkaLag.growth': undefined,
  }),
  row('kafka.cloudwatch.namespace', 'Shop/Kafka', 'Other/Kafka'),
  row('kafka.cloudwatch.metric', 'Lag', 'Waiting'),
  row('kafka.cloudwatch.groupDimension', 'Group', 'ConsumerGroup'),
  row('kafka.cloudwatch.statistic', 'Maximum', 'Sum'),
  row('kafka.auth.sasl', 'scram_sha512', 'scram_sha256', LAG_ALONE),
  row('kafka.auth.tls', true, false, LAG_ALONE),
  row('kafka.auth.secret', 'one', 'two', LAG_ALONE),
  ...signInRows('kafka.auth.authentication', { ...LAG_ALONE, 'kafka.auth.secret': undefined }),
  row('kafka.auth.awsRegion', 'eu-west-1', 'eu-west-3', { ...LAG_ALONE, 'kafka.auth.sasl': 'aws_msk_iam' }),
  row('metrics', 'micrometer', 'otel'),
  row('metrics.runtime', 'micrometer', 'grpc-prometheus'),
  row('metrics.histograms', true, false),
  row('metrics.scrapeInterval', '15s', '2m'),
];

const HARDWARE: readonly Row[] = [
  row('hardware.a10g.gpu', 'NVIDIA-A10G', 'NVIDIA-L4'),
  row('hardware.a10g.count', 1, 2),
  row('hardware.slice.instanceTypes', ['p4d.24xlarge'], ['p4de.24xlarge']),
  row('hardware.a10g.coldStart', '4m', '9m'),
  row('hardware.a10g.coldStart.node', '2m', '9m'),
  row('hardware.a10g.coldStart.image', '1m', '9m'),
  row('hardware.a10g.coldStart.startup', '1m', '9m'),
  row('hardware.a10g.sharing', 'none', 'time-slicing'),
  row('hardware.slice.migProfile', '1g.5gb', '2g.10gb'),
  row('hardware.a10g.nodeSelector.zone', 'one', 'two'),
  row('pools.encoder.hardware', 'slice', 'a10g'),
];

const CONTAINER = 'pools.web.containers.web';
const POOL: readonly Row[] = [
  row('pools.web.name', 'web-front', 'front'),
  row('pools.web.kind', 'always-on', 'demand-driven'),
  row('pools.reader.priority', 'balanced', 'low-latency'),
  row('pools.ledger.stage', 'cpu', 'observe'),
  row('pools.ledger.targets', ['kubernetes'], ['ecs']),
  row('pools.ledger.replicas', '1..4', '1..5'),
  row('pools.web.replicas.min', 2, 3),
  row('pools.web.replicas.max', 10, 11),
  row('pools.web.replicas.fixed', 3, 4, { stage: 'fixed' }),
  row('pools.web.replicas.fixed', 3, 4, { stage: 'observe' }),
  row('pools.web.labels.team', 'front', 'back'),
  row('pools.web.taskRoleArn', 'arn:aws:iam::123456789012:role/one', 'arn:aws:iam::123456789012:role/two'),
  row('pools.web.architecture', 'arm64', 'amd64'),
  row('pools.web.executeCommand', false, true, { [`${CONTAINER}.readOnlyRootFilesystem`]: false }),
  row('pools.web.serviceConnect.http', 'shop:80', 'store:80'),
  row('pools.web.serviceRegistry', registry('one'), registry('two')),
  row('pools.web.serviceRegistry.arn', registry('one'), registry('two')),
  row('pools.web.serviceRegistry.port', 'http', 'grpc'),
  row('pools.web.gracePeriod', '45s', '50s'),
  row('pools.web.rollout.first', 'start', 'stop'),
  row('pools.web.rollout.minimumHealthyPercent', '50%', '60%'),
  row('pools.web.rollout.maximumPercent', '150%', '160%'),
  row('pools.web.service.headless', true, false),
  row('pools.web.disruption.maxUnavailable', 1, '25%'),
  row('pools.worker.disruption.minAvailable', 2, 3),
  row('pools.worker.fallback.replicas', 5, 6),
  row('pools.worker.fallback.failureThreshold', 3, 6),
  row('pools.queue.pollingInterval', '10s', '20s'),
  row('pools.queue.idle', '5m', '7m'),
  row('pools.queue.coldStart', '2m', '12m'),
  row('pools.queue.coldStart.node', '2m', '9m', {
    'pools.queue.coldStart': { node: '1m', image: '1m', startup: '1m' },
  }),
  row('pools.queue.coldStart.image', '2m', '9m', {
    'pools.queue.coldStart': { node: '1m', image: '1m', startup: '1m' },
  }),
  row('pools.queue.coldStart.startup', '2m', '9m', {
    'pools.queue.coldStart': { node: '1m', image: '1m', startup: '1m' },
  }),
  row('pools.encoder.work.longest', '20s', '90s'),
  row('pools.billing.workload.existing.apiVersion', undefined, 'example.com/v1'),
  row('pools.invoices.workload.existing.manifest', undefined, 'test/matrix/rendered.yaml', {
    'targets.kubernetes.namespace': 'shop',
  }),
  row('pools.billing.workload.existing.kind', 'StatefulSet', 'Deployment'),
  row('pools.invoices.workload.existing.name', 'invoices', 'bills'),
  row('pools.billing.workload.existing.container', 'app', 'main', { 'pools.billing.signals.cpu.container': undefined }),
  row('pools.billing.workload.existing.cpu', '500m', '750m'),
  row('pools.billing.workload.existing.memory', '1Gi', '2Gi'),
];

const PROBES = `${CONTAINER}.probes`;
const POD = 'pools.renderer';

/** What every container has, whether it serves or runs to its end before the others. */
const runRows = (at: string): readonly Row[] => [
  row(`${at}.imagePullPolicy`, 'Always', 'IfNotPresent'),
  row(`${at}.ephemeralStorage`, '30Gi', '40Gi'),
  row(`${at}.ephemeralStorage.request`, '25Gi', '26Gi', { [`${at}.ephemeralStorage.limit`]: undefined }),
  row(`${at}.ephemeralStorage.limit`, '30Gi', '31Gi'),
  row(`${at}.env.MODE.configMap`, 'one', 'two', { [`${at}.env.MODE`]: { configMap: 'one' } }),
  row(`${at}.env.MODE.key`, 'one', 'two', { [`${at}.env.MODE`]: { configMap: 'one' } }),
  row(`${at}.env.MODE.optional`, true, false, { [`${at}.env.MODE`]: { configMap: 'one' } }),
  row(`${at}.env.MODE.field`, 'status.podIP', "metadata.labels['tier']", {
    [`${at}.env.MODE`]: { field: 'metadata.name' },
  }),
  row(`${at}.env.MODE.resource`, 'limits.cpu', 'limits.memory', { [`${at}.env.MODE`]: { resource: 'limits.cpu' } }),
  row(`${at}.env.MODE.divisor`, '1', '1m', { [`${at}.env.MODE`]: { resource: 'limits.cpu' } }),
  row(`${at}.envFrom.0.configMap`, 'one', 'two'),
  row(`${at}.envFrom.0.secret`, 'one', 'two', { [`${at}.envFrom`]: [{ secret: 'one' }] }),
  row(`${at}.envFrom.0.s3`, 'arn:aws:s3:::one/app.env', 'arn:aws:s3:::two/app.env'),
  row(`${at}.envFrom.0.prefix`, 'ONE_', 'TWO_'),
  row(`${at}.envFrom.0.optional`, true, false),
  row(`${at}.group`, 1000, 1001),
  row(`${at}.capabilities.add`, ['SYS_PTRACE'], undefined),
  row(`${at}.capabilities.drop`, ['ALL'], ['NET_RAW']),
  row(`${at}.mounts./one`, 'scratch', 'spool'),
  row(`${at}.mounts./one.volume`, 'scratch', 'spool', { [`${at}.mounts./one`]: { volume: 'scratch' } }),
  row(`${at}.mounts./one.readOnly`, true, false, { [`${at}.mounts./one`]: { volume: 'scratch' } }),
  row(`${at}.mounts./one.subPath`, 'one', 'two', { [`${at}.mounts./one`]: { volume: 'scratch' } }),
];

const INIT = `${POD}.initContainers.fetch`;
const hookRows = (at: string): readonly Row[] => [
  row(`${at}.command`, ['/one'], ['/two'], { [at]: { command: ['/one'] } }),
  row(`${at}.http`, '/one', '/two', { [at]: { http: '/one' } }),
  row(`${at}.port`, 'http', 'metrics', { [at]: { http: '/one' } }),
  row(`${at}.sleep`, '5s', '6s', { [at]: { sleep: '5s' } }),
];
const objectRows = (at: string): readonly Row[] => [
  row(at, 'one', 'two'),
  row(`${at}.name`, 'one', 'two'),
  row(`${at}.items.one`, 'one', 'two'),
  row(`${at}.optional`, true, false),
  row(`${at}.mode`, '0440', '0400'),
];
const AFFINITY = (weight: number, term: object) => [{ weight, ...term }];
const FAST_DISKS = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] };
const NEAR_RENDER = {
  topologyKey: 'kubernetes.io/hostname',
  labelSelector: { matchLabels: { tier: 'render' } },
};
/** With the API server's default, which an apply on the server after one by kubectl would conflict with. */
const TOKEN = (path: string) => ({ path, expirationSeconds: 3600 });

const PODS: readonly Row[] = [
  ...runRows(`${POD}.containers.renderer`),
  ...runRows(INIT),
  row(`${INIT}.image`, 'registry.example.com/fetch:1.0.0', 'registry.example.com/fetch:1.0.1'),
  {
    ...row(`${INIT}.image`, 'registry.example.com/fetch:1.0.0', { parameter: true }),
    about: `${INIT}.image.parameter`,
  },
  row(`${INIT}.image.name`, 'one', 'two', { [`${INIT}.image`]: { parameter: true } }),
  row(`${INIT}.restartPolicy`, 'Always', undefined),
  row(`${INIT}.cpu`, '100m', 8),
  row(`${INIT}.cpu.request`, '100m', 8, { [`${INIT}.cpu`]: { request: '100m' } }),
  row(`${INIT}.cpu.limit`, '200m', '300m'),
  row(`${INIT}.memory`, '64Mi', '16Gi'),
  row(`${INIT}.memory.request`, '64Mi', '16Gi', { [`${INIT}.memory`]: { request: '64Mi' } }),
  row(`${INIT}.memory.limit`, '128Mi', '16Gi'),
  row(`${INIT}.env.STEP`, 'one', 'two'),
  row(`${INIT}.secrets.TOKEN.secret`, 'one', 'two'),
  row(`${INIT}.secrets.TOKEN.key`, 'one', 'two'),
  row(
    `${INIT}.secrets.TOKEN.arn`,
    'arn:aws:ssm:eu-west-1:123456789012:parameter/one',
    'arn:aws:ssm:eu-west-1:123456789012:parameter/two',
  ),
  row(`${INIT}.command`, ['/one'], ['/two']),
  row(`${INIT}.args`, ['one'], ['two']),
  row(`${INIT}.user`, 1000, 1001),
  row(`${INIT}.readOnlyRootFilesystem`, true, false),
  ...hookRows(`${POD}.containers.renderer.lifecycle.postStart`),
  ...hookRows(`${POD}.containers.renderer.lifecycle.preStop`),
  ...['startup', 'readiness', 'liveness'].flatMap(probe => {
    const at = `${POD}.containers.renderer.probes.${probe}`;
    const http = { [`${at}.http`]: '/one' };
    return [
      row(`${at}.scheme`, 'HTTP', 'HTTPS', http),
      row(`${at}.headers.X-One`, 'one', 'two', http),
      row(`${at}.initialDelay`, '5s', '6s', http),
    ];
  }),
  row(`${POD}.containers.renderer.probes.readiness.successes`, 2, 3),
  row(`${POD}.volumes.scratch.emptyDir.medium`, 'Memory', undefined),
  row(`${POD}.volumes.scratch.emptyDir.sizeLimit`, '1Gi', '2Gi'),
  // Two containers mount that one; ECS keeps these in memory.
  ...['shm', 'frames'].flatMap(volume => [
    row(`pools.encoder.volumes.${volume}.emptyDir.medium`, 'Memory', undefined),
    row(`pools.encoder.volumes.${volume}.emptyDir.sizeLimit`, '1Gi', '2Gi'),
  ]),
  ...objectRows(`${POD}.volumes.settings.configMap`),
  ...objectRows(`${POD}.volumes.keys.secret`),
  row(`${POD}.volumes.models.persistentVolumeClaim`, 'one', 'two'),
  row(`${POD}.volumes.models.persistentVolumeClaim.claim`, 'one', 'two'),
  row(`${POD}.volumes.models.persistentVolumeClaim.readOnly`, true, false),
  row(`${POD}.volumes.share.efs`, 'fs-00000001', 'fs-00000002'),
  row(`${POD}.volumes.share.efs.fileSystem`, 'fs-00000001', 'fs-00000002'),
  row(`${POD}.volumes.share.efs.accessPoint`, 'fsap-00000001', 'fsap-00000002', {
    [`${POD}.volumes.share.efs.rootDirectory`]: undefined,
  }),
  row(`${POD}.volumes.share.efs.rootDirectory`, '/one', '/two'),
  row(`${POD}.volumes.share.efs.iam`, true, false),
  row(`${POD}.volumes.host.hostPath`, '/one', '/two'),
  row(`${POD}.volumes.host.hostPath.path`, '/one', '/two'),
  row(`${POD}.volumes.host.hostPath.type`, 'Directory', 'DirectoryOrCreate'),
  row(`${POD}.volumes.vault.csi.driver`, 'one', 'two'),
  row(`${POD}.volumes.vault.csi.readOnly`, true, false),
  row(`${POD}.volumes.vault.csi.fsType`, 'ext4', 'xfs'),
  row(`${POD}.volumes.vault.csi.attributes.one`, 'one', 'two'),
  row(`${POD}.volumes.vault.csi.secret`, 'one', 'two'),
  row(`${POD}.volumes.tokens.projected.sources.0.serviceAccountToken`, TOKEN('one'), TOKEN('two')),
  row(`${POD}.volumes.tokens.projected.mode`, '0440', '0400'),
  row(`${POD}.serviceAccount`, 'one', 'two'),
  row(`${POD}.serviceAccount.existing`, 'one', 'two', { [`${POD}.serviceAccount`]: { automountToken: false } }),
  row(`${POD}.serviceAccount.role.aws`, 'arn:aws:iam::123456789012:role/one', 'arn:aws:iam::123456789012:role/two'),
  ...['google', 'azure'].map(cloud => ({
    ...row(
      `${POD}.serviceAccount.role`,
      { google: 'one@shop.iam.gserviceaccount.com' },
      { azure: '01234567-89ab-cdef-0123-456789abcdef' },
    ),
    about: `${POD}.serviceAccount.role.${cloud}`,
  })),
  row(`${POD}.serviceAccount.annotations.one`, 'one', 'two'),
  row(`${POD}.serviceAccount.automountToken`, true, false),
  row(
    `${POD}.imagePullSecrets`,
    ['one'],
    [{ secret: 'two', arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:two' }],
  ),
  row(`${POD}.imagePullSecrets.0.secret`, 'one', 'two'),
  row(
    `${POD}.imagePullSecrets.0.arn`,
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:one',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:two',
  ),
  row(`${POD}.scheduling.nodeSelector.disk`, 'ssd', 'nvme'),
  row(`${POD}.scheduling.tolerations.0.key`, 'one', 'two'),
  row(`${POD}.scheduling.tolerations.0.operator`, 'Equal', undefined),
  row(`${POD}.scheduling.tolerations.0.value`, 'one', 'two'),
  row(`${POD}.scheduling.tolerations.0.effect`, 'NoExecute', 'NoSchedule', {
    [`${POD}.scheduling.tolerations.0.seconds`]: undefined,
  }),
  row(`${POD}.scheduling.tolerations.0.seconds`, '5m', '6m'),
  row(
    `${POD}.scheduling.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution`,
    AFFINITY(1, { preference: FAST_DISKS }),
    AFFINITY(2, { preference: FAST_DISKS }),
  ),
  ...['podAffinity', 'podAntiAffinity'].map(kind =>
    row(
      `${POD}.scheduling.affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution`,
      AFFINITY(1, { podAffinityTerm: NEAR_RENDER }),
      AFFINITY(2, { podAffinityTerm: NEAR_RENDER }),
    ),
  ),
  row(`${POD}.scheduling.topologySpread`, ['kubernetes.io/hostname'], ['topology.kubernetes.io/zone']),
  row(`${POD}.scheduling.topologySpread.0.topologyKey`, 'kubernetes.io/hostname', 'topology.kubernetes.io/zone'),
  row(`${POD}.scheduling.topologySpread.0.maxSkew`, 1, 2),
  row(`${POD}.scheduling.topologySpread.0.whenUnsatisfiable`, 'DoNotSchedule', 'ScheduleAnyway', {
    [`${POD}.scheduling.topologySpread.0.minDomains`]: undefined,
  }),
  row(`${POD}.scheduling.topologySpread.0.minDomains`, 2, 3),
  row(`${POD}.scheduling.topologySpread.0.nodeAffinityPolicy`, 'Honor', 'Ignore'),
  row(`${POD}.scheduling.topologySpread.0.nodeTaintsPolicy`, 'Honor', 'Ignore'),
  row(`${POD}.scheduling.topologySpread.0.matchLabelKeys`, ['pod-template-hash'], ['version']),
  row(`${POD}.scheduling.priorityClass`, 'high', 'low'),
  row(`${POD}.fsGroup`, 2000, 2001),
  row(`${POD}.podLabels.tier`, 'one', 'two'),
  row(`${POD}.podAnnotations.tier`, 'one', 'two'),
  row(
    'pools.web.patch.Deployment.spec',
    { template: { spec: { dnsPolicy: 'Default' } } },
    { template: { spec: { dnsPolicy: 'ClusterFirst' } } },
  ),
  row('pools.web.patch.Service.spec', { type: 'NodePort' }, { type: 'ClusterIP' }),
  row(`${POD}.patch.ServiceAccount.secrets`, [{ name: 'one' }], [{ name: 'two' }]),
  row(
    'pools.web.patch.PodDisruptionBudget.spec',
    { unhealthyPodEvictionPolicy: 'IfHealthyBudget' },
    { unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  ),
  row(
    `${POD}.patch.HorizontalPodAutoscaler.metadata`,
    { annotations: { 'example.com/note': 'one' } },
    { annotations: { 'example.com/note': 'two' } },
  ),
  row(
    'pools.worker.patch.ScaledObject.spec',
    { advanced: { restoreToOriginalReplicaCount: true } },
    { advanced: { restoreToOriginalReplicaCount: false } },
  ),
  row('pools.web.patch.PodMonitor.spec', { sampleLimit: 1000 }, { sampleLimit: 2000 }),
  row(`${POD}.rollout.strategy`, undefined, 'Recreate', {
    [`${POD}.rollout`]: { first: 'stop' },
    [`${POD}.replicas`]: '2..4',
  }),
  row(`${POD}.rollout.maxSurge`, 1, '30%'),
  row(`${POD}.rollout.maxUnavailable`, 0, '30%'),
  row(`${POD}.rollout.minReady`, '10s', '20s'),
  row(`${POD}.rollout.revisionHistoryLimit`, 3, 4),
];
const probeRows = (probe: string): readonly Row[] => {
  // ECS takes the liveness check where that is a command, or else the readiness check.
  // A load balancer asks the readiness check, or else the liveness check.
  const others = { [`${PROBES}.${probe === 'liveness' ? 'readiness' : 'liveness'}`]: undefined };
  const http = { ...others, [`${PROBES}.${probe}`]: { http: '/one', port: 'http' } };
  const command = { ...others, [`${PROBES}.${probe}`]: { command: ['/one'] } };
  return [
    row(`${PROBES}.${probe}.http`, '/one', '/two', http),
    { ...row(`${PROBES}.${probe}`, { http: '/one' }, { grpc: true }, others), about: `${PROBES}.${probe}.grpc` },
    { ...row(`${PROBES}.${probe}`, { grpc: true }, { tcp: true }, others), about: `${PROBES}.${probe}.tcp` },
    row(`${PROBES}.${probe}.command`, ['/one'], ['/two'], command),
    row(`${PROBES}.${probe}.port`, 'http', 'grpc', http),
    row(`${PROBES}.${probe}.period`, '10s', '20s', command),
    row(`${PROBES}.${probe}.timeout`, '5s', '6s', command),
    row(`${PROBES}.${probe}.failures`, 3, 4, command),
  ];
};

const CONTAINERS: readonly Row[] = [
  row(`${CONTAINER}.image`, 'registry.example.com/web:1.0.0', 'registry.example.com/web:1.0.1'),
  {
    ...row('pools.web.containers.proxy.image', 'registry.example.com/proxy:1.0.0', { parameter: true }),
    about: 'pools.web.containers.proxy.image.parameter',
  },
  row('pools.web.containers.proxy.image.name', 'proxy', 'other'),
  row(`${CONTAINER}.cpu`, '500m..1', '750m..1'),
  row(`${CONTAINER}.cpu.request`, '500m', '250m'),
  row(`${CONTAINER}.cpu.limit`, '1', '2'),
  row(`${CONTAINER}.memory`, '1Gi', '1Gi..2Gi'),
  row(`${CONTAINER}.memory.request`, '1Gi', '512Mi'),
  row(`${CONTAINER}.memory.limit`, '2Gi', '3Gi'),
  row(`${CONTAINER}.ports.grpc`, 9000, 9001),
  row(`${CONTAINER}.env.LEVEL`, 'info', 'debug'),
  row(`${CONTAINER}.secrets.TOKEN.secret`, 'one', 'two'),
  row(`${CONTAINER}.secrets.TOKEN.key`, 'one', 'two'),
  row(
    `${CONTAINER}.secrets.TOKEN.arn`,
    'arn:aws:ssm:eu-west-1:123456789012:parameter/one',
    'arn:aws:ssm:eu-west-1:123456789012:parameter/two',
  ),
  row(`${CONTAINER}.command`, ['/one'], ['/two']),
  row(`${CONTAINER}.args`, ['one'], ['two']),
  row(`${CONTAINER}.user`, 1000, 1001),
  row(`${CONTAINER}.readOnlyRootFilesystem`, true, false),
  ...['startup', 'readiness', 'liveness'].flatMap(probeRows),
  row(`${CONTAINER}.metrics`, '/one', '/two'),
  row(`${CONTAINER}.metrics.path`, '/one', '/two'),
  row(`${CONTAINER}.metrics.port`, 'http', 'grpc'),
];

function registry(id: string): string {
  return `arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-${id}`;
}

const BALANCER = 'pools.web.loadBalancer';
const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const group = (name: string) => `${ELB}:targetgroup/${name}/f2f7dc8efc522ab2`;
const balancer = (name: string) => `${ELB}:loadbalancer/app/${name}/50dc6c495c0c9188`;
const listener = (id: string) => `${ELB}:listener/app/public/50dc6c495c0c9188/${id}`;
const EXISTING_GROUP = { 'pools.web.signals.requests': '100/s', [BALANCER]: { targetGroup: group('one') } };
const BALANCED: readonly Row[] = [
  row(`${BALANCER}.port`, 'http', 'grpc'),
  row(`${BALANCER}.targetGroup`, group('one'), group('two'), EXISTING_GROUP),
  row(`${BALANCER}.arn`, balancer('one'), balancer('two'), EXISTING_GROUP),
  row(`${BALANCER}.listener`, listener('f2f7dc8efc522ab2'), listener('f2f7dc8efc522ab3')),
  row(`${BALANCER}.hosts`, ['one.example.com'], ['two.example.com']),
  row(`${BALANCER}.paths`, ['/one'], ['/two']),
  row(`${BALANCER}.priority`, 10, 11),
  row(`${BALANCER}.protocol`, 'http', 'http2'),
  row(`${BALANCER}.healthCheck.path`, '/one', '/two'),
  row(`${BALANCER}.healthCheck.port`, 'http', 'grpc'),
  row(`${BALANCER}.healthCheck.codes`, '200', '200-299'),
  row(`${BALANCER}.healthCheck.period`, '10s', '20s'),
  row(`${BALANCER}.healthCheck.timeout`, '2s', '3s'),
  row(`${BALANCER}.healthCheck.failures`, 3, 4),
  row(`${BALANCER}.healthCheck.successes`, 2, 3),
  row(`${BALANCER}.deregistrationDelay`, '40s', '50s'),
  row(`${BALANCER}.gracePeriod`, '2m', '3m'),
  row(BALANCER, [{ targetGroup: group('one') }], [{ targetGroup: group('one') }, { targetGroup: group('two') }]),
  {
    ...row(`${BALANCER}.0.countsRequests`, true, false, {
      'pools.web.signals.requests': '100/s',
      [BALANCER]: ['one', 'two'].map(name => ({ targetGroup: group(name), arn: balancer(name) })),
    }),
    about: `${BALANCER}.countsRequests`,
  },
];

/** A source of a signal, read in every way there is; `beside` is what the signal has but for its source. */
const sourceRows = (at: string, beside: Row['beside'] = {}): readonly Row[] => {
  const cloudwatch = {
    namespace: 'One',
    metric: 'One',
    dimensions: { One: 'one' },
    statistic: 'Maximum',
    heartbeat: { namespace: 'One', metric: 'Up', dimensions: { One: 'one' }, statistic: 'Maximum' },
  };
  const prometheus = (read: unknown): Row['beside'] => ({ ...beside, [at]: { prometheus: read, cloudwatch } });
  const counter = prometheus({ counter: 'one_total', job: 'one' });
  return [
    row(`${at}.prometheus`, 'sum(one)', 'sum(two)', prometheus(undefined)),
    row(`${at}.prometheus.query`, 'sum(one)', 'sum(two)', prometheus({ query: 'sum(one)' })),
    row(`${at}.prometheus.gauge`, 'one', 'two', prometheus({ gauge: 'one' })),
    row(`${at}.prometheus.counter`, 'one_total', 'two_total', counter),
    row(`${at}.prometheus.job`, 'one', 'two', counter),
    row(`${at}.prometheus.histogram`, 'one', 'two', prometheus({ histogram: 'one' })),
    ...['', '.heartbeat'].flatMap(of => [
      row(`${at}.cloudwatch${of}.namespace`, 'One', 'Two', counter),
      row(`${at}.cloudwatch${of}.metric`, 'One', 'Two', counter),
      row(`${at}.cloudwatch${of}.dimensions.One`, 'one', 'two', counter),
      row(`${at}.cloudwatch${of}.statistic`, 'Maximum', 'Sum', counter),
    ]),
  ];
};

/** Every way to sign in; `beside` takes away what says it shortly. */
function signInRows(at: string, beside: Row['beside'] = {}): readonly Row[] {
  const as = (written: object): Row['beside'] => ({ ...beside, [at]: written });
  const identity = (provider: string) => as({ identity: { provider } });
  const secrets = as({ secrets: { password: { name: 'one', key: 'one' } } });
  return [
    row(`${at}.name`, 'one', 'two', as({ name: 'one' })),
    row(`${at}.kind`, 'TriggerAuthentication', 'ClusterTriggerAuthentication', as({ name: 'one' })),
    row(`${at}.identity`, 'gcp', 'aws', as({ identity: 'gcp' })),
    row(`${at}.identity.provider`, 'gcp', 'aws', identity('gcp')),
    row(`${at}.identity.roleArn`, undefined, 'arn:aws:iam::123456789012:role/one', identity('aws')),
    row(`${at}.identity.owner`, 'keda', 'workload', identity('aws')),
    row(`${at}.identity.identityId`, 'one', 'two', identity('azure-workload')),
    row(`${at}.identity.tenantId`, 'one', 'two', identity('azure-workload')),
    row(`${at}.secrets.password.name`, 'one', 'two', secrets),
    row(`${at}.secrets.password.key`, 'one', 'two', secrets),
  ];
}

/** A list and a stream in Redis. */
function redisRows(): readonly Row[] {
  const redis = 'pools.redis.signals.queueBacklog.redis';
  const stream = { [redis]: { address: 'a:1', stream: 's', consumerGroup: 'g' } };
  const sentinel = { [`${redis}.mode`]: 'sentinel', [`${redis}.master`]: 'one' };
  return [
    row(`${redis}.address`, 'a:1', 'b:1'),
    row(`${redis}.mode`, 'standalone', 'cluster'),
    row(`${redis}.master`, 'one', 'two', sentinel),
    row(`${redis}.list`, 'one', 'two'),
    row(`${redis}.stream`, 'one', 'two', stream),
    row(`${redis}.consumerGroup`, 'one', 'two', stream),
    row(`${redis}.database`, 1, 2),
    row(`${redis}.tls`, true, false),
    ...signInRows(`${redis}.authentication`),
    ...['', '.heartbeat'].flatMap(of => [
      row(`${redis}.cloudwatch${of}.namespace`, 'One', 'Two', HEARTBEAT_OF(redis)),
      row(`${redis}.cloudwatch${of}.metric`, 'One', 'Two', HEARTBEAT_OF(redis)),
      row(`${redis}.cloudwatch${of}.dimensions.One`, 'one', 'two', HEARTBEAT_OF(redis)),
      row(`${redis}.cloudwatch${of}.statistic`, 'Maximum', 'Sum', HEARTBEAT_OF(redis)),
    ]),
  ];
}

const HEARTBEAT_OF = (at: string): Row['beside'] => ({
  [`${at}.cloudwatch.heartbeat`]: { namespace: 'One', metric: 'Up', statistic: 'Maximum' },
});

/** Custom signals: triggers of KEDA, and metrics that an adapter serves. */
function customRows(): readonly Row[] {
  const jobs = 'pools.jobs.signals.custom.jobs';
  const served = 'pools.served.signals.custom';
  return [
    // Both have a target by default, and not the same.
    row(`${jobs}.type`, 'azure-servicebus', 'azure-eventhub', {
      [`${jobs}.metadata`]: undefined,
      [`${jobs}.authentication`]: undefined,
    }),
    row(`${jobs}.metadata.targetQueryValue`, 2, 0.5),
    row(`${jobs}.metricType`, 'AverageValue', 'Value'),
    row(`${jobs}.counts`, 'work', 'rate'),
    row(`${jobs}.total`, true, false, { [`${jobs}.metricType`]: undefined }),
    row(`${jobs}.own`, false, true, {
      'pools.jobs.wake': { source: { prometheus: 'sum(x)', cloudwatch: { namespace: 'One', metric: 'X' } } },
    }),
    row(`${jobs}.inFlight`, false, true),
    ...signInRows(`${jobs}.authentication`),
    row(`${served}.calls.pods.metric`, 'one', 'two'),
    row(`${served}.calls.pods.selector.path`, 'one', 'two'),
    row(`${served}.calls.pods.averageValue`, 30, 40),
    row(`${served}.age.object.apiVersion`, 'v1', 'v2'),
    row(`${served}.age.object.kind`, 'Service', 'Pod'),
    row(`${served}.age.object.name`, 'one', 'two'),
    row(`${served}.age.object.metric`, 'one', 'two'),
    row(`${served}.age.object.selector.path`, 'one', 'two'),
    row(`${served}.age.object.value`, '500m', 2),
    row(`${served}.age.object.averageValue`, 1, 2, { [`${served}.age.object.value`]: undefined }),
    row(`${served}.waiting.external.metric`, 'one', 'two'),
    row(`${served}.waiting.external.selector.queue`, 'one', 'two'),
    row(`${served}.waiting.external.averageValue`, 1, 2),
    row(`${served}.waiting.external.value`, 1, 2, { [`${served}.waiting.external.averageValue`]: undefined }),
    ...['', '.heartbeat'].flatMap(of => [
      row(`${jobs}.cloudwatch${of}.namespace`, 'One', 'Two'),
      row(`${jobs}.cloudwatch${of}.metric`, 'One', 'Two'),
      row(`${jobs}.cloudwatch${of}.dimensions.One`, 'one', 'two'),
      row(`${jobs}.cloudwatch${of}.statistic`, 'Maximum', 'Sum'),
    ]),
  ];
}

const LATENCY = 'pools.worker.signals.latency';
const SIGNALS: readonly Row[] = [
  row('pools.invoices.signals.cpu', '70%', '75%'),
  row('pools.web.signals.cpu.target', '70%', '75%'),
  row('pools.web.signals.cpu.container', 'web', 'proxy'),
  row('pools.worker.signals.cpu.for', '5m', '6m'),
  row('pools.web.signals.memory', '80%', '85%'),
  row('pools.web.signals.memory.target', '80%', '85%'),
  row('pools.web.signals.memory.container', 'web', 'proxy'),
  row('pools.web.signals.memory.for', undefined, '6m'),
  row('pools.worker.signals.kafkaLag.perReplica', 1000, 1001),
  row('pools.worker.signals.kafkaLag.consumerGroup', 'one', 'two'),
  row('pools.reader.signals.kafkaLag.topics', ['orders'], ['refunds'], {
    'kafka.cloudwatch': undefined,
    'kafka.lagLabels': undefined,
    'kafka.lagMetrics': 'msk',
    'kafka.msk': { cluster: 'one' },
  }),
  row('pools.reader.signals.kafkaLag.partitions', 24, 48),
  row('pools.worker.signals.kafkaLag.offsetReset', 'earliest', 'latest', LAG_ALONE),
  row('pools.worker.signals.kafkaLag.leases.perReplica', 5, 6),
  row('pools.worker.signals.kafkaLag.leases.handBack', true, false),
  {
    ...row('pools.worker.signals.kafkaLag.leases', undefined, { perReplica: 5 }),
    about: 'pools.worker.signals.kafkaLag.leases.perReplica',
  },
  row('pools.worker.signals.kafkaLag.growth', '5m', '10m', { 'pools.worker.signals.kafkaLag.growth': undefined }),
  row('pools.worker.signals.kafkaLag.growth.over', '5m', '10m'),
  row('pools.worker.signals.kafkaLag.growth.perReplica', '5/s', '6/s'),
  row('pools.lag.signals.kafkaLag.activation', 3, 4),
  ...sourceRows('pools.lag.signals.kafkaLag.source'),
  row(
    'pools.queue.signals.queueBacklog.sqs.url',
    'https://sqs.eu-west-1.amazonaws.com/123456789012/one',
    'https://sqs.eu-west-1.amazonaws.com/123456789012/two',
  ),
  row('pools.queue.signals.queueBacklog.perReplica', 40, 41, {
    'pools.queue.signals.queueBacklog': { sqs: { url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/one' } },
  }),
  row('pools.rabbit.signals.queueBacklog.rabbitmq.url', 'https://mq.example.com', 'https://mq.example.org'),
  row('pools.rabbit.signals.queueBacklog.rabbitmq.vhost', 'shop', 'store'),
  row('pools.rabbit.signals.queueBacklog.rabbitmq.queue', 'work', 'orders'),
  row('pools.rabbit.signals.queueBacklog.rabbitmq.secret', 'mq-login', 'mq-user'),
  row('pools.rabbit.signals.queueBacklog.rabbitmq.broker', 'shop-mq', 'other-mq'),
  ...customRows(),
  ...redisRows(),
  ...signInRows('pools.queue.signals.queueBacklog.sqs.authentication'),
  ...signInRows('pools.rabbit.signals.queueBacklog.rabbitmq.authentication', {
    'pools.rabbit.signals.queueBacklog.rabbitmq.secret': undefined,
  }),
  row('pools.queue.signals.queueBacklog.acceptableLatency', '10m', '20m'),
  row('pools.queue.signals.queueBacklog.workTime', '10s', '20s'),
  row('pools.queue.signals.queueBacklog.inFlight', true, false),
  row('pools.queue.signals.queueBacklog.activation', 2, 3),
  row(
    'pools.lag.signals.requestQueue',
    10,
    { perReplica: 10, source: { prometheus: 'sum(one)', cloudwatch: { namespace: 'One', metric: 'One' } } },
    { 'pools.lag.targets': ['ecs'] },
  ),
  row(
    'pools.lag.signals.requestQueue',
    { perReplica: 10, source: { prometheus: 'sum(one)' } },
    { perReplica: 11, source: { prometheus: 'sum(one)' } },
    { 'pools.lag.targets': ['kubernetes'] },
  ),
  row('pools.lag.signals.requestQueue.perReplica', 10, 11),
  row('pools.lag.signals.requestQueue.perReplica', 10, 0.5),
  row('pools.lag.signals.requestQueue.activation', 4, 5, { 'pools.lag.wake.signal': 'requestQueue' }),
  ...sourceRows('pools.lag.signals.requestQueue.source'),
  row('pools.reader.signals.requests', '100/s', {
    perReplica: '100/s',
    source: { prometheus: 'sum(one)', cloudwatch: { namespace: 'One', metric: 'One' } },
  }),
  row('pools.reader.signals.requests.perReplica', '100/s', '101/s'),
  row('pools.reader.signals.requests.over', '3m', '4m'),
  row('pools.reader.signals.requests.activation', 1, 2, {
    'pools.reader.replicas.min': 0,
    'pools.reader.kind': 'scale-to-zero',
    'pools.reader.schedule': undefined,
  }),
  ...sourceRows('pools.reader.signals.requests.source'),
  ...['p50', 'p90', 'p95', 'p99'].map(quantile =>
    row(`${LATENCY}.${quantile}`, '500ms', '600ms', { [`${LATENCY}.p99`]: undefined }),
  ),
  row(`${LATENCY}.over`, '5m', '10m'),
  ...sourceRows(`${LATENCY}.source`),
];

const WAKE: readonly Row[] = [
  row('pools.lag.wake.signal', 'kafkaLag', 'requestQueue'),
  ...sourceRows('pools.embedder.wake.source'),
  row('pools.embedder.wake.activation', 0.5, 1),
  row('pools.embedder.wake.holdsRequests', true, false),
  row('pools.embedder.wake.retryBudget', '15m', '20m'),
];

const SCHEDULE: readonly Row[] = [
  row('pools.reader.schedule.timezone', 'Europe/Berlin', 'Europe/London'),
  row('pools.reader.schedule.windows.0.from', '06:00', '07:00'),
  row('pools.reader.schedule.windows.0.to', '20:00', '21:00'),
  row('pools.reader.schedule.windows.0.days', ['mon'], ['tue']),
  row('pools.reader.schedule.windows.0.min', 5, 6),
];

const directionRows = (direction: string): readonly Row[] => {
  const at = `pools.web.${direction}`;
  const stepped = { 'pools.worker.replicas.max': 40 };
  const limited = (limit: unknown) => ({
    [`${at}.percent`]: undefined,
    [`${at}.replicas`]: undefined,
    [`${at}.every`]: undefined,
    [`${at}.limits`]: [limit, { percent: '90%', every: '10m' }],
  });
  return [
    row(`${at}.stabilizationWindow`, '30s', '60s'),
    row(`${at}.percent`, '50%', '60%'),
    row(`pools.worker.${direction}.percent`, '5%', '8%', stepped),
    row(`${at}.replicas`, 2, 3),
    row(`pools.worker.${direction}.replicas`, 2, 3, stepped),
    row(`${at}.every`, '30s', '60s'),
    row(`${at}.limits.0.percent`, '50%', '60%', limited({ percent: '50%', every: '30s' })),
    row(`${at}.limits.0.replicas`, 2, 3, limited({ replicas: 2, every: '30s' })),
    row(`${at}.limits.0.every`, '30s', '60s', limited({ replicas: 2, every: '30s' })),
    row(`${at}.select`, 'max', 'min'),
    row(`${at}.select`, 'max', 'disabled'),
    row(`${at}.tolerance`, '5%', '6%'),
    row(`${at}.cooldown`, '90s', '100s'),
  ];
};

const CAPACITY: readonly Row[] = [
  row('pools.reader.capacity.fargate.base', 1, 2),
  row('pools.reader.capacity.fargate.weight', 1, 2),
  row('pools.reader.capacity.fargateSpot.base', 1, 2, { 'pools.reader.capacity.fargate.base': undefined }),
  row('pools.reader.capacity.fargateSpot.weight', 1, 2),
  ...[
    ['embedder', 'managedInstances'],
    ['encoder', 'ec2'],
  ].flatMap(([pool = '', kind = '']) => [
    row(`pools.${pool}.capacity.${kind}`, 'one', 'two'),
    row(`pools.${pool}.capacity.${kind}.provider`, 'one', 'two'),
    row(`pools.${pool}.capacity.${kind}.base`, 1, 2),
    row(`pools.${pool}.capacity.${kind}.weight`, 1, 2),
  ]),
];

/** Every field of the language, at least once. */
export const ROWS: readonly Row[] = [
  ...SYSTEM,
  ...KUBERNETES,
  ...PROMETHEUS_ROWS,
  ...ECS,
  ...KAFKA,
  ...HARDWARE,
  ...POOL,
  ...CONTAINERS,
  ...PODS,
  ...BALANCED,
  ...SIGNALS,
  ...WAKE,
  ...SCHEDULE,
  ...directionRows('scaleUp'),
  ...directionRows('scaleDown'),
  ...CAPACITY,
];
