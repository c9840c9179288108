import { changedOnKubernetes, workloadOf } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { holdSync, kubectl, releaseSync } from '#knowledge/steps.ts';

export default definePolicy({
  id: 'keda-to-hpa-migration',
  group: 'history',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool does not go back from KEDA to an HPA in one step.',
  why: "KEDA's HPA has the name of the new one and belongs to the ScaledObject: when that is pruned, garbage collection takes the HPA along, the new one included, and the pool has no autoscaler until something applies it again",
  source:
    'Semantics 15; Kubernetes, "Use Cascading Deletion", orphan; KEDA hpa.go sets the controller reference; keda #6250',
  messages: {
    back: {
      text: 'pool "{pool}" goes back from KEDA to an HPA, and pruning the ScaledObject "{scaledObject}" deletes the HPA "{hpa}" that it owns',
      help: 'Keep a signal or a schedule that KEDA serves, or orphan the HPA before this is applied, and suppress this finding in the change that does',
    },
  },
  history(plan, base, { report }) {
    for (const { now, before, autoscaler, autoscalerBefore } of changedOnKubernetes(plan, base)) {
      if (autoscalerBefore.kind !== 'scaled-object' || autoscaler.kind !== 'hpa') continue;
      const { pool } = now;
      const scaledObject = before.pool.name.plain;
      const hpa = workloadOf(now);
      report('back', {
        at: now.signals[0]?.signal.at ?? pool.at,
        path: ['pools', pool.key, 'signals'],
        data: { pool: pool.key, scaledObject, hpa },
        steps: [
          ...holdSync(plan),
          kubectl(
            plan,
            'Delete the ScaledObject and leave its HPA',
            'delete',
            `scaledobject/${scaledObject}`,
            '--cascade=orphan',
          ),
          kubectl(
            plan,
            'See that the HPA is there and belongs to nobody: this prints its name alone',
            'get',
            `hpa/${hpa}`,
            '-o',
            'jsonpath={.metadata.name}{.metadata.ownerReferences}',
          ),
          ...releaseSync(plan),
          kubectl(plan, 'See that the HPA has the new bounds and metrics', 'get', `hpa/${hpa}`),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'lag is left out, and CPU remains',
        path: 'pools.worker.signals',
        message: 'back',
        targets: 'kubernetes',
        before: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 12 }
`,
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'lag is left out, and a schedule keeps the pool with KEDA',
        targets: 'kubernetes',
        before: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 12 }
`,
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    schedule: { timezone: Europe/Berlin, windows: [{ from: "06:00", to: "20:00", min: 5 }] }
`,
      },
      {
        title: 'a pool that is an HPA in both',
        targets: 'kubernetes',
        before: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 60%, memory: 80% }
`,
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
