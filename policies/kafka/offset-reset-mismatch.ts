import type { KafkaLagSignal } from '#model/signals.ts';
import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { fix, insertBeside, replaceValue } from '#edits';

type Begin = 'earliest' | 'latest';

export default definePolicy({
  id: 'offset-reset-mismatch',
  group: 'kafka',
  severity: 'warning',
  level: 'recommended',
  summary: 'The scaler counts a partition without a committed offset as its consumer begins it.',
  why: 'By default KEDA counts such a partition as one message; a consumer that begins at the earliest has its whole log to read, and a new topic of a million messages adds no replica',
  source:
    'Semantics 23; KEDA `kafka_scaler.go`: offsetResetPolicy is latest unless it is written; pipestream.md: offset reset earliest',
  messages: {
    undercounted: {
      text: 'pool "{pool}" begins a topic at the earliest message ({known}), and its scaler counts a partition without a committed offset as 1 message, whatever is in it',
      help: 'Write offsetReset: earliest in signals.kafkaLag',
    },
    overcounted: {
      text: 'pool "{pool}" begins a topic at the latest message ({known}), and its scaler counts the whole log of a partition without a committed offset',
      help: 'Write offsetReset: latest in signals.kafkaLag, or set the consumer to earliest',
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
        begin.at === undefined ? [] : [{ message: `the consumer begins at the ${begin.plain}`, at: begin.at.origin }],
      fixes: [mend(signal, begin.plain)],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'the engine of Pipestream, whose sidecar begins at the earliest',
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
      cpu: { target: 70%, for: 5m }
      kafkaLag: { perReplica: 1000, consumerGroup: pipestream-sidecar, topics: 20, leases: { perReplica: 10, handBack: true } }
`,
      },
      {
        title: 'a consumer that is set to begin at the earliest, and a scaler that is not',
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
        title: 'the other way round',
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
        title: 'both begin at the earliest',
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
        title: 'a consumer of which nothing is known',
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

/** Where the consumer begins, as far as the file or the preset says. */
function consumerBegin(
  { system }: Plan,
  { pool }: PoolPlan,
): { readonly plain: Begin; readonly known: string; readonly at: Sourced<string> | undefined } | undefined {
  const settings = pool.containers
    .flatMap(({ environment }) => environment)
    .filter(({ key }) => /(?:^|[_.])AUTO[_.]OFFSET[_.]RESET$/i.test(key.plain));
  for (const { key, value } of settings) {
    const plain = value.plain.trim().toLowerCase();
    if (plain === 'earliest' || plain === 'latest') return { plain, known: `${key.plain} says so`, at: value };
  }
  return system.preset === undefined
    ? undefined
    : { plain: 'earliest', known: "as Pipestream's sidecar does", at: undefined };
}

/** A lag that is read as a metric was counted by its exporter, which the setting does not reach. */
function asksBrokers({ on: { kubernetes } }: PoolPlan): boolean {
  const autoscaler = kubernetes?.autoscaler;
  return autoscaler?.kind === 'scaled-object' && autoscaler.triggers.some(({ scaler }) => scaler === 'kafka');
}

/** Safe: the setting states what is so. */
function mend({ offsetReset, perReplica, consumerGroup }: KafkaLagSignal, begin: Begin) {
  const title = `Count as the consumer begins: offsetReset: ${begin}`;
  if (offsetReset !== undefined) return fix(title, 'safe', replaceValue(offsetReset, begin));
  return (
    fix(title, 'safe', insertBeside(perReplica, 'offsetReset', begin)) ??
    fix(title, 'safe', insertBeside(consumerGroup, 'offsetReset', begin))
  );
}
