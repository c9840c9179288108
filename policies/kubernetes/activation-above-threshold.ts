import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { activationPath } from '#model/plan.ts';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'activation-above-threshold',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'The activation of a signal must not be above its target per replica.',
  why: oneLine(
    'KEDA and the watcher on ECS check the activation before they scale. Between the target and the activation, work',
    'for several replicas leaves the pool at zero',
  ),
  source: oneLine(
    'Semantics 17; KEDA, "Scaling deployments": activation has priority, so a threshold of 10, an activation of 50 and',
    'a value of 40 give no replicas; the watcher on ECS compares in the same way',
  ),
  messages: {
    above: {
      text: oneLine(
        'pool "{pool}" wakes only above {activation}, but one replica handles {perReplica}: at a {from} of',
        '{activation} it needs {wanted} replicas and has none',
      ),
      help: 'Lower `activation` to {perReplica} or less, or remove it, so that any work wakes the pool',
    },
  },
  pool(plan, { report }) {
    const { pool, signals, wakeSources } = plan;
    if (!plan.mayBeAtZero) return;
    for (const planned of signals) {
      const { name, signal } = planned;
      // Growth alone has no threshold.
      if (
        !('activation' in signal) ||
        ('absolute' in signal && !signal.absolute) ||
        !wakeSources.some(({ from }) => from === name)
      )
        continue;
      const { activation, perReplica } = signal;
      if (perReplica === undefined || activation.plain <= perReplica.plain) continue;
      report('above', {
        at: activation.origin,
        path: ['pools', pool.key, ...activationPath(planned)],
        data: {
          pool: pool.key,
          from: name,
          activation: activation.plain,
          perReplica: perReplica.plain,
          wanted: Math.min(pool.replicas.max.plain, Math.ceil(activation.plain / perReplica.plain)),
        },
        related: [{ message: 'the target per replica', at: perReplica.origin }],
        fixes: [
          fix(
            `Set \`activation\` to ${String(Math.floor(perReplica.plain))}`,
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
        title: '10 per replica, and an activation of 50',
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
        title: 'an activation of 5',
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
        title: 'a pool that never scales to zero, so its activation is ignored',
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
