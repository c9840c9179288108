import type { KafkaLagSignal } from '#model/signals.ts';
import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { valuesOf } from '#model/container.ts';
import { oneLine } from '#model/one-line.ts';
import { fix, insertBeside, replaceValue } from '#edits';

type Begin = 'earliest' | 'latest';

export default definePolicy({
  id: 'offset-reset-mismatch',
  group: 'kafka',
  severity: 'warning',
  level: 'recommended',
  summary: 'The scaler must count a partition without a committed offset from where its consumer starts.',
  why: oneLine(
    'By default KEDA counts such a partition as one message. A consumer that starts at the earliest message must read',
    'the whole log, so a new topic with a million messages adds no replica',
  ),
  source:
    'Semantics 23; KEDA `kafka_scaler.go`: offsetResetPolicy defaults to latest; pipestream.md: offset reset earliest',
  messages: {
    undercounted: {
      text: oneLine(
        'pool "{pool}" starts a topic at the earliest message ({known}), but its scaler counts a partition without a',
        'committed offset as 1 message',
      ),
      help: 'Set `offsetReset: earliest` in `signals.kafkaLag`',
    },
    overcounted: {
      text: oneLine(
        'pool "{pool}" starts a topic at the latest message ({known}), but its scaler counts the whole log of a',
        'partition without a committed offset',
      ),
      help: 'Set `offsetReset: latest` in `signals.kafkaLag`, or let the consumer start at the earliest message',
    },
  },
  pool(plan, { plan: whole, report }) {
    const { pool } = plan;
    const signal = pool.signals.kafkaLag;
    const begin = consumerBegin(whole, plan);
    if (signal === undefined || begin === undefined || !asksBrokers(plan)) return;
    const counts: Begin = signal.offsetReset?.plain ?? 'latest';
    if (counts === begin.plain) return;
    report(begin.plain === 'earliest' ? 'undercounted' : 'overcounted', {
      at: signal.offsetReset?.origin ?? signal.at,
      path: ['pools', pool.key, 'signals', 'kafkaLag', ...(signal.offsetReset === undefined ? [] : ['offsetReset'])],
      data: { pool: pool.key, known: begin.known },
      related:
        begin.at === undefined
          ? []
          : [{ message: `the consumer starts at the ${begin.plain} message`, at: begin.at.origin }],
      fixes: [countFrom(signal, begin.plain)],
    });
  },
  examples: () => ({
    bad: [
      {
        title: "Pipestream's engine with lag alone, whose sidecar starts at the earliest message",
        path: 'pools.engine.signals.kafkaLag',
        message: 'undercounted',
        targets: 'kubernetes',
        yaml: `preset: pipestream
pools:
  engine:
    kind: always-on
    targets: [kubernetes]
    replicas: { max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag: { perReplica: 1000, consumerGroup: pipestream-sidecar, topics: 20, leases: { perReplica: 10, handBack: true } }
`,
      },
      {
        title: 'a consumer that starts at the earliest message, and a scaler that does not',
        path: 'pools.worker.signals.kafkaLag',
        message: 'undercounted',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: { max: 10 }
    containers:
      worker:
        image: registry.example.com/worker:1.0.0
        cpu: 1
        memory: 1Gi
        env: { SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET: earliest }
    signals:
      kafkaLag:
        perReplica: 500
        topics: [work]
        partitions: 12
`,
      },
      {
        title: 'a consumer that starts at the latest message, and a scaler that does not',
        path: 'pools.worker.signals.kafkaLag.offsetReset',
        message: 'overcounted',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: { max: 10 }
    containers:
      worker:
        image: registry.example.com/worker:1.0.0
        cpu: 1
        memory: 1Gi
        env: { SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET: latest }
    signals: { kafkaLag: { perReplica: 500, topics: [work], partitions: 12, offsetReset: earliest } }
`,
      },
    ],
    good: [
      {
        title: 'a consumer and a scaler that both start at the earliest message',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: { max: 10 }
    containers:
      worker:
        image: registry.example.com/worker:1.0.0
        cpu: 1
        memory: 1Gi
        env: { SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET: earliest }
    signals: { kafkaLag: { perReplica: 500, topics: [work], partitions: 12, offsetReset: earliest } }
`,
      },
      {
        title: 'a consumer whose starting point is unknown',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 500, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});

/** Where the consumer starts; undefined if neither the file nor the preset says so. */
function consumerBegin(
  { system }: Plan,
  { pool }: PoolPlan,
): { readonly plain: Begin; readonly known: string; readonly at: Sourced<string> | undefined } | undefined {
  const settings = pool.containers
    .flatMap(({ environment }) => valuesOf(environment))
    .filter(({ key }) => /(?:^|[_.])AUTO[_.]OFFSET[_.]RESET$/i.test(key.plain));
  for (const { key, value } of settings) {
    const plain = value.plain.trim().toLowerCase();
    if (plain === 'earliest' || plain === 'latest') return { plain, known: `set by ${key.plain}`, at: value };
  }
  return system.preset === undefined
    ? undefined
    : { plain: 'earliest', known: "the default of Pipestream's sidecar", at: undefined };
}

/** A lag that is read as a metric is counted by its exporter, which the setting does not affect. */
function asksBrokers({ on: { kubernetes } }: PoolPlan): boolean {
  const autoscaler = kubernetes?.autoscaler;
  return autoscaler?.kind === 'scaled-object' && autoscaler.triggers.some(({ scaler }) => scaler === 'kafka');
}

/** Safe: the setting states a fact about the consumer. */
function countFrom({ offsetReset, perReplica, consumerGroup }: KafkaLagSignal, begin: Begin) {
  const title = `Set \`offsetReset: ${begin}\`, as in the consumer`;
  if (offsetReset !== undefined) return fix(title, 'safe', replaceValue(offsetReset, begin));
  return (
    fix(title, 'safe', insertBeside(perReplica, 'offsetReset', begin)) ??
    fix(title, 'safe', insertBeside(consumerGroup, 'offsetReset', begin))
  );
}
