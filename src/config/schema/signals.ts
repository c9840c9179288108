import * as z from 'zod/mini';
import {
  Count,
  Duration,
  Line,
  Name,
  PositiveCount,
  PositiveDuration,
  PositivePercentage,
  Rate,
  TopicName,
  Url,
} from './scalars.ts';

const CloudWatchMetric = {
  namespace: Line.check(z.describe('CloudWatch namespace, such as Pipestream/Kafka')),
  metric: Line.check(z.describe('Name of the metric')),
  dimensions: z.optional(z.record(Line, Line).check(z.describe('Dimensions of the metric, name to value'))),
  statistic: z.optional(
    z
      .enum(['Average', 'Sum', 'Maximum', 'Minimum', 'SampleCount', 'p50', 'p90', 'p95', 'p99'])
      .check(z.describe('Statistic over a minute: Sum for a count of events; by default Maximum')),
  ),
};

const Prometheus = z.union([
  z.pipe(
    Line,
    z.transform(query => ({ query })),
  ),
  z
    .strictObject({
      query: z.optional(Line.check(z.describe('PromQL that returns one element, used as it is'))),
      gauge: z.optional(
        Line.check(z.describe('Selector of a gauge; its sum is taken, and an absent exporter is an error, never zero')),
      ),
      counter: z.optional(
        Line.check(
          z.describe(
            'Selector of a counter that the caller keeps; its rate is taken, and zero is read only while the caller is up',
          ),
        ),
      ),
      histogram: z.optional(
        Line.check(z.describe('Selector of a histogram without _bucket; the quantile is taken of its rate')),
      ),
      job: z.optional(Line.check(z.describe('Scrape job of the caller, beside counter'))),
    })
    .check(
      z.refine(
        source =>
          [source.query, source.gauge, source.counter, source.histogram].filter(kind => kind !== undefined).length ===
          1,
        {
          error: 'expected exactly one of query, gauge, counter and histogram',
          params: { help: 'Keep the one that says what kind of series it is.' },
        },
      ),
      z.refine(source => (source.counter === undefined) === (source.job === undefined), {
        error: 'expected job beside counter, and only there',
        params: { help: 'Name the scrape job of the caller that keeps the counter.' },
      }),
    ),
]);

/** A free metric source for each platform. */
export const Source = z
  .strictObject({
    prometheus: z.optional(
      Prometheus.check(z.describe('Where Kubernetes reads it: a PromQL query, or a series and its kind')),
    ),
    cloudwatch: z.optional(
      z
        .strictObject({
          ...CloudWatchMetric,
          heartbeat: z.optional(
            z
              .strictObject(CloudWatchMetric)
              .check(
                z.describe(
                  'A metric of the same source that is always there; beside a sparse one it tells idle from unknown',
                ),
              ),
          ),
        })
        .check(z.describe('Where ECS reads it')),
    ),
  })
  .check(
    z.refine(source => source.prometheus !== undefined || source.cloudwatch !== undefined, {
      error: 'expected prometheus, cloudwatch or both',
      params: { help: 'Name the metric on each platform that the pool runs on.' },
    }),
  );

const source = z.optional(
  Source.check(z.describe('Where the number is read; required where nothing in the stack emits it')),
);
const activation = z.optional(Count.check(z.describe('A pool at zero wakes strictly above this; by default 0')));

function utilisation(what: string) {
  return z.union([
    z.pipe(
      PositivePercentage,
      z.transform(target => ({ target })),
    ),
    z.strictObject({
      target: PositivePercentage.check(
        z.describe(`${what} utilisation to hold: of the request on Kubernetes, of the task on ECS`),
      ),
      container: z.optional(Name.check(z.describe('Container that is measured; by default the first'))),
      for: z.optional(PositiveDuration.check(z.describe('Act only after it has been above the target for so long'))),
    }),
  ]);
}

const Leases = z.strictObject({
  perReplica: PositiveCount.check(z.describe('Topics that one replica may lease')),
  handBack: z.optional(
    z.boolean().check(z.describe('Whether a replica hands leases back when others join; by default false')),
  ),
});

const Growth = z.union([
  z.pipe(
    PositiveDuration,
    z.transform(over => ({ over })),
  ),
  z.strictObject({
    over: PositiveDuration.check(z.describe('Range over which the slope of the lag is taken')),
    perReplica: z.optional(
      Rate.check(
        z.describe('Growth that one replica is added for; by default the lag per replica spread over the range'),
      ),
    ),
  }),
]);

