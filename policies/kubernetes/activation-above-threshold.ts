import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'activation-above-threshold',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'What wakes a pool is no more than what one replica is for.',
  why: 'Activation is asked before scaling: between the two, work that is enough for several replicas leaves the pool at zero',
  source:
    'Semantics 17; KEDA, "Scaling deployments": activation has priority, with a threshold of 10, an activation of 50 and a value of 40 there are no replicas; the watcher on ECS compares the same way',
  messages: {
    above: {
      text: 'pool "{pool}" wakes above {activation}, and one replica is for {perReplica}: at a {from} of {activation} it wants {wanted} replicas and has none',
      help: 'Lower activation to {perReplica} or less; without it any work wakes the pool',
    },
  },
  pool(plan, { report }) {
    const { pool, signals, wakeSources } = plan;
    if (!plan.mayBeAtZero) return;
    for (const { name, signal } of signals) {
      // Growth alone has no threshold of its own.
      if (
        !('activation' in signal) ||
        ('absolute' in signal && !signal.absolute) ||
        !wakeSources.some(({ from }) => from === name)
      )
        continue;
      const { activation, perReplica } = signal;
      if (activation.plain <= perReplica.plain) continue;
      report('above', {
        at: activation.origin,
        path: ['pools', pool.key, 'signals', name, 'activation'],
        data: {
          pool: pool.key,
          from: name,
          activation: activation.plain,
          perReplica: perReplica.plain,
          wanted: Math.min(pool.replicas.max.plain, Math.ceil(activation.plain / perReplica.plain)),
        },
        related: [{ message: 'what one replica is for', at: perReplica.origin }],
        fixes: [
          fix(
            'Wake at what one replica is for',
            'unsafe',
            replaceValue(activation, String(Math.floor(perReplica.plain))),
          ),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'ten a replica, and awake above fifty',
        path: 'pools.worker.signals.kafkaLag.activation',
        message: 'above',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 8 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 10, activation: 50, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'awake above five',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 8 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 10, activation: 5, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
      {
        title: 'a pool that is never at zero, whose activation is ignored',
        targets: 'kubernetes',
        yaml: `lint: { rules: { signal-without-effect: off } }
pools:
  worker:
    kind: always-on
    replicas: { min: 1, max: 8 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 10, activation: 50, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});
