import { AUTHENTICATION } from './authentication.ts';
import { under } from './descriptions.ts';
import type { Descriptions } from './descriptions.ts';

const CLOUDWATCH: Descriptions = {
  namespace: 'CloudWatch namespace, such as Pipestream/Kafka',
  metric: 'Name of the metric',
  dimensions: 'Dimensions of the metric, name to value',
  statistic: 'Statistic over a minute: Sum for a count of events; by default Maximum',
};

const HEARTBEAT = 'A metric of the same source that is always there; beside a sparse one it tells idle from unknown';

/** A free metric source for each platform. */
const SOURCE: Descriptions = {
  prometheus: 'Where Kubernetes reads it: a PromQL query, or a series and its kind',
  'prometheus.query': 'PromQL that returns one element, used as it is',
  'prometheus.gauge': 'Selector of a gauge; its sum is taken, and an absent exporter is an error, never zero',
  'prometheus.counter':
    'Selector of a counter that the caller keeps; its rate is taken, and zero is read only while the caller is up',
  'prometheus.histogram': 'Selector of a histogram without _bucket; the quantile is taken of its rate',
  'prometheus.job': 'Scrape job of the caller, beside counter',
  cloudwatch: 'Where ECS reads it',
  ...under('cloudwatch', CLOUDWATCH),
  'cloudwatch.heartbeat': HEARTBEAT,
  ...under('cloudwatch.heartbeat', CLOUDWATCH),
};

const ACTIVATION = 'A pool at zero wakes strictly above this; by default 0';
const MEASURED = 'Where the number is read; required where nothing in the stack emits it';

const CUSTOM: Descriptions = {
  type: 'Scaler of KEDA, such as postgresql or temporal; cpu, memory and cron have their own fields',
  metadata: "Parameters of the scaler, checked by KEDA's own schema; text, numbers and truth values",
  metricType: 'How the HPA compares it: AverageValue divides by the replicas; by default what total says',
  authentication: 'How KEDA signs in',
  ...under('authentication', AUTHENTICATION),
  pods: 'Metric of the pods that an adapter serves at custom.metrics.k8s.io; the mean of the pods is compared',
  'pods.metric': 'Name of the metric',
  'pods.selector': 'Labels by which the adapter chooses series',
  'pods.averageValue': 'Mean of the pods to keep, such as 30 or 500m',
  object: 'Metric of one object, such as a Service, that an adapter serves at custom.metrics.k8s.io',
  'object.apiVersion': 'API version of the object, such as v1',
  'object.kind': 'Kind of the object',
  'object.name': 'Name of the object',
  'object.metric': 'Name of the metric',
  'object.selector': 'Labels by which the adapter chooses series',
  'object.averageValue': 'Value for each replica: the metric is divided by the replicas',
  'object.value': 'Value to keep: the metric is compared as it is',
  external: 'Metric that an adapter serves at external.metrics.k8s.io',
  'external.metric': 'Name of the metric',
  'external.selector': 'Labels by which the adapter chooses series',
  'external.averageValue': 'Value for each replica: the metric is divided by the replicas',
  'external.value': 'Value to keep: the metric is compared as it is',
  counts:
    'What the number counts: work that waits until a replica takes it, a rate of events a second, or a level such as an age or a utilisation; by default what is known of the scaler, and required where its own query decides it',
  total:
    'Whether the replicas share the number; otherwise it is compared as it is; by default true, and false for a level',
  own: 'Whether the pool itself reports the number, which is then silent at zero; by default false, and true for pods',
  inFlight: 'Whether work still counts while a replica works on it; by default what is known of the scaler',
  cloudwatch: 'Where ECS reads the same number, which is compared with the target in metadata',
  ...under('cloudwatch', CLOUDWATCH),
  'cloudwatch.heartbeat': HEARTBEAT,
  ...under('cloudwatch.heartbeat', CLOUDWATCH),
};

