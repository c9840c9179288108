import { namesIn } from './names-in.ts';

/**
 * What a number counts. `work` waits until a replica takes it, `rate` is events a second, `level` is anything else: an
 * age, a latency, a utilisation, a number of pods.
 */
export type Counts = 'work' | 'rate' | 'level';

/** What is known of a scaler of KEDA beside the schema of its metadata. */
export interface ScalerFacts {
  /** Undefined where the author's own query decides it. */
  readonly counts: Counts | undefined;
  /** Work still counts while a replica works on it. */
  readonly inFlight: boolean;
  /** Metadata that may hold the target; the first that is written is meant. */
  readonly targets: readonly string[];
  /** What the first of them was called before; KEDA refuses both together. */
  readonly oldTarget?: string;
  /** Target where none is written. */
  readonly otherwise: number | undefined;
  /** Metadata that holds the activation; undefined where KEDA takes none. */
  readonly activation: string | undefined;
  /** The scaler connects while it is built, so a source that is away stops every trigger of the pool. */
  readonly connects: boolean;
}

type Target = string | readonly string[];

function row(counts: Counts | undefined, inFlight: boolean, target: Target, otherwise?: number): ScalerFacts {
  const targets = typeof target === 'string' ? [target] : target;
  const [first] = targets;
  const activation = first && `activation${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return { counts, inFlight, targets, otherwise, activation, connects: false };
}

/** Messages or jobs that count until they are done. */
const queue = (target: Target, otherwise?: number) => row('work', true, target, otherwise);
/** Messages or jobs that no longer count once a replica has taken them. */
const takenFrom = (target: Target, otherwise?: number) => row('work', false, target, otherwise);
const level = (target: Target, otherwise?: number) => row('level', false, target, otherwise);
/** The author's query decides what is counted. */
const asked = (target: Target, otherwise?: number) => row(undefined, false, target, otherwise);
const connects = (facts: ScalerFacts): ScalerFacts => ({ ...facts, connects: true });
const withActivation = (activation: string | undefined, facts: ScalerFacts): ScalerFacts => ({ ...facts, activation });

const stream = connects(queue(['lagCount', 'pendingEntriesCount', 'streamLength'], 5));

/**
 * Every scaler that a custom signal may name: what it counts (KEDA's documentation of the scaler), and where its
 * metadata has the target (its `GetMetricSpecForScaling`). Not `cpu`, `memory` and `cron`, which have fields of their
 * own. A test holds names and defaults against schema/keda.
 */
export const KEDA_SCALERS = {
  activemq: queue('targetQueueSize', 10),
  'apache-kafka': connects(queue('lagThreshold', 10)),
  arangodb: asked('queryValue', 0),
  'artemis-queue': queue('queueLength', 10),
  'aws-cloudwatch': asked('targetMetricValue'),
  'aws-dynamodb': asked('targetValue'),
  'aws-dynamodb-streams': level('shardCount', 2),
  'aws-kinesis-stream': level('shardCount', 2),
  'aws-sqs-queue': queue('queueLength', 5),
  'azure-app-insights': asked('targetValue'),
  'azure-blob': takenFrom('blobCount', 5),
  'azure-data-explorer': asked('threshold'),
  'azure-eventhub': queue('unprocessedEventThreshold', 64),
  'azure-log-analytics': asked('threshold'),
  'azure-monitor': asked('targetValue'),
  'azure-pipelines': queue('targetPipelinesQueueLength', 1),
  'azure-queue': queue('queueLength', 5),
  'azure-servicebus': queue('messageCount', 5),
  beanstalkd: takenFrom('value'),
  cassandra: connects(asked('targetQueryValue')),
  couchdb: connects(asked('queryValue')),
  datadog: asked(['targetValue', 'queryValue']),
  dynatrace: asked('threshold'),
  'elastic-forecast': asked('targetValue'),
  elasticsearch: asked('targetValue'),
  etcd: asked('value'),
  external: withActivation(undefined, asked([])),
  'external-push': withActivation(undefined, asked([])),
  'forgejo-runner': withActivation(undefined, takenFrom([])),
  'gcp-cloudtasks': queue('value', 100),
  'gcp-pubsub': { ...queue('value', 10), oldTarget: 'subscriptionSize' },
  'gcp-stackdriver': asked('targetValue', 5),
  'gcp-storage': takenFrom('targetObjectCount', 100),
  'github-runner': withActivation(undefined, takenFrom('targetWorkflowQueueLength', 1)),
  graphite: asked('threshold', 100),
  'huawei-cloudeye': asked('targetMetricValue'),
  ibmmq: takenFrom('queueDepth', 20),
  influxdb: asked('thresholdValue'),
  kafka: connects(queue('lagThreshold', 10)),
  'kubernetes-resource': asked('targetValue'),
  'kubernetes-workload': level('value'),
  liiklus: queue('lagThreshold', 10),
  loki: asked('threshold'),
  'metrics-api': asked('targetValue'),
  mongodb: connects(asked('queryValue')),
  mssql: connects(asked('targetValue')),
  mysql: connects(asked('queryValue')),
  'nats-jetstream': queue('lagThreshold', 10),
  'new-relic': asked('threshold'),
  nsq: takenFrom('depthThreshold', 10),
  opensearch: connects(asked('targetValue')),
  'openstack-metric': asked('threshold'),
  'openstack-swift': takenFrom('objectCount', 2),
  postgresql: connects(asked('targetQueryValue')),
  predictkube: asked('threshold'),
  prometheus: asked('threshold'),
  pulsar: queue('msgBacklogThreshold', 10),
  rabbitmq: withActivation('activationValue', queue(['value', 'queueLength'])),
  redis: connects(takenFrom('listLength', 5)),
  'redis-cluster': connects(takenFrom('listLength', 5)),
  'redis-cluster-streams': stream,
  'redis-sentinel': connects(takenFrom('listLength', 5)),
  'redis-sentinel-streams': stream,
  'redis-streams': stream,
  'selenium-grid': withActivation('activationThreshold', queue([])),
  'solace-direct-messaging': asked([
    'aggregatedClientTxByteRateTarget',
    'aggregatedClientAverageTxByteRateTarget',
    'aggregatedClientTxMsgRateTarget',
    'aggregatedClientAverageTxMsgRateTarget',
  ]),
  'solace-event-queue': asked(['messageCountTarget', 'messageSpoolUsageTarget', 'messageReceiveRateTarget']),
  solarwinds: withActivation('activationValue', asked('targetValue')),
  solr: asked('targetQueryValue'),
  splunk: withActivation('activationValue', asked('targetValue')),
  'splunk-observability': asked('targetValue'),
  sumologic: asked('threshold'),
  temporal: connects(takenFrom('targetQueueSize', 5)),
} as const satisfies Readonly<Record<string, ScalerFacts>>;

export type ScalerType = keyof typeof KEDA_SCALERS;

export const SCALER_TYPES = namesIn(KEDA_SCALERS);

export function isScalerType(type: string): type is ScalerType {
  return Object.hasOwn(KEDA_SCALERS, type);
}

/** The target that metadata holds, or KEDA's own; undefined where neither is a number. */
export function writtenTarget(
  type: ScalerType,
  metadata: Readonly<Record<string, { readonly plain: string } | undefined>>,
): number | undefined {
  const { targets, oldTarget = [], otherwise } = scalerFacts(type);
  const written = targets
    .concat(oldTarget)
    .map(key => metadata[key]?.plain)
    .find(text => text !== undefined);
  const target = written === undefined ? otherwise : Number(written);
  return Number.isFinite(target) ? target : undefined;
}

export function scalerFacts(type: ScalerType): ScalerFacts {
  return KEDA_SCALERS[type];
}

/** Scalers of KEDA that this language says with a field of its own. */
export const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  cpu: '`signals.cpu`',
  memory: '`signals.memory`',
  cron: '`schedule`',
};
