import type { Container } from '#model/container.ts';
import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Pool } from '#model/pool.ts';
import { queueUrl } from '#model/queues.ts';
import type { Step } from '#model/diagnostic.ts';
import { applicationOf, aws, awsDesiredCount, kubectl, step } from '#knowledge/steps.ts';
import { yamlText } from '#model/yaml-scalar.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, insertBeside, replaceValue } from '#edits';
import { poolsBy } from '#knowledge/history.ts';

export default definePolicy({
  id: 'pool-renamed',
  group: 'history',
  severity: 'error',
  level: 'recommended',
  summary: 'The name of a pool on the platforms must not change.',
  why: oneLine(
    'A new name creates a new workload. The old one is pruned, or loses its Service and its autoscaler, before the new',
    'one exists. The key of a pool may change safely if `name` stays the same',
  ),
  source: oneLine(
    'Semantics 67; Argo CD prunes what git no longer has; CloudFormation, "Update behaviors of stack resources": a',
    'changed name is a replacement',
  ),
  messages: {
    name: {
      text: oneLine(
        'pool "{pool}" was generated as "{before}" and is now generated as "{now}": the running workload is replaced,',
        'not renamed',
      ),
      help: 'Set `name` to {before}, or run both pools side by side until the new one serves',
    },
    key: {
      text: oneLine(
        'pool "{pool}" looks like the former pool "{old}", but is generated as "{now}" instead of "{before}": the',
        'running workload is replaced, not renamed',
      ),
      help: 'Set `name` to {before} under the new key, or run both pools side by side until the new one serves',
    },
  },
  history(plan, base, { report }) {
    for (const { now, before } of renamedPools(plan, base)) {
      const { pool } = now;
      const old = before.pool.name.plain;
      const place = {
        at: pool.name.origin,
        path: ['pools', pool.key, 'name'],
        fixes: [
          fix(
            `Set \`name\` to ${old}`,
            'unsafe',
            nameWritten(pool) ? replaceValue(pool.name, old) : insertBeside(pool.kind, 'name', yamlText(old)),
          ),
        ],
        steps: stepsFor(plan, now, before),
      };
      const data = { pool: pool.key, now: pool.name.plain, before: old };
      if (pool.key === before.pool.key) report('name', { ...place, data });
      else report('key', { ...place, data: { ...data, old: before.pool.key } });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a new name under the same key',
        path: 'pools.api.name',
        message: 'name',
        before: `pools:
  api:
    name: public-api
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    name: edge-api
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a new key, which is the name if none is set',
        path: 'pools.edge-api.name',
        message: 'key',
        before: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  edge-api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.1.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a new key with the old name',
        before: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  edge-api:
    name: api
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'one pool is removed, and another one with another purpose is added',
        before: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  reports:
    kind: always-on
    replicas: 2..10
    containers: { reports: { image: "registry.example.com/reports:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a second pool with the same image next to the first',
        before: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
  edge-api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

interface RenamedPool {
  readonly now: PoolPlan;
  readonly before: PoolPlan;
}

/**
 * Follows a name that is gone by its key, or else by the only new pool that runs the same. The owner of an existing
 * workload chooses its name, so those are left out.
 */
function renamedPools(plan: Plan, base: Plan): readonly RenamedPool[] {
  const gone = newIn(base, plan);
  const come = newIn(plan, base);
  const keys = new Map(plan.pools.map(now => [now.pool.key, now]));
  const keysBefore = new Set(base.pools.map(({ pool }) => pool.key));
  const running = poolsBy(
    come.filter(({ pool }) => !keysBefore.has(pool.key)),
    ({ pool }) => runs(pool),
  );
  return gone.flatMap((before): readonly RenamedPool[] => {
    const sameKey = keys.get(before.pool.key);
    if (sameKey !== undefined) return come.includes(sameKey) ? [{ now: sameKey, before }] : [];
    const [now, ...others] = running.get(runs(before.pool)) ?? [];
    return now === undefined || others.length > 0 ? [] : [{ now, before }];
  });
}

function newIn({ pools }: Plan, other: Plan): readonly PoolPlan[] {
  const names = new Set(other.pools.map(({ pool }) => pool.name.plain));
  return pools.filter(({ pool }) => pool.existing === undefined && !names.has(pool.name.plain));
}

/** What a pool runs and reads, without versions. */
function runs({ kind, containers, signals }: Pool): string {
  return JSON.stringify([
    kind.plain,
    containers.map(container => [container.name.plain, repositoryOf(container)]),
    signals.kafkaLag?.consumerGroup.plain ?? '',
    signals.queueBacklog === undefined ? '' : queueUrl(signals.queueBacklog.queue).plain,
  ]);
}

function repositoryOf({ image }: Container): string {
  return image.kind === 'parameter'
    ? image.name.plain
    : image.reference.plain.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

/** A pool without a name is named by its key, and the place of the name is that of the key. */
const nameWritten = (pool: Pool) => pool.name.origin !== pool.at;

function stepsFor(plan: Plan, now: PoolPlan, before: PoolPlan): readonly Step[] {
  const [name, old] = [now.pool.name.plain, before.pool.name.plain];
  const alwaysOn = before.pool.kind.plain === 'always-on';
  const {
    on: { ecs },
  } = now;
  return [
    step(
      `To change the name to "${name}" anyway, keep pool "${before.pool.key}" as it was, add the new pool and merge`,
    ),
    ...(now.on.kubernetes === undefined
      ? []
      : [kubectl(plan, `Wait until "${name}" runs`, 'rollout', 'status', `deployment/${name}`)]),
    ...(ecs === undefined
      ? []
      : [
          aws(
            plan,
            `Wait until the service "${name}" is stable`,
            'ecs',
            'wait',
            'services-stable',
            '--cluster',
            ecs.cluster.plain,
            '--services',
            name,
          ),
        ]),
    step(`Remove pool "${before.pool.key}" in a separate change, when nothing calls it any more`),
    ...(before.on.kubernetes !== undefined && alwaysOn ? pruned(plan, old) : []),
    ...(before.on.ecs !== undefined && alwaysOn
      ? [
          awsDesiredCount(plan, before.on.ecs, `Stop the service "${old}", which the stack retained`, 0),
          aws(
            plan,
            'Delete the stopped service',
            'ecs',
            'delete-service',
            '--cluster',
            before.on.ecs.cluster.plain,
            '--service',
            old,
          ),
        ]
      : []),
  ];
}

/** The Deployment of an always-on pool is not pruned automatically. */
function pruned(plan: Plan, old: string): readonly Step[] {
  if (plan.system.targets.kubernetes?.gitops?.tool.plain === 'argocd')
    return [
      step(
        `Confirm that Argo CD may prune the Deployment "${old}"`,
        'argocd',
        'app',
        'confirm-deletion',
        applicationOf(plan),
      ),
    ];
  return [kubectl(plan, `Delete the Deployment "${old}", which is not pruned`, 'delete', `deployment/${old}`)];
}