export const SIGNALS: Descriptions = {
  cpu: 'CPU utilisation',
  'cpu.target': 'CPU utilisation to hold: of the request on Kubernetes, of the task on ECS',
  'cpu.container': 'Container that is measured; by default the first',
  'cpu.for': 'Act only after it has been above the target for so long',
  memory: 'Memory utilisation',
  'memory.target': 'Memory utilisation to hold: of the request on Kubernetes, of the task on ECS',
  'memory.container': 'Container that is measured; by default the first',
  'memory.for': 'Act only after it has been above the target for so long',
  kafkaLag: 'Messages that a consumer group has not read yet',
  'kafkaLag.perReplica': 'Messages waiting for each replica: 1000 with 4 replicas means a lag of 4000',
  'kafkaLag.consumerGroup': 'Consumer group; by default the name of the pool',
  'kafkaLag.topics': 'all of the group, a list, or how many there are; lag is always their sum',
  'kafkaLag.partitions': 'Partitions of the topics together; more replicas than that are idle',
  'kafkaLag.offsetReset': 'Where the consumer begins without a committed offset; the scaler counts the same way',
  'kafkaLag.leases': 'Topics are leased whole, one consumer each, whatever their partitions',
  'kafkaLag.leases.perReplica': 'Topics that one replica may lease',
  'kafkaLag.leases.handBack': 'Whether a replica hands leases back when others join; by default false',
  'kafkaLag.growth': 'Scale before the lag has grown; beside the absolute lag, never instead of it',
  'kafkaLag.growth.over': 'Range from which the growth of the lag is taken',
  'kafkaLag.growth.perReplica':
    'On ECS, growth that one replica is added for; by default the lag per replica spread over the range',
  'kafkaLag.activation': ACTIVATION,
  'kafkaLag.source': MEASURED,
  ...under('kafkaLag.source', SOURCE),
  queueBacklog: 'Messages waiting in a queue',
  'queueBacklog.sqs': 'The SQS queue that the work waits in',
  'queueBacklog.sqs.url': 'URL of the SQS queue',
  'queueBacklog.sqs.authentication': 'How KEDA signs in; by default with the AWS identity of KEDA',
  ...under('queueBacklog.sqs.authentication', AUTHENTICATION),
  'queueBacklog.rabbitmq': 'The RabbitMQ queue that the work waits in',
  'queueBacklog.rabbitmq.url': 'URL of the management API, such as https://mq.example.com',
  'queueBacklog.rabbitmq.vhost': 'Virtual host; by default /',
  'queueBacklog.rabbitmq.queue': 'Name of the queue',
  'queueBacklog.rabbitmq.secret':
    'Kubernetes Secret with the keys username and password; on Kubernetes it or authentication is required',
  'queueBacklog.rabbitmq.authentication': 'How KEDA signs in, instead of secret',
  ...under('queueBacklog.rabbitmq.authentication', AUTHENTICATION),
  'queueBacklog.rabbitmq.broker': 'Name of the Amazon MQ broker, whose metrics ECS reads; required on ECS',
  'queueBacklog.redis': 'The list or stream in Redis that the work waits in',
  'queueBacklog.redis.address':
    'Address, such as redis:6379; of a cluster and of Sentinel several, separated by commas',
  'queueBacklog.redis.mode': 'How Redis runs; by default standalone',
  'queueBacklog.redis.master': 'Master that Sentinel watches, beside mode: sentinel',
  'queueBacklog.redis.list': 'Key of the list that workers pop',
  'queueBacklog.redis.stream': 'Key of the stream that a consumer group reads',
  'queueBacklog.redis.consumerGroup':
    'Consumer group, whose lag is counted (Redis 7); without it the whole stream counts',
  'queueBacklog.redis.database': 'Number of the database; by default 0',
  'queueBacklog.redis.tls': 'Whether Redis speaks TLS; by default false',
  'queueBacklog.redis.authentication': 'How KEDA signs in',
  ...under('queueBacklog.redis.authentication', AUTHENTICATION),
  'queueBacklog.redis.cloudwatch': 'Where ECS reads the length, which something must publish; required on ECS',
  ...under('queueBacklog.redis.cloudwatch', CLOUDWATCH),
  'queueBacklog.redis.cloudwatch.heartbeat': HEARTBEAT,
  ...under('queueBacklog.redis.cloudwatch.heartbeat', CLOUDWATCH),
  'queueBacklog.perReplica': 'Messages waiting for each replica; fractions too on RabbitMQ',
  'queueBacklog.acceptableLatency': 'Longest that a message may wait; with workTime it gives the backlog per replica',
  'queueBacklog.workTime': 'Time that one message takes',
  'queueBacklog.inFlight': 'Count messages that are being worked on; by default true',
  'queueBacklog.activation': ACTIVATION,
  requestQueue: 'Requests that wait or are being served',
  'requestQueue.perReplica': 'Requests waiting for each replica; below 1 where a request takes several',
  'requestQueue.activation': ACTIVATION,
  'requestQueue.source': MEASURED,
  ...under('requestQueue.source', SOURCE),
  requests: 'Requests a second',
  'requests.perReplica': 'Requests a second that one replica serves',
  'requests.over': 'Range of the rate; by default 2m',
  'requests.activation': ACTIVATION,
  'requests.source': MEASURED,
  ...under('requests.source', SOURCE),
  latency: 'A quantile of the time to serve a request',
  'latency.p50': 'Median to stay under',
  'latency.p90': '90th percentile to stay under',
  'latency.p95': '95th percentile to stay under',
  'latency.p99': '99th percentile to stay under',
  'latency.over': 'Range of the rate that the quantile is taken of; by default 5m',
  'latency.source': MEASURED,
  ...under('latency.source', SOURCE),
  custom: 'Numbers that the language has no field for, by name: triggers of KEDA, and metrics that an adapter serves',
  ...under('custom.*', CUSTOM),
};

export const WAKE: Descriptions = {
  signal: 'The declared signal that wakes the pool; by default every one that can',
  source: 'A metric of its own that wakes the pool: anything above activation is work',
  ...under('source', SOURCE),
  activation: 'Wake strictly above this; by default 0',
  holdsRequests: 'A proxy in front of the pool holds requests while it starts; by default false',
  retryBudget: 'How long callers keep trying before the work is lost; held against the cold start',
};
