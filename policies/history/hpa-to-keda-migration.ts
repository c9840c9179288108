import { changedOnKubernetes, workloadOf } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { kubectl, step } from '#knowledge/steps.ts';

export default definePolicy({
  id: 'hpa-to-keda-migration',
  group: 'history',
  severity: 'information',
  level: 'recommended',
  summary: 'A move from an HPA to KEDA must be checked while KEDA takes over the HPA.',
  why: oneLine(
    'KEDA takes over the HPA with the same name, because the ScaledObject asks for it. During that time the replica',
    'count may not change for 30 seconds, and KEDA rejects the ScaledObject if the HPA has another name',
  ),
  source: 'Semantics 15; KEDA, "Transferring ownership of an existing HPA" and scaledobject_webhook.go; keda #6597',
  messages: {
    moves: {
      text: 'pool "{pool}" moves from an HPA to KEDA in place: the ScaledObject takes over the HPA "{hpa}"',
      help: 'Merge at a quiet time, and check the pool afterwards',
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
            'Before the merge, check that no other HPA scales the workload: KEDA rejects a second one',
            'get',
            'hpa',
          ),
          step('Merge the change; do not delete anything by hand'),
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
            'Check that the HPA belongs to the ScaledObject',
            'get',
            hpa,
            '-o',
            'jsonpath={.metadata.ownerReferences[0].kind}',
          ),
          kubectl(
            plan,
            'If the HPA still has the old bounds and metrics, delete it: KEDA creates it again, and the count stays',
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
        title: 'lag in addition to CPU',
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
        title: 'another target for CPU, which stays an HPA',
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
    signals: { cpu: 60% }
`,
      },
    ],
  }),
});
