import { aws, awsDesiredCount } from '#knowledge/steps.ts';
import { changedOnEcs } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'raised-minimum-applies-late',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'On ECS, a raised minimum must be applied by hand.',
  why: oneLine(
    'Application Auto Scaling applies MinCapacity when it scales, not when it changes. A service below the new minimum',
    'stays there until something scales it out. A Kubernetes pool reaches its new minimum immediately',
  ),
  source: 'Semantics 41; Application Auto Scaling API, RegisterScalableTarget: MinCapacity',
  messages: {
    late: {
      text: oneLine(
        'pool "{pool}" raises its minimum on ECS from {before} to {now}: a service with {before} tasks keeps {before}',
        'until the next scale-out',
      ),
      help: 'Set the desired count once, after the new minimum is registered',
    },
    suspended: {
      text: oneLine(
        'pool "{pool}" holds {now} tasks on ECS, but may still have {before}: while scaling is suspended, nothing',
        'raises the count to {now}',
      ),
      help: 'Set the desired count once, after the change is deployed',
    },
  },
  history(plan, base, { report }) {
    for (const {
      now: { pool },
      ecs,
      ecsBefore,
    } of changedOnEcs(plan, base)) {
      if (ecs.scaling === undefined || ecsBefore.scaling === undefined) continue;
      const [min, before] = [ecs.scaling.min, ecsBefore.scaling.min.plain];
      if (min.plain <= before) continue;
      report(ecs.scaling.suspended.plain ? 'suspended' : 'late', {
        at: min.origin,
        path: ['pools', pool.key, 'replicas', 'min'],
        data: { pool: pool.key, now: min.plain, before },
        steps: [
          aws(
            plan,
            'Deploy the change, and check the desired count',
            'ecs',
            'describe-services',
            '--cluster',
            ecs.cluster.plain,
            '--services',
            ecs.serviceName.plain,
            '--query',
            'services[0].desiredCount',
          ),
          awsDesiredCount(plan, ecs, `If the desired count is below ${String(min.plain)}, raise it`, min.plain),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a minimum that is raised from two to five',
        path: 'pools.api.replicas.min',
        message: 'late',
        targets: 'ecs',
        before: `pools:
  api:
    kind: always-on
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    replicas: { min: 5, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a higher count in stage observe',
        path: 'pools.api.replicas.min',
        message: 'suspended',
        targets: 'ecs',
        before: `pools:
  api:
    kind: always-on
    stage: observe
    replicas: { min: 2, max: 10, fixed: 3 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    stage: observe
    replicas: { min: 2, max: 10, fixed: 6 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'the same on Kubernetes, where an HPA enforces its bounds immediately',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    replicas: { min: 5, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a lower minimum, and a higher maximum',
        targets: 'ecs',
        before: `pools:
  api:
    kind: always-on
    replicas: { min: 5, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    replicas: { min: 2, max: 20 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
