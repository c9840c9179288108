import type { ChangedPool } from '#knowledge/history.ts';
import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Stage } from '#model/pool.ts';
import type { Step } from '#model/diagnostic.ts';
import { changedPools } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { step } from '#knowledge/steps.ts';
import { writtenAt } from '#model/sourced.ts';

const STAGES: readonly Stage[] = ['fixed', 'observe', 'cpu', 'full'];

export default definePolicy({
  id: 'stage-skipped',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool must go through the stages one at a time.',
  why: oneLine(
    'Each stage shows what the next one relies on. Stage observe shows that the signals can be read, and stage cpu',
    'shows that the bounds and the pace are right. A pool that skips a stage finds out under real load',
  ),
  source: 'The scaling document, "start simple": fixed, observe, CPU, everything',
  messages: {
    skipped: {
      text: '{who} from stage {from} straight to {to}, without {between}',
      help: 'Set `stage: {next}` and watch the pool, then go on to the next stage',
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
        // If several pools share a line, it is that of the whole system.
        path: others.length === 0 ? ['pools', key, 'stage'] : ['stage'],
        data: {
          who:
            others.length === 0
              ? `pool "${key}" moves`
              : `pools ${[first, ...others].map(({ pool }) => `"${pool.key}"`).join(', ')} move`,
          from,
          to,
          between: between.join(' and '),
          next,
        },
        steps: [...between, to].map(stepOnto),
        fixes: [fix(`Set \`stage\` to ${next} first`, 'unsafe', replaceValue(stage, next))],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'from fixed to cpu, without observe',
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
        title: 'the whole system from observe to full, without cpu',
        path: 'stage',
        message: 'skipped',
        also: ['min-unreachable'],
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
        title: 'from observe to full in a pool with only CPU, where cpu and full are the same',
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

/** One for each line that sets a stage, not for each pool that follows it. */
function skips(plan: Plan, base: Plan): readonly Skip[] {
  const byLine = new Map<string, Skip>();
  for (const change of changedPools(plan, base)) {
    const [from, to] = [change.before.pool.stage.plain, change.now.pool.stage.plain];
    const between = stagesBetween(change, from, to);
    if (between.length === 0) continue;
    const line = [writtenAt(change.now.pool.stage.origin)?.span.start, from, to, ...between].join(' ');
    byLine.set(line, { pools: [...(byLine.get(line)?.pools ?? []), change.now] as const, from, to, between });
  }
  return [...byLine.values()];
}

/** The skipped stages in which this pool would behave differently from the next one. */
function stagesBetween({ now }: ChangedPool, from: Stage, to: Stage): readonly Stage[] {
  if (now.signals.length === 0) return [];
  const names = now.signals.map(({ name }) => name);
  const cpuDiffers = names.includes('cpu') && (names.some(name => name !== 'cpu') || now.pool.schedule !== undefined);
  return STAGES.slice(STAGES.indexOf(from) + 1, STAGES.indexOf(to)).filter(stage => stage !== 'cpu' || cpuDiffers);
}

function stepOnto(stage: Stage): Step {
  const watched = {
    fixed: 'the replica count is set by hand',
    observe: 'dashboards and alerts show the signals, and nothing scales',
    cpu: 'only CPU scales the pool; check that it stays within its bounds and scales in again',
    full: 'every signal scales the pool',
  } as const satisfies Record<Stage, string>;
  return step(`Merge stage: ${stage}, and watch a day with its peak: ${watched[stage]}`);
}
