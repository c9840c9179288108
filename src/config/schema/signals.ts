import * as z from 'zod/mini';
import { SIGNAL_FACTS, SIGNAL_NAMES } from '../../model/signals.ts';
import type { SignalKind } from '../../model/signals.ts';
import { Authentication, oneSignIn } from './authentication.ts';
import { CloudWatch } from './cloudwatch.ts';
import { Custom } from './custom-signals.ts';
import {
  ApiUrl,
  Count,
  Duration,
  Line,
  Name,
  PositiveAmount,
  PositiveCount,
  PositiveDuration,
  PositivePercentage,
  Rate,
  TopicName,
  Url,
  Word,
} from './scalars.ts';
import { ofAlternative, ofMainKey } from './short-form.ts';

const Prometheus = ofAlternative(
  z.pipe(
    Line,
    z.transform(query => ({ query })),
  ),
  z
    .strictObject({
      query: z.optional(Line),
      gauge: z.optional(Line),
      counter: z.optional(Line),
      histogram: z.optional(Line),
      job: z.optional(Line),
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
);

/** A free metric source for each platform. */
export const Source = z
  .strictObject({
    prometheus: z.optional(Prometheus),
    cloudwatch: z.optional(CloudWatch),
  })
  .check(
    z.refine(source => source.prometheus !== undefined || source.cloudwatch !== undefined, {
      error: 'expected prometheus, cloudwatch or both',
      params: { help: 'Name the metric on each platform that the pool runs on.' },
    }),
  );

const source = z.optional(Source);
const activation = z.optional(Count);
/** Where KEDA takes fractions. */
const anyActivation = z.optional(z.number().check(z.minimum(0), z.maximum(1_000_000)));

const Utilisation = ofMainKey(
  'target',
  PositivePercentage,
  z.strictObject({
    target: PositivePercentage,
    container: z.optional(Name),
    for: z.optional(PositiveDuration),
  }),
);

const Leases = z.strictObject({
  perReplica: PositiveCount,
  handBack: z.optional(z.boolean()),
});

const Growth = ofMainKey(
  'over',
  PositiveDuration,
  z.strictObject({
    over: PositiveDuration,
    perReplica: z.optional(Rate),
  }),
);

const KafkaLag = z
  .strictObject({
    perReplica: z.optional(PositiveCount),
    consumerGroup: z.optional(Line),
    topics: z.optional(
      z.union([
        z.literal('all'),
        z.array(TopicName).check(z.minLength(1, 'expected at least one topic')),
        PositiveCount,
      ]),
    ),
    partitions: z.optional(PositiveCount),
    offsetReset: z.optional(z.enum(['earliest', 'latest'])),
    leases: z.optional(Leases),
    growth: z.optional(Growth),
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
    p50: z.optional(PositiveDuration),
    p90: z.optional(PositiveDuration),
    p95: z.optional(PositiveDuration),
    p99: z.optional(PositiveDuration),
    over: z.optional(PositiveDuration),
    source,
  })
  .check(
    z.refine(latency => QUANTILES.filter(quantile => latency[quantile] !== undefined).length === 1, {
      error: 'expected exactly one of p50, p90, p95 and p99',
      params: { help: 'Keep the one that the pool is judged by.' },
    }),
  );

const rateOver = z.optional(PositiveDuration);

const RequestQueue = ofMainKey(
  'perReplica',
  PositiveAmount,
  z.strictObject({
    perReplica: PositiveAmount,
    activation: anyActivation,
    source,
  }),
);

const Requests = ofMainKey(
  'perReplica',
  Rate,
  z.strictObject({
    perReplica: Rate,
    over: rateOver,
    activation: anyActivation,
    source,
  }),
);

const Rabbitmq = z
  .strictObject({
    url: ApiUrl,
    vhost: z.optional(Word),
    queue: Word,
    secret: z.optional(Name),
    authentication: z.optional(Authentication),
    broker: z.optional(Word),
  })
  .check(oneSignIn('secret'));

const Redis = z
  .strictObject({
    address: z
      .string()
      .check(
        z.regex(
          /^[\w.-]+:\d{1,5}(?:,[\w.-]+:\d{1,5})*$/,
          'expected addresses, such as "redis:6379" or "a:6379,b:6379"',
        ),
      ),
    mode: z.optional(z.enum(['standalone', 'cluster', 'sentinel'])),
    master: z.optional(Word),
    list: z.optional(Word),
    stream: z.optional(Word),
    consumerGroup: z.optional(Word),
    database: z.optional(z.int().check(z.minimum(0), z.maximum(65_535))),
    tls: z.optional(z.boolean()),
    authentication: z.optional(Authentication),
    cloudwatch: z.optional(CloudWatch),
  })
  .check(
    z.refine(redis => (redis.list === undefined) !== (redis.stream === undefined), {
      error: 'expected list or stream, not both',
      params: { id: 'missing-key', help: 'Name the key that the work waits in.' },
    }),
    z.refine(redis => redis.consumerGroup === undefined || redis.stream !== undefined, {
      error: 'expected consumerGroup only beside stream',
      path: ['consumerGroup'],
    }),
    z.refine(redis => (redis.mode === 'sentinel') === (redis.master !== undefined), {
      error: 'expected master beside mode: sentinel, and only there',
      params: { help: 'Name the master that Sentinel watches.' },
    }),
  );

const QueueBacklog = z
  .strictObject({
    sqs: z.optional(z.strictObject({ url: Url, authentication: z.optional(Authentication) })),
    rabbitmq: z.optional(Rabbitmq),
    redis: z.optional(Redis),
    perReplica: z.optional(PositiveAmount),
    acceptableLatency: z.optional(PositiveDuration),
    workTime: z.optional(PositiveDuration),
    inFlight: z.optional(z.boolean()),
    activation: anyActivation,
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
    ...(['perReplica', 'activation'] as const).map(key =>
      z.refine<{ readonly [K in 'perReplica' | 'activation']?: number | undefined } & { readonly rabbitmq?: unknown }>(
        queue => queue.rabbitmq !== undefined || Number.isInteger(queue[key] ?? 0),
        { error: 'expected a whole number, except for RabbitMQ', path: [key] },
      ),
    ),
    z.refine(queue => queue.redis === undefined || queue.inFlight === undefined, {
      error: 'expected inFlight only beside sqs and rabbitmq',
      params: { help: 'Redis no longer counts what a replica has taken.' },
      path: ['inFlight'],
    }),
    z.refine(queue => [queue.sqs, queue.rabbitmq, queue.redis].filter(kind => kind !== undefined).length === 1, {
      error: 'expected exactly one of sqs, rabbitmq and redis',
      params: { help: 'Keep the queue that the work waits in.' },
    }),
  );

export const Signals = z.strictObject({
  cpu: z.optional(Utilisation),
  memory: z.optional(Utilisation),
  kafkaLag: z.optional(KafkaLag),
  queueBacklog: z.optional(QueueBacklog),
  requestQueue: z.optional(RequestQueue),
  requests: z.optional(Requests),
  latency: z.optional(Latency),
  custom: z.optional(z.record(Name, Custom)),
} satisfies Readonly<Record<SignalKind, z.ZodMiniType>>);

/** What may be named as the signal that wakes a pool. */
export const WakingSignal = z.union([
  z.enum(SIGNAL_NAMES.filter(name => SIGNAL_FACTS[name].wakes)),
  z.templateLiteral(['custom.', Name]),
]);

export const Wake = z
  .strictObject({
    signal: z.optional(WakingSignal),
    source: z.optional(Source),
    activation: z.optional(z.number().check(z.minimum(0))),
    holdsRequests: z.optional(z.boolean()),
    retryBudget: z.optional(Duration),
  })
  .check(
    z.refine(wake => wake.signal === undefined || wake.source === undefined, {
      error: 'expected signal or source, not both',
      params: { help: 'Keep the one that sees work while the pool is at zero.' },
    }),
  );
