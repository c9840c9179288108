import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, derive, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { UNSTATED } from '../../model/targets.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { replicas, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import type { WatcherPlan } from '../../model/watcher-plan.ts';
import { configurationOf } from './watcher-configuration.ts';
import type { Shortfall } from '../capabilities.ts';
import { watchedBy } from './watcher-sources.ts';

interface Planned {
  readonly value: WatcherPlan | undefined;
  readonly shortfalls: readonly Shortfall[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Quota of Lambda: all environment variables of a function together. */
const MAX_ENVIRONMENT_BYTES = 4096;

/**
 * A watcher for each pool whose declared minimum is 0, on every stage but `fixed`; it polls metrics and joins no
 * consumer group (semantics 43).
 */
export function planWatcher(system: System, target: EcsTarget, neutral: NeutralPool): Planned {
  const { pool, hold } = neutral;
  if (pool.replicas.min.plain > 0 || pool.stage.plain === 'fixed')
    return { value: undefined, shortfalls: [], diagnostics: [] };

  const { sources, queues, unreadable } = watchedBy(system, target, neutral);
  if (queues.length === 0 && !sources.some(({ wakes }) => wakes)) {
    // Then it never sleeps either; that it could not wake is found by lint.
    return { value: undefined, shortfalls: [], diagnostics: [] };
  }

  const service = pool.existing === undefined ? pool.name : pool.existing.name;
  const { cluster, region } = target;
  const decided = {
    at: pool.at,
    service,
    cluster,
    wakeCount: derive('tasks it starts with: max(1, min)', { min: pool.replicas.min }, ({ min }) =>
      replicas(Math.max(1, min)),
    ),
    quiet: quietOf(neutral),
    sources,
    queues,
  };
  const configuration = configurationOf(decided);
  return {
    value: {
      ...decided,
      configuration,
      name: text`${cluster}-${service}-scaler`,
      roleName: text`${cluster}-${service}-scaler-${region}`,
      // The longest of the names: the policy name-too-long looks at it.
      scheduleRoleName: text`${cluster}-${service}-schedule-${region}`,
      serviceArn: arn(target, 'ecs', text`service/${cluster}/${service}`),
      clusterArn: arn(target, 'ecs', text`cluster/${cluster}`),
      enabled: because(
        hold === undefined ? 'it alone wakes the pool' : `the stage ${pool.stage.plain} holds the replicas`,
        hold === undefined,
        pool.stage.origin,
      ),
    },
    shortfalls: unreadable.map(({ from, at }) => ({
      what: from === 'wake' ? 'wake' : `signals.${from}`,
      at,
      dangerous: true,
      instead: 'No metric in CloudWatch shows it, so on ECS it wakes nothing; other sources do.',
    })),
    diagnostics: [
      ...(Buffer.byteLength(configuration.plain) + 'SCALER'.length <= MAX_ENVIRONMENT_BYTES
        ? []
        : [tooLarge(neutral, configuration)]),
    ],
  };
}

/**
 * A queue and a log count what is being worked on; of requests only their arrival is seen, so the longest work counts
 * too (semantics 60).
 */
function quietOf({ pool, signals, wakeSources }: NeutralPool): Sourced<Seconds> {
  const { idle, coldStart, longestWork } = pool;
  if (
    longestWork === undefined ||
    wakeSources.every(({ from }) =>
      signals.some(({ name, facts }) => name === from && facts.holdsWork && facts.inFlight),
    )
  ) {
    return derive('asleep after idle + coldStart without work', { idle, coldStart }, v =>
      seconds(v.idle + v.coldStart),
    );
  }
  return derive('asleep after max(idle, longestWork) + coldStart without work', { idle, longestWork, coldStart }, v =>
    seconds(Math.max(v.idle, v.longestWork) + v.coldStart),
  );
}

function arn({ partition, region, accountId }: EcsTarget, service: string, resource: Sourced<string>): Sourced<string> {
  return text`arn:${partition}:${service}:${region}:${accountId ?? UNSTATED}:${resource}`;
}

function tooLarge({ pool }: NeutralPool, { plain }: Sourced<string>): Diagnostic {
  return compilerProblem('watcher-configuration-too-large', 'bytes', {
    at: pool.at,
    path: ['pools', pool.key, 'signals'],
    data: { pool: pool.key, bytes: Buffer.byteLength(plain), most: MAX_ENVIRONMENT_BYTES },
  });
}