const KafkaLag = z
  .strictObject({
    perReplica: z.optional(
      PositiveCount.check(z.describe('Messages waiting for each replica: 1000 with 4 replicas means a lag of 4000')),
    ),
    consumerGroup: z.optional(Line.check(z.describe('Consumer group; by default the name of the pool'))),
    topics: z.optional(
      z
        .union([
          z.literal('all'),
          z.array(TopicName).check(z.minLength(1, 'expected at least one topic')),
          PositiveCount,
        ])
        .check(z.describe('all of the group, a list, or how many there are; lag is always their sum')),
    ),
    partitions: z.optional(
      PositiveCount.check(z.describe('Partitions of the topics together; more replicas than that are idle')),
    ),
    offsetReset: z.optional(
      z
        .enum(['earliest', 'latest'])
        .check(z.describe('Where the consumer begins without a committed offset; the scaler counts the same way')),
    ),
    leases: z.optional(
      Leases.check(z.describe('Topics are leased whole, one consumer each, whatever their partitions')),
    ),
    growth: z.optional(
      Growth.check(z.describe('Watch how fast the lag grows as well; never instead of the absolute lag')),
    ),
    activation,
    source,
  })
  .check(
    z.refine(lag => lag.perReplica !== undefined || lag.growth !== undefined, {
      error: 'expected perReplica',
      params: { id: 'missing-key', help: 'Say how many waiting messages one replica is for.' },
    }),
  );

const QUANTILES = ['p50', 'p90', 'p95', 'p99'] as const;
const Latency = z
  .strictObject({
    p50: z.optional(PositiveDuration.check(z.describe('Median to stay under'))),
    p90: z.optional(PositiveDuration.check(z.describe('90th percentile to stay under'))),
    p95: z.optional(PositiveDuration.check(z.describe('95th percentile to stay under'))),
    p99: z.optional(PositiveDuration.check(z.describe('99th percentile to stay under'))),
    over: z.optional(
      PositiveDuration.check(z.describe('Range of the rate that the quantile is taken of; by default 5m')),
    ),
    source,
  })
  .check(
    z.refine(latency => QUANTILES.filter(quantile => latency[quantile] !== undefined).length === 1, {
      error: 'expected exactly one of p50, p90, p95 and p99',
      params: { help: 'Keep the one that the pool is judged by.' },
    }),
  );

const rateOver = z.optional(PositiveDuration.check(z.describe('Range of the rate; by default 2m')));

const RequestQueue = z.union([
  z.pipe(
    PositiveCount,
    z.transform(perReplica => ({ perReplica })),
  ),
  z.strictObject({
    perReplica: PositiveCount.check(z.describe('Requests waiting for each replica')),
    activation,
    source,
  }),
]);

const Requests = z.union([
  z.pipe(
    Rate,
    z.transform(perReplica => ({ perReplica })),
  ),
  z.strictObject({
    perReplica: Rate.check(z.describe('Requests a second that one replica serves')),
    over: rateOver,
    activation,
    source,
  }),
]);

const QueueBacklog = z
  .strictObject({
    sqs: z
      .strictObject({ url: Url.check(z.describe('URL of the SQS queue')) })
      .check(z.describe('The SQS queue that the work waits in')),
    perReplica: z.optional(PositiveCount.check(z.describe('Messages waiting for each replica'))),
    acceptableLatency: z.optional(
      PositiveDuration.check(
        z.describe('Longest that a message may wait; with workTime it gives the backlog per replica'),
      ),
    ),
    workTime: z.optional(PositiveDuration.check(z.describe('Time that one message takes'))),
    inFlight: z.optional(z.boolean().check(z.describe('Count messages that are being worked on; by default true'))),
    activation,
  })
  .check(
    z.refine(
      queue =>
        (queue.perReplica !== undefined) !== (queue.acceptableLatency !== undefined && queue.workTime !== undefined),
      {
        error: 'expected either perReplica, or acceptableLatency together with workTime',
        params: { help: 'Backlog per replica is acceptableLatency divided by workTime.' },
      },
    ),
  );

export const Signals = z.strictObject({
  cpu: z.optional(utilisation('CPU').check(z.describe('CPU utilisation'))),
  memory: z.optional(utilisation('Memory').check(z.describe('Memory utilisation'))),
  kafkaLag: z.optional(KafkaLag.check(z.describe('Messages that a consumer group has not read yet'))),
  queueBacklog: z.optional(QueueBacklog.check(z.describe('Messages waiting in a queue'))),
  requestQueue: z.optional(RequestQueue.check(z.describe('Requests that wait or are being served'))),
  requests: z.optional(Requests.check(z.describe('Requests a second'))),
  latency: z.optional(Latency.check(z.describe('A quantile of the time to serve a request'))),
});

/** What may be named as the signal that wakes a pool. */
export const WakingSignal = z.enum(['kafkaLag', 'queueBacklog', 'requestQueue', 'requests']);

export const Wake = z
  .strictObject({
    signal: z.optional(
      WakingSignal.check(z.describe('The declared signal that wakes the pool; by default every one that can')),
    ),
    source: z.optional(
      Source.check(z.describe('A metric of its own that wakes the pool: anything above activation is work')),
    ),
    activation: z.optional(z.number().check(z.minimum(0)).check(z.describe('Wake strictly above this; by default 0'))),
    holdsRequests: z.optional(
      z.boolean().check(z.describe('A proxy in front of the pool holds requests while it starts; by default false')),
    ),
    retryBudget: z.optional(
      Duration.check(z.describe('How long callers keep trying before the work is lost; held against the cold start')),
    ),
  })
  .check(
    z.refine(wake => wake.signal === undefined || wake.source === undefined, {
      error: 'expected signal or source, not both',
      params: { help: 'Keep the one that sees work while the pool is at zero.' },
    }),
  );
