import { under } from './descriptions.ts';
import type { Descriptions } from './descriptions.ts';

const CLOUDWATCH: Descriptions = {
  namespace: 'CloudWatch namespace, such as Pipestream/Kafka',
  metric: 'Name of the metric',
  dimensions: 'Dimensions of the metric, name to value',
  statistic: 'Statistic over a minute: Sum for a count of events; by default Maximum',
};

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
  'cloudwatch.heartbeat':
    'A metric of the same source that is always there; beside a sparse one it tells idle from unknown',
  ...under('cloudwatch.heartbeat', CLOUDWATCH),
};

const ACTIVATION = 'A pool at zero wakes strictly above this; by default 0';
const MEASURED = 'Where the number is read; required where nothing in the stack emits it';

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
  'queueBacklog.rabbitmq': 'The RabbitMQ queue that the work waits in',
  'queueBacklog.rabbitmq.url': 'URL of the management API, such as https://mq.example.com',
  'queueBacklog.rabbitmq.vhost': 'Virtual host; by default /',
  'queueBacklog.rabbitmq.queue': 'Name of the queue',
  'queueBacklog.rabbitmq.secret': 'Kubernetes Secret with the keys username and password; required on Kubernetes',
  'queueBacklog.rabbitmq.broker': 'Name of the Amazon MQ broker, whose metrics ECS reads; required on ECS',
  'queueBacklog.perReplica': 'Messages waiting for each replica',
  'queueBacklog.acceptableLatency': 'Longest that a message may wait; with workTime it gives the backlog per replica',
  'queueBacklog.workTime': 'Time that one message takes',
  'queueBacklog.inFlight': 'Count messages that are being worked on; by default true',
  'queueBacklog.activation': ACTIVATION,
  requestQueue: 'Requests that wait or are being served',
  'requestQueue.perReplica': 'Requests waiting for each replica',
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
};

export const WAKE: Descriptions = {
  signal: 'The declared signal that wakes the pool; by default every one that can',
  source: 'A metric of its own that wakes the pool: anything above activation is work',
  ...under('source', SOURCE),
  activation: 'Wake strictly above this; by default 0',
  holdsRequests: 'A proxy in front of the pool holds requests while it starts; by default false',
  retryBudget: 'How long callers keep trying before the work is lost; held against the cold start',
};
