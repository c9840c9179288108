import { measureNamed, MEASURES } from '../../../model/measure.ts';
import type { Measure } from '../../../model/measure.ts';

/** What a metric of CloudWatch is, where replicas do not share it. */
export interface MetricUnit {
  readonly measure: Measure;
  /** `a time in milliseconds`; `a time` where only its name is known. */
  readonly what: string;
}

/** Undefined for a count, for bytes, and for a metric of which nothing is known. */
export function unitOfMetric(namespace: string, metric: string): MetricUnit | undefined {
  const known = UNITS[namespace];
  for (const unit of UNIT_NAMES) {
    if (known?.[unit]?.some(name => matches(name, metric)) === true) return DOCUMENTED[unit];
  }
  if (known?.counts?.includes(metric) === true) return undefined;
  const measure = measureNamed(metric);
  return measure && { measure, what: MEASURES[measure] };
}

/** The metric of the same namespace that counts work which waits, or which arrives; undefined where there is none. */
export function countIn(namespace: string, of: 'waiting' | 'arriving'): string | undefined {
  return COUNTS[of][namespace];
}

/** Whether each data point is a part of what happened, so that only their sum is the number of it. */
export function countsByTheSum(namespace: string, metric: string): boolean {
  return SUMS[namespace]?.some(name => matches(name, metric)) === true;
}

/** "The most useful statistic is Sum": the guides of the services. */
const SUMS: Readonly<Record<string, readonly string[]>> = {
  'AWS/ApplicationELB': ['RequestCount', 'ActiveConnectionCount', 'NewConnectionCount', 'GrpcRequestCount'],
  'AWS/ELB': ['RequestCount'],
  'AWS/NetworkELB': ['NewFlowCount'],
  'AWS/ApiGateway': ['Count'],
  'AWS/Lambda': ['Invocations', 'Errors', 'Throttles'],
  'AWS/Kinesis': ['IncomingRecords', 'GetRecords.Records'],
  'AWS/Firehose': ['IncomingRecords'],
  'AWS/SQS': ['NumberOfMessagesSent', 'NumberOfMessagesReceived', 'NumberOfMessagesDeleted'],
  'AWS/SNS': ['NumberOfMessagesPublished'],
};

type Unit = 'seconds' | 'milliseconds' | 'microseconds' | 'percent' | 'share';

const DOCUMENTED: { readonly [U in Unit]: MetricUnit } = {
  seconds: { measure: 'time', what: 'a time in seconds' },
  milliseconds: { measure: 'time', what: 'a time in milliseconds' },
  microseconds: { measure: 'time', what: 'a time in microseconds' },
  percent: { measure: 'percentage', what: 'a percentage' },
  share: { measure: 'ratio', what: 'a ratio' },
};
const UNIT_NAMES = ['seconds', 'milliseconds', 'microseconds', 'percent', 'share'] as const satisfies readonly Unit[];

type Units = { readonly [U in Unit | 'counts']?: readonly string[] };

/**
 * Units as AWS documents them, in the guide of each service ("CloudWatch metrics"), of what is no count and no number
 * of bytes. A name that begins with `*` is the end of several; `counts` have names that look like something else.
 */
