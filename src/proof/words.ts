import type { PoolPlan } from '../model/plan.ts';
import type { LostSource, Proof, ReplicaStep, SignalThresholds } from '../model/proof.ts';
import type { Sourced } from '../model/sourced.ts';
import { formatDuration } from '../model/units.ts';
import type { Seconds } from '../model/units.ts';
import { arithmeticOf } from './arithmetic.ts';
import { nameOfPurpose } from './declared.ts';

/** One thing that a proof says of a pool: `Wakes` and `by signals.kafkaLag at 1 or more, within 2m15s (…)`. */
export interface Aspect {
  readonly name: string;
  /** Undefined where there is nothing to say of it. */
  readonly said: string | undefined;
}

/** All that a proof says, in the order of a pool's life. */
export function aspectsOf(pool: PoolPlan, proof: Proof): readonly Aspect[] {
  return [
    { name: 'Count set by', said: ownerOf(pool, proof) },
    { name: 'Wakes', said: wakes(proof) },
    { name: 'Next replica', said: thresholds(proof) },
    { name: `Back at ${proof.rest.plain === 0 ? 'zero' : String(proof.rest.plain)}`, said: returns(proof) },
    { name: 'When a window ends', said: scheduleEnd(proof) },
    { name: 'While a source is away', said: losses(proof.lost) },
    { name: 'Rollout', said: rollout(proof) },
  ];
}

