import type { Plan, PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { TARGET_NAMES } from '#model/targets.ts';
import { oneLine } from '#model/one-line.ts';
import { fix, insertBeside } from '#edits';

export default definePolicy({
  id: 'group-scaled-twice',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that scales on a consumer group and runs on both platforms must name them in `targets`.',
  why: oneLine(
    'Each platform sees the lag of the whole consumer group and scales for all of it. Together they run up to twice',
    'the consumers that it needs',
  ),
  source: 'Semantics 62',
  messages: {
    twice: {
      text: oneLine(
        'pool "{pool}" scales on consumer group "{group}" on Kubernetes and on ECS, each for the whole lag: up to',
        '{both} replicas consume it ({max} on each)',
      ),
      help: oneLine(
        'Set `targets: [kubernetes]` or `targets: [ecs]`; to run on both, set `targets: [kubernetes, ecs]` and halve',
        '`replicas.max`',
      ),
    },
  },
  pool(plan, { plan: { system }, report }) {
    const { pool, bounds } = plan;
    const group = pool.signals.kafkaLag?.consumerGroup;
    if (
      group === undefined ||
      namesItsPlatform(plan, system) ||
      !scalesByLagOnKubernetes(plan) ||
      !scalesByLagOnEcs(plan)
    )
      return;
    report('twice', {
      at: pool.at,
      path: ['pools', pool.key, 'targets'],
      data: { pool: pool.key, group: group.plain, max: bounds.max.plain, both: 2 * bounds.max.plain },
      related: [{ message: 'the consumer group', at: group.origin }],
      fixes: TARGET_NAMES.map(target =>
        fix(`Set \`targets: [${target}]\``, 'unsafe', insertBeside(pool.kind, 'targets', `[${target}]`)),
      ),
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'both platforms of the system, and one consumer group',
        path: 'pools.worker.targets',
        message: 'twice',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'a pool that names its platform',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [ecs]
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, partitions: 12 } }
`,
      },
      {
        title: 'a pool that names both, with half of the replicas on each',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..6
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, partitions: 12 } }
`,
      },
    ],
  }),
});

/** The targets of a pool that names none are the system's, with their place in the file. */
function namesItsPlatform({ pool }: PoolPlan, { targets: { kubernetes, ecs } }: Plan['system']): boolean {
  return !pool.targets.some(({ origin }) => origin === kubernetes?.at || origin === ecs?.at);
}

function scalesByLagOnKubernetes({ on: { kubernetes }, hold }: PoolPlan): boolean {
  const autoscaler = kubernetes?.autoscaler;
  return (
    hold === undefined &&
    autoscaler?.kind === 'scaled-object' &&
    autoscaler.triggers.some(trigger => trigger.for === 'kafkaLag')
  );
}

function scalesByLagOnEcs({ on: { ecs } }: PoolPlan): boolean {
  return ecs?.scaling?.policies.some(({ key }) => key === 'lag' || key === 'lag-out') ?? false;
}
