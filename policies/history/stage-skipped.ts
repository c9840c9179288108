import type { ChangedPool } from '#knowledge/history.ts';
import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Stage } from '#model/pool.ts';
import type { Step } from '#model/diagnostic.ts';
import { changedPools } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { step } from '#knowledge/steps.ts';
import { writtenAt } from '#model/sourced.ts';

const RUNGS: readonly Stage[] = ['fixed', 'observe', 'cpu', 'full'];

export default definePolicy({
  id: 'stage-skipped',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool climbs the stages one at a time.',
  why: 'Each rung shows what the next one relies on: observe that the signals are read, cpu that the bounds and the pace are right; a pool that skips one finds out on real load',
  source: 'The scaling document, "start simple": fixed, observe, CPU, everything',
  messages: {
    skipped: {
      text: '{who} from {from} to {to} without a time on {between}',
      help: 'Write stage: {next} and watch it, then climb on',
    },
  },
  history(plan, base, { report }) {
    for (const {
      pools: [first, ...others],
      from,
      to,
      between,
    } of skips(plan, base)) {
      const [next = to] = between;
      const { stage, key } = first.pool;
      report('skipped', {
        at: stage.origin,
        // Where several pools share a line, it is the one of the whole system.
        path: others.length === 0 ? ['pools', key, 'stage'] : ['stage'],
        data: {
          who:
            others.length === 0
              ? `pool "${key}" goes`
              : `pools ${[first, ...others].map(({ pool }) => `"${pool.key}"`).join(', ')} go`,
          from,
          to,
          between: between.join(' and '),
          next,
        },
        steps: [...between, to].map(stepOnto),
        fixes: [fix(`Stand on ${next} first`, 'unsafe', replaceValue(stage, next))],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'from fixed to cpu, with nothing observed',
        path: 'pools.api.stage',
        message: 'skipped',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    stage: fixed
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    stage: cpu
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'from observe to full, with CPU never tried alone, for the whole system',
        path: 'stage',
        message: 'skipped',
        targets: 'kubernetes',
        before: `stage: observe
pools:
  api: &api
    kind: always-on
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70%, memory: 80% }
  admin: *api
`,
        yaml: `stage: full
pools:
  api: &api
    kind: always-on
    replicas: { min: 2, max: 10 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70%, memory: 80% }
  admin: *api
`,
      },
    ],
    good: [
      {
        title: 'from fixed to observe',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    stage: fixed
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    stage: observe
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'from observe to full where CPU is all there is, so that both rungs are one',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    stage: observe
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    stage: full
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

interface Skip {
  readonly pools: readonly [PoolPlan, ...PoolPlan[]];
  readonly from: Stage;
  readonly to: Stage;
  readonly between: readonly Stage[];
}

/** One for each line that says a stage, and not for each pool that follows it. */
function skips(plan: Plan, base: Plan): readonly Skip[] {
  const byLine = new Map<string, Skip>();
  for (const change of changedPools(plan, base)) {
    const [from, to] = [change.before.pool.stage.plain, change.now.pool.stage.plain];
    const between = rungsBetween(change, from, to);
    if (between.length === 0) continue;
    const line = [writtenAt(change.now.pool.stage.origin)?.span.start, from, to, ...between].join(' ');
    byLine.set(line, { pools: [...(byLine.get(line)?.pools ?? []), change.now] as const, from, to, between });
  }
  return [...byLine.values()];
}

/** The rungs on which this pool would do something else than on those beside them. */
function rungsBetween({ now }: ChangedPool, from: Stage, to: Stage): readonly Stage[] {
  if (now.signals.length === 0) return [];
  const names = now.signals.map(({ name }) => name);
  const cpuDiffers = names.includes('cpu') && (names.some(name => name !== 'cpu') || now.pool.schedule !== undefined);
  return RUNGS.slice(RUNGS.indexOf(from) + 1, RUNGS.indexOf(to)).filter(rung => rung !== 'cpu' || cpuDiffers);
}

function stepOnto(stage: Stage): Step {
  const watched = {
    fixed: 'the count is held by hand',
    observe: 'dashboards and alerts show what the signals say, and nothing moves',
    cpu: 'CPU alone moves the count; see that it stays within the bounds and comes back down',
    full: 'every signal moves the count',
  } as const satisfies Record<Stage, string>;
  return step(`Merge stage: ${stage}, and let a day with its peak go by: ${watched[stage]}`);
}