/** `wakes within 4m45s, back at zero within 8m`, for a title or a line of a summary; undefined where nothing moves. */
export function shortly({ wake, back, rest }: Pick<Proof, 'wake' | 'back' | 'rest'>): string | undefined {
  const place = rest.plain === 0 ? 'zero' : String(rest.plain);
  const slowest = wake === undefined ? undefined : Math.max(...wake.paths.map(({ longest }) => longest.plain));
  const parts = [
    wake === undefined || slowest === undefined
      ? undefined
      : wake.paths.length > 0
        ? `wakes within ${formatDuration(slowest)}`
        : wake.scheduled === undefined
          ? 'never wakes'
          : 'wakes by its schedule',
    back === undefined
      ? undefined
      : back.after === undefined
        ? `never back at ${place}`
        : `back at ${place} within ${formatDuration(back.after.plain)}`,
  ].filter(part => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** What decides the count, as its users call it. */
export function ownerOf({ on: { kubernetes, ecs }, hold }: PoolPlan, { target, owner, rest }: Proof): string {
  if (hold !== undefined) return `the stage, which holds ${String(rest.plain)}`;
  switch (owner) {
    case 'git':
      return 'the manifest';
    case 'elsewhere':
      return 'whoever deploys the workload';
    case 'schedule':
      return 'scheduled actions';
    case 'watcher':
      return 'the watcher, between zero and one';
    case 'autoscaler':
      if (target === 'kubernetes')
        return kubernetes?.autoscaler.kind === 'hpa' ? 'a HorizontalPodAutoscaler' : 'KEDA and its HPA';
      return ecs?.watcher?.enabled.plain === true
        ? 'the watcher between zero and one, Application Auto Scaling above'
        : 'Application Auto Scaling';
  }
}

function wakes({ wake }: Proof): string | undefined {
  if (wake === undefined) return undefined;
  const paths = wake.paths.map(({ what, smallest, longest }) => {
    const from = smallest === undefined ? 'above its activation' : `at ${counted(smallest.plain)} or more`;
    return `by ${what} ${from}, within ${withTerms(longest)}`;
  });
  const all = [
    ...paths,
    ...(wake.scheduled === undefined ? [] : [`by its schedule, within ${withTerms(wake.scheduled.longest)}`]),
  ];
  if (all.length > 0) return all.join('; ');
  return `never: ${wake.refused.map(({ detail }) => detail).join('; ') || 'nothing is configured to wake it'}`;
}

function returns({ back }: Proof): string | undefined {
  if (back === undefined) return undefined;
  if (back.after !== undefined) return `within ${withTerms(back.after)}`;
  const because = back.blocked.map(({ what, detail }) => `${what}: ${detail}`).join('; ');
  return `never: ${because || 'no metric shows when work has ended'}`;
}

function scheduleEnd({ schedule }: Proof): string | undefined {
  if (schedule === undefined) return undefined;
  const { ends, after } = schedule;
  if (ends === 'never') return 'the replicas stay: nothing takes them away';
  const who = WINDOW_ENDS[ends];
  return after === undefined ? who : `${who}, within ${withTerms(after)}`;
}

const WINDOW_ENDS = {
  signals: 'the signals decide',
  alone: 'no signal keeps the replicas',
  window: 'the action at its end takes the replicas away',
} as const;

/** `2 → 3 above 2200, 9 → 10 above 9900 of signals.kafkaLag`: the first step and the last. */
function thresholds({ thresholds: all }: Proof): string | undefined {
  const said = all.flatMap(signal => thresholdSaid(signal) ?? []);
  return said.length === 0 ? undefined : said.join('; ');
}

function thresholdSaid({ of, kind, unit, steps }: SignalThresholds): string | undefined {
  const growing = steps.filter(hasOut);
  const first = growing[0];
  const last = growing.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const above = (value: number) => `above ${counted(value)}${SUFFIX[unit]}`;
  if (kind === 'level') return `one more ${above(first.outAbove)} of ${nameOfPurpose(of)}`;
  const step = ({ replicas, outAbove }: Growing) => `${String(replicas)} → ${String(replicas + 1)} ${above(outAbove)}`;
  const shown = first === last ? step(first) : `${step(first)}, ${step(last)}`;
  return `${shown} of ${nameOfPurpose(of)}`;
}

type Growing = ReplicaStep & { readonly outAbove: number };

function hasOut(step: ReplicaStep): step is Growing {
  return step.outAbove !== undefined;
}

const SUFFIX = { count: '', percent: '%', seconds: 's', 'per-second': '/s' } as const;

function counted(value: number): string {
  return String(Number(value.toPrecision(6)));
}

const EFFECTS: { readonly [E in LostSource['effect']]: (lost: LostSource, alone: boolean) => string } = {
  holds: () => 'no replica goes',
  'falls-back': ({ replicas }) => `no replica goes, and at least ${String(replicas?.plain ?? 0)} run`,
  'falls-to': ({ replicas }) => `the count becomes ${String(replicas?.plain ?? 0)}, whatever it was`,
  'reads-zero': (_, alone) => (alone ? 'it is taken for no work' : 'it is taken for quiet, and the others decide'),
  'stops-all': () => 'no signal of the pool is read, and no replica goes',
};

/** Sources with the same effect together. */
function losses(lost: readonly LostSource[]): string | undefined {
  const byEffect = new Map<string, Set<string>>();
  for (const one of lost) {
    const effect = `${EFFECTS[one.effect](one, lost.length === 1)}${one.wakes ? ', and a pool at zero is started' : ''}`;
    const known = byEffect.get(effect);
    if (known === undefined) byEffect.set(effect, new Set([one.what]));
    else known.add(one.what);
  }
  if (byEffect.size === 0) return undefined;
  return [...byEffect].map(([effect, names]) => `${[...names].join(', ')}: ${effect}`).join('; ');
}

function rollout({ rollout: proof }: Proof): string | undefined {
  if (proof === undefined) return undefined;
  const { first, extra, extraGpus, outage, stopsAll } = proof;
  if (outage !== undefined && stopsAll)
    return `stops every replica first: nothing takes work for ${formatDuration(outage.plain)}`;
  if (outage !== undefined)
    return `stops a replica first: where one runs, nothing takes work for ${formatDuration(outage.plain)}`;
  if (first === 'stop') return 'stops a replica before it starts the next';
  const room = `${String(extra)} more ${extra === 1 ? 'replica' : 'replicas'}`;
  const gpus = extraGpus === 0 ? '' : ` and ${String(extraGpus)} more ${extraGpus === 1 ? 'GPU' : 'GPUs'}`;
  return `starts first: takes room for up to ${room}${gpus}`;
}

/** `4m45s (30s scrape interval + 15s polling interval + 4m cold start)` */
function withTerms(sum: Sourced<Seconds>): string {
  const terms = arithmeticOf(sum);
  const total = formatDuration(sum.plain);
  return terms.includes(' + ') ? `${total} (${terms})` : total;
}
