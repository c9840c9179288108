import { changedOnKubernetes, workloadOf } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { kubectl, step } from '#knowledge/steps.ts';

export default definePolicy({
  id: 'hpa-to-keda-migration',
  group: 'history',
  severity: 'information',
  level: 'recommended',
  summary: 'A pool that moves from an HPA to KEDA is looked at while KEDA takes the HPA over.',
  why: 'KEDA takes over the HPA of the same name, as the ScaledObject asks it to; while it does, a count may stand still for half a minute, and an HPA that is called otherwise makes KEDA refuse',
  source: 'Semantics 15; KEDA, "Transferring ownership of an existing HPA" and scaledobject_webhook.go; keda #6597',
  messages: {
    moves: {
      text: 'pool "{pool}" moves from an HPA to KEDA in place: the ScaledObject takes over the HPA "{hpa}"',
      help: 'Merge while nobody waits for the pool to grow, and look at it afterwards',
    },
  },
  history(plan, base, { report }) {
    for (const { now, autoscaler, autoscalerBefore } of changedOnKubernetes(plan, base)) {
      if (autoscalerBefore.kind !== 'hpa' || autoscaler.kind !== 'scaled-object') continue;
      const { pool } = now;
      const event = now.signals.find(({ name }) => name !== 'cpu' && name !== 'memory');
      const hpa = `hpa/${workloadOf(now)}`;
      report('moves', {
        at: event?.signal.at ?? pool.schedule?.at ?? pool.wake?.at ?? pool.replicas.min.origin,
        path: ['pools', pool.key],
        data: { pool: pool.key, hpa: workloadOf(now) },
        steps: [
          kubectl(
            plan,
            'See before the merge that no other HPA scales the workload: KEDA refuses to share it',
            'get',
            'hpa',
          ),
          step('Merge the change; nothing is to be deleted by hand'),
          kubectl(
            plan,
            'Wait until KEDA is ready',
            'wait',
            '--for=condition=Ready',
            '--timeout=5m',
            `scaledobject/${pool.name.plain}`,
          ),
          kubectl(
            plan,
            'See that the HPA belongs to the ScaledObject',
            'get',
            hpa,
            '-o',
            'jsonpath={.metadata.ownerReferences[0].kind}',
          ),
          kubectl(
            plan,
            'If it still has the bounds and metrics of before, delete it: KEDA makes it anew, and the count stays',
            'delete',
            hpa,
          ),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'lag beside CPU',
        path: 'pools.worker',
        message: 'moves',
        targets: 'kubernetes',
        before: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 12 }
`,
      },
    ],
    good: [
      {
        title: 'memory beside CPU, which an HPA does too',
        targets: 'kubernetes',
        before: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70%, memory: 80% }
`,
      },
    ],
  }),
});
