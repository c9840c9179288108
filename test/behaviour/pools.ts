import { parse, sourceText } from '../../src/pipeline.ts';
import { lintPlans } from '../../src/analysis/lint-plans.ts';
import { planEnvironments } from '../../src/analysis/plan-environments.ts';
import type { PlannedEnvironment } from '../../src/analysis/plan-environments.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { EcsPool } from '../../src/model/ecs-plan.ts';
import type { KubernetesPool } from '../../src/model/kubernetes-plan.ts';
import type { Plan, PoolPlan } from '../../src/model/plan.ts';
import { because, Sourced } from '../../src/model/sourced.ts';

/** A pool on one platform in one environment, with everything that is found of it. */
export interface PlannedPool {
  readonly environment: string;
  readonly plan: Plan;
  readonly pool: PoolPlan;
  readonly on: OnTarget;
  readonly findings: readonly Diagnostic[];
  /** Pools of the same key behave alike. */
  readonly key: string;
}

export type OnTarget =
  | { readonly target: 'kubernetes'; readonly planned: KubernetesPool }
  | { readonly target: 'ecs'; readonly planned: EcsPool };

const known = new Map<string, readonly PlannedPool[]>();

/** Every pool of a configuration on each of its platforms, asked of every policy there is. */
export function poolsOf(text: string): readonly PlannedPool[] {
  const pools = known.get(text) ?? planned(text);
  known.set(text, pools);
  return pools;
}

function planned(text: string): readonly PlannedPool[] {
  const { value, diagnostics } = planEnvironments(parse(sourceText('any.yaml', text)));
  const environments = value.map(strict);
  const found = [...diagnostics, ...lintPlans(environments)];
  return environments.flatMap(({ name, plan }) =>
    plan.pools.flatMap(pool => {
      const findings = found.filter(finding => isAbout(finding, name, pool));
      return targetsOf(pool).map(on => ({ environment: name, plan, pool, on, findings, key: keyOf(plan, pool, on) }));
    }),
  );
}

function targetsOf({ on: { kubernetes, ecs } }: PoolPlan): readonly OnTarget[] {
  return [
    ...(kubernetes === undefined ? [] : [{ target: 'kubernetes', planned: kubernetes } as const]),
    ...(ecs === undefined ? [] : [{ target: 'ecs', planned: ecs } as const]),
  ];
}

/** As with `lint: {level: strict}`. */
function strict({ name, plan }: PlannedEnvironment): PlannedEnvironment {
  const level = because('every policy is asked', 'strict' as const);
  return { name, plan: { ...plan, system: { ...plan.system, lint: { ...plan.system.lint, level } } } };
}

function isAbout({ path = [], environments = [] }: Diagnostic, environment: string, { pool }: PoolPlan): boolean {
  const here = environments.length === 0 || environments.includes(environment);
  return here && path[0] === 'pools' && path[1] === pool.key;
}

/** What is emitted, and what else of the pool and its system a simulation reads. */
function keyOf({ system }: Plan, { pool, wakeSources }: PoolPlan, { target, planned }: OnTarget): string {
  const { coldStart, longestWork, replicas } = pool;
  const { scrapeInterval } = system.metrics;
  const { keda, provisioner } = system.targets.kubernetes ?? {};
  return JSON.stringify(
    told({ target, planned, coldStart, longestWork, replicas, scrapeInterval, keda, provisioner, wakeSources }),
  );
}

/** Neither places in the text nor what only people look at changes what a pool does. */
const UNTOLD: ReadonlySet<string> = new Set(['at', 'alerts', 'panels', 'alarms', 'title', 'label', 'description']);

function told(tree: unknown): unknown {
  if (tree instanceof Sourced) return told(tree.plain);
  if (Array.isArray(tree)) return tree.map(told);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, child]) => (UNTOLD.has(key) ? [] : [[key, told(child)]])),
  );
}
