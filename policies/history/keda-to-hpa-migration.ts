import { changedOnKubernetes, workloadOf } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { holdSync, kubectl, releaseSync } from '#knowledge/steps.ts';

export default definePolicy({
  id: 'keda-to-hpa-migration',
  group: 'history',
  severity: 'error',
  level: 'recommended',
  summary: 'Moving from KEDA back to an HPA must be done in ordered steps.',
  why: oneLine(
    "KEDA's HPA has the same name as the new one and belongs to the ScaledObject. When the ScaledObject is pruned,",
    'garbage collection deletes the HPA too, even the new one. The pool then has no autoscaler until something applies',
    'it again',
  ),
  source:
    'Semantics 15; Kubernetes, "Use Cascading Deletion", orphan; KEDA hpa.go sets the controller reference; keda #6250',
  messages: {
    back: {
      text: oneLine(
        'pool "{pool}" moves from KEDA back to an HPA: pruning the ScaledObject "{scaledObject}" deletes the HPA',
        '"{hpa}" that it owns',
      ),
      help: oneLine(
        'Keep a signal or a schedule that needs KEDA, or orphan the HPA before you apply this change and suppress this',
        'finding in it',
      ),
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
            'Delete the ScaledObject and keep its HPA',
            'delete',
            `scaledobject/${scaledObject}`,
            '--cascade=orphan',
          ),
          kubectl(
            plan,
            'Check that the HPA exists and has no owner: this prints only its name',
            'get',
            `hpa/${hpa}`,
            '-o',
            'jsonpath={.metadata.name}{.metadata.ownerReferences}',
          ),
          ...releaseSync(plan),
          kubectl(plan, 'Check that the HPA has the new bounds and metrics', 'get', `hpa/${hpa}`),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'lag is removed, and CPU remains',
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
        title: 'lag is removed, and a schedule keeps the pool on KEDA',
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
        title: 'a pool that has an HPA before and after',
        targets: 'kubernetes',
        before: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 60% }
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
