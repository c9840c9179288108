import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import type { Step } from '#model/diagnostic.ts';
import { aws, awsDesiredCount, kubectl, workloadReference } from '#knowledge/steps.ts';
import { changedOnEcs, changedOnKubernetes, changedPools, workloadOf } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

const SCALED = `pools:
  api:
    kind: always-on
    stage: full
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`;

export default definePolicy({
  id: 'count-left-high',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'The replica count must be set by hand when a pool loses its autoscaler.',
  why: oneLine(
    'A removed autoscaler leaves the replica count as it is. The replicas of the last peak keep running, and cost',
    'money, until someone notices them',
  ),
  source: 'copilot-cli #1619; keda #947; Semantics 26a, 40',
  messages: {
    held: {
      text: oneLine(
        'pool "{pool}" moves from stage {from} to observe, where nothing scales it: up to {before} replicas keep',
        'running instead of {count}',
      ),
      help: 'Set the replica count once, after the change is applied',
    },
    left: {
      text: oneLine(
        'pool "{pool}" loses its autoscaler on {target}, but its workload is deployed elsewhere: up to {before}',
        'replicas keep running instead of {count}',
      ),
      help: 'Set the replica count once, after the change is applied',
    },
    raced: {
      text: oneLine(
        'pool "{pool}" becomes fixed at {count} on ECS, but CloudFormation deletes its scaling policies last: until',
        'then they can scale it out to {before}',
      ),
      help: 'Suspend scaling before the change is deployed, and check the task count afterwards',
    },
    gone: {
      text: 'pool "{pool}" is removed, and with it the autoscaler of {workload}: up to {before} replicas keep running',
      help: 'Set the replica count once, after the change is applied',
    },
  },
  history(plan, base, { report }) {
    for (const { now, before } of changedPools(plan, base)) {
      const { pool, hold } = now;
      const most = before.bounds.max.plain;
      if (
        pool.stage.plain !== 'observe' ||
        hold === undefined ||
        before.hold !== undefined ||
        !scaled(before) ||
        !scaled(now) ||
        most <= hold.plain
      )
        continue;
      report('held', {
        at: pool.stage.origin,
        path: ['pools', pool.key, 'stage'],
        data: { pool: pool.key, from: before.pool.stage.plain, before: most, count: hold.plain },
        steps: settle(plan, now, hold.plain),
      });
    }
    for (const { now, before, autoscaler, autoscalerBefore } of changedOnKubernetes(plan, base)) {
      const count = countOf(now);
      if (
        now.pool.existing === undefined ||
        autoscalerBefore.kind === 'none' ||
        autoscaler.kind !== 'none' ||
        most(before) <= count.plain
      )
        continue;
      report('left', {
        ...placeOf(now),
        data: { pool: now.pool.key, target: 'Kubernetes', before: most(before), count: count.plain },
        steps: settle(plan, { ...now, on: { ...now.on, ecs: undefined } }, count.plain),
      });
    }
    for (const { now, before, ecs, ecsBefore } of changedOnEcs(plan, base)) {
      const count = countOf(now).plain;
      if (
        ecs.scaling !== undefined ||
        ecsBefore.scaling === undefined ||
        ecsBefore.scaling.suspended.scheduled.plain ||
        most(before) <= count
      )
        continue;
      const data = { pool: now.pool.key, before: most(before), count };
      if (ecs.service === undefined)
        report('left', {
          ...placeOf(now),
          data: { ...data, target: 'ECS' },
          steps: settle(plan, { ...now, on: { ...now.on, kubernetes: undefined } }, count),
        });
      else
        report('raced', {
          ...placeOf(now),
          data,
          steps: [
            suspend(plan, ecs.resourceId.plain),
            ...settle(plan, { ...now, on: { ...now.on, kubernetes: undefined } }, count),
          ],
        });
    }
    for (const before of base.pools) {
      const { pool } = before;
      if (
        pool.existing === undefined ||
        !scaled(before) ||
        plan.pools.some(now => workloadOf(now) === workloadOf(before))
      )
        continue;
      const count = countOf(before).plain;
      report('gone', {
        at: plan.system.at,
        path: ['pools'],
        data: { pool: pool.key, workload: workloadReference(before), before: most(before) },
        steps: settle(base, before, count),
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'back to stage observe during a peak',
        path: 'pools.api.stage',
        message: 'held',
        before: SCALED,
        yaml: `pools:
  api:
    kind: always-on
    stage: observe
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'an ECS service that becomes fixed again',
        path: 'pools.api.stage',
        message: 'raced',
        targets: 'ecs',
        before: SCALED,
        yaml: `pools:
  api:
    kind: always-on
    stage: fixed
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'the same for a service that another team deploys',
        path: 'pools.api.stage',
        message: 'left',
        targets: 'ecs',
        before: `pools:
  api:
    kind: always-on
    stage: full
    replicas: { min: 2, max: 10 }
    workload: { existing: { name: api } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    stage: fixed
    replicas: { min: 2, max: 10 }
    workload: { existing: { name: api } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'the removed pool of a workload that another team deploys',
        path: 'pools',
        message: 'gone',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    replicas: { min: 2, max: 10 }
    workload: { existing: { kind: Deployment, name: api, container: api, cpu: 500m } }
    signals: { cpu: 70% }
  web:
    kind: always-on
    replicas: { min: 2, max: 10 }
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  web:
    kind: always-on
    replicas: { min: 2, max: 10 }
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'held at the maximum that it could have had',
        targets: 'kubernetes',
        before: SCALED,
        yaml: `pools:
  api:
    kind: always-on
    stage: observe
    replicas: { min: 2, max: 10, fixed: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'back to stage fixed on Kubernetes, where the Deployment sets the count',
        targets: 'kubernetes',
        before: SCALED,
        yaml: `pools:
  api:
    kind: always-on
    stage: fixed
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

const most = ({ bounds }: PoolPlan) => bounds.max.plain;

function countOf({ hold, pool }: PoolPlan): Sourced<number> {
  return hold ?? pool.replicas.fixed;
}

function scaled({ on: { kubernetes, ecs } }: PoolPlan): boolean {
  return (kubernetes !== undefined && kubernetes.autoscaler.kind !== 'none') || ecs?.scaling !== undefined;
}

/** The stage, or the signals that were removed. */
function placeOf({ pool }: PoolPlan) {
  return pool.stage.plain === 'fixed'
    ? { at: pool.stage.origin, path: ['pools', pool.key, 'stage'] }
    : { at: pool.at, path: ['pools', pool.key, 'signals'] };
}

function suspend(plan: Plan, resource: string): Step {
  return aws(
    plan,
    'Suspend scaling before the change is deployed',
    'application-autoscaling',
    'register-scalable-target',
    '--service-namespace',
    'ecs',
    '--scalable-dimension',
    'ecs:service:DesiredCount',
    '--resource-id',
    resource,
    '--suspended-state',
    'DynamicScalingInSuspended=true,DynamicScalingOutSuspended=true,ScheduledScalingSuspended=true',
  );
}

/** Sets the count by hand on each platform; it is not in git, so nothing reverts it. */
function settle(plan: Plan, pool: PoolPlan, count: number): readonly Step[] {
  const {
    on: { kubernetes, ecs },
  } = pool;
  return [
    ...(kubernetes === undefined
      ? []
      : [
          kubectl(
            plan,
            'Set the replica count on Kubernetes, after the change is applied',
            'scale',
            workloadReference(pool),
            `--replicas=${String(count)}`,
          ),
        ]),
    ...(ecs === undefined
      ? []
      : [awsDesiredCount(plan, ecs, 'Set the desired count on ECS, after the change is deployed', count)]),
  ];
}