const UNITS: Readonly<Record<string, Units>> = {
  'AWS/SQS': { seconds: ['ApproximateAgeOfOldestMessage'] },
  'AWS/SNS': { milliseconds: ['DwellTime'], share: ['SMSSuccessRate'] },
  'AWS/ApplicationELB': { seconds: ['TargetResponseTime'], percent: ['BYoIPUtilPercentage'] },
  // Flows, connections, bytes and hosts only.
  'AWS/NetworkELB': {},
  'AWS/ELB': { seconds: ['Latency'] },
  'AWS/ECS': {
    percent: [
      'CPUUtilization',
      'MemoryUtilization',
      'CPUReservation',
      'MemoryReservation',
      'GPUReservation',
      'EBSFilesystemUtilization',
    ],
  },
  'AWS/ECS/ManagedScaling': { percent: ['CapacityProviderReservation'] },
  // CpuUtilized and MemoryUtilized are units of CPU and megabytes, which are totals.
  'ECS/ContainerInsights': {
    percent: ['*CpuUtilization', '*MemoryUtilization', '*_cpu_utilization', '*_memory_utilization', '*_utilization'],
  },
  'AWS/Kinesis': {
    milliseconds: [
      'GetRecords.IteratorAge',
      'GetRecords.IteratorAgeMilliseconds',
      'IteratorAgeMilliseconds',
      'SubscribeToShardEvent.MillisBehindLatest',
      '*.Latency',
    ],
    share: ['GetRecords.Success', 'PutRecord.Success', 'PutRecords.Success', 'SubscribeToShard.Success'],
  },
  'AWS/Kafka': {
    seconds: ['EstimatedMaxTimeLag', 'EstimatedTimeLag'],
    milliseconds: ['*TimeMsMean', 'RequestTime', 'ThrottleTime', 'RequestThrottleTime', '*ThrottleTime'],
    percent: [
      'BurstBalance',
      'CpuIdle',
      'CpuIoWait',
      'CpuSystem',
      'CpuUser',
      'HeapMemoryAfterGC',
      'KafkaAppLogsDiskUsed',
      'KafkaDataLogsDiskUsed',
      'RootDiskUsed',
      '*AvgIdlePercent',
    ],
  },
  'AWS/Lambda': {
    milliseconds: ['AsyncEventAge', 'Duration', 'IteratorAge', 'PostRuntimeExtensionsDuration'],
    share: ['ProvisionedConcurrencyUtilization'],
  },
  'AWS/ApiGateway': { milliseconds: ['Latency', 'IntegrationLatency'] },
  'AWS/AmazonMQ': {
    milliseconds: ['EnqueueTime', 'RabbitMQIOReadAverageTime', 'RabbitMQIOWriteAverageTime'],
    percent: [
      'BurstBalance',
      'CpuUtilization',
      'HeapUsage',
      'JobSchedulerStorePercentUsage',
      'MemoryUsage',
      'StorePercentUsage',
      'SystemCpuUtilization',
      'TempPercentUsage',
    ],
  },
  'AWS/EC2': { percent: ['CPUUtilization', 'EBSIOBalance%', 'EBSByteBalance%'] },
  'AWS/RDS': {
    seconds: [
      'AuroraBinlogReplicaLag',
      'CheckpointLag',
      'EngineUptime',
      'RDSToAuroraPostgreSQLReplicaLag',
      'ReadLatency',
      'ReplicaLag',
      'ReplicationChannelLag',
      'WriteLatency',
      'ReadLatencyLocalStorage',
      'WriteLatencyLocalStorage',
    ],
    milliseconds: [
      'AuroraGlobalDBReplicationLag',
      'AuroraGlobalDBRPOLag',
      'AuroraGlobalDBProgressLag',
      'AuroraReplicaLag',
      'AuroraReplicaLagMaximum',
      'AuroraReplicaLagMinimum',
      '*Latency',
    ],
    percent: [
      'ACUUtilization',
      'BufferCacheHitRatio',
      'BurstBalance',
      'CPUUtilization',
      'EBSByteBalance%',
      'EBSIOBalance%',
      'ResultSetCacheHitRatio',
    ],
  },
  'AWS/DynamoDB': {
    milliseconds: ['AgeOfOldestUnreplicatedRecord', 'ReplicationLatency', 'SuccessfulRequestLatency'],
    percent: [
      'AccountProvisionedReadCapacityUtilization',
      'AccountProvisionedWriteCapacityUtilization',
      'MaxProvisionedTableReadCapacityUtilization',
      'MaxProvisionedTableWriteCapacityUtilization',
    ],
    counts: ['OnlineIndexPercentageProgress'],
  },
  'AWS/ElastiCache': {
    seconds: ['ReplicationLag'],
    microseconds: ['*Latency'],
    percent: [
      'CPUUtilization',
      'CacheHitRate',
      'DatabaseCapacityUsageCountedForEvictPercentage',
      'DatabaseCapacityUsagePercentage',
      'DatabaseMemoryUsageCountedForEvictPercentage',
      'DatabaseMemoryUsagePercentage',
      'EngineCPUUtilization',
    ],
    share: ['MemoryFragmentationRatio'],
  },
  'AWS/Firehose': {
    seconds: ['*.DataFreshness'],
    milliseconds: ['*.Duration', '*.Latency', 'KinesisMillisBehindLatest'],
    share: ['*.Success'],
  },
  'AWS/Events': { milliseconds: ['*Latency'] },
  'AWS/States': { milliseconds: ['*Time'] },
  'AWS/SageMaker': {
    microseconds: ['ModelLatency', 'OverheadLatency', 'ModelSetupTime', '*Latency'],
    milliseconds: ['TimeInBacklog', 'TotalProcessingTime'],
  },
  'AWS/ES': { percent: ['CPUUtilization', 'JVMMemoryPressure', '*JVMMemoryPressure'], milliseconds: ['*Latency'] },
};

const COUNTS: { readonly [O in 'waiting' | 'arriving']: Readonly<Record<string, string>> } = {
  waiting: {
    'AWS/SQS': 'ApproximateNumberOfMessagesVisible',
    'AWS/Kafka': 'SumOffsetLag',
    'AWS/AmazonMQ': 'MessageReadyCount',
    'AWS/SageMaker': 'ApproximateBacklogSize',
  },
  arriving: {
    'AWS/ApplicationELB': 'RequestCount',
    'AWS/ELB': 'RequestCount',
    'AWS/ApiGateway': 'Count',
    'AWS/Kinesis': 'IncomingRecords',
    'AWS/Lambda': 'Invocations',
  },
};

function matches(name: string, metric: string): boolean {
  return name.startsWith('*') ? metric.endsWith(name.slice(1)) : metric === name;
}
