import type { Container } from '#model/container.ts';
import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Pool } from '#model/pool.ts';
import { queueUrl } from '#model/queues.ts';
import type { Step } from '#model/diagnostic.ts';
import { applicationOf, aws, awsDesiredCount, kubectl, step } from '#knowledge/steps.ts';
import { definePolicy } from '#policy';
import { fix, insertBeside, replaceValue } from '#edits';
import { poolsBy } from '#knowledge/history.ts';

export default definePolicy({
  id: 'pool-renamed',
  group: 'history',
  severity: 'error',
  level: 'recommended',
  summary: 'What a pool is called on the platforms does not change.',
  why: 'A new name is a new workload: the old one is pruned, or loses its Service and its autoscaler, before the new one is there; the key of a pool may change without that, since it has a name of its own',
  source:
    'Semantics 67; Argo CD prunes what git no longer has; CloudFormation, "Update behaviors of stack resources": a changed name is a replacement',
  messages: {
    name: {
      text: 'pool "{pool}" is emitted as "{now}", and was as "{before}": what runs under the old name is replaced and not renamed',
      help: 'Write name: {before}, or run both pools side by side until the new one serves',
    },
    key: {
      text: 'pool "{pool}" looks like what was the pool "{old}", and is emitted as "{now}" instead of "{before}": what runs under the old name is replaced and not renamed',
      help: 'Write name: {before} beside the new key, or run both pools side by side until the new one serves',
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
            `Keep the name ${old}`,
            'unsafe',
            nameWritten(pool) ? replaceValue(pool.name, scalar(old)) : insertBeside(pool.kind, 'name', scalar(old)),
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
        title: 'another name under the same key',
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
        title: 'another key, which is the name where none is written',
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
        title: 'another key with the name of before',
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
        title: 'one pool goes, and another one that does something else comes',
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
        title: 'a second pool of the same image beside the first, which stays',
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
 * A name that is gone is followed by its key, or else by the one new pool that runs the same; a workload of others is
 * theirs to name.
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

/** What a pool runs and reads, whatever its version. */
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

/** Without a name of its own a pool is called by its key, and the place of the name is that of the key. */
const nameWritten = (pool: Pool) => pool.name.origin !== pool.at;

/** Of the labels of RFC 1123 only those without a dash might be something else than text in YAML. */
const scalar = (name: string) => (/^[a-z].*-/.test(name) ? name : JSON.stringify(name));

function stepsFor(plan: Plan, now: PoolPlan, before: PoolPlan): readonly Step[] {
  const [name, old] = [now.pool.name.plain, before.pool.name.plain];
  const alwaysOn = before.pool.kind.plain === 'always-on';
  const {
    on: { ecs },
  } = now;
  return [
    step(
      `To call it "${name}" all the same, leave pool "${before.pool.key}" as it was, add the new one beside it and merge`,
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
    step(`Take pool "${before.pool.key}" out in a change of its own, once nothing calls it`),
    ...(before.on.kubernetes !== undefined && alwaysOn ? pruned(plan, old) : []),
    ...(before.on.ecs !== undefined && alwaysOn
      ? [
          awsDesiredCount(plan, before.on.ecs, `Stop the service "${old}", which the stack kept`, 0),
          aws(plan, 'Delete it', 'ecs', 'delete-service', '--cluster', before.on.ecs.cluster.plain, '--service', old),
        ]
      : []),
  ];
}

/** The Deployment of an always-on pool is not pruned unasked. */
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
