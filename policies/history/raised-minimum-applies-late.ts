import { aws, awsDesiredCount } from '#knowledge/steps.ts';
import { changedOnEcs } from '#knowledge/history.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'raised-minimum-applies-late',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'On ECS a minimum that is raised is brought about by hand.',
  why: 'Application Auto Scaling looks at MinCapacity when it scales and not when it is changed: a service below the new minimum stays there until something scales it out, and a Kubernetes pool beside it does not',
  source: 'Semantics 41; Application Auto Scaling API, RegisterScalableTarget: MinCapacity',
  messages: {
    late: {
      text: 'pool "{pool}" has a minimum of {now} on ECS, and had {before}: {before} tasks stay {before} until the next scale-out',
      help: 'Set the desired count once, after the new minimum is registered',
    },
    suspended: {
      text: 'pool "{pool}" holds {now} on ECS, and might have {before} before: while scaling is suspended nothing brings it to {now}',
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
            'Deploy the change, and see how many tasks are wanted',
            'ecs',
            'describe-services',
            '--cluster',
            ecs.cluster.plain,
            '--services',
            ecs.serviceName.plain,
            '--query',
            'services[0].desiredCount',
          ),
          awsDesiredCount(plan, ecs, `Where it is less than ${String(min.plain)}, say so to ECS`, min.plain),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'from two to five',
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
        title: 'a higher count on the rung that only observes',
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
        title: 'the same on Kubernetes, where an HPA enforces its bounds at once',
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
        title: 'a minimum that is lowered, and a higher maximum',
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
