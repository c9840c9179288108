import { CORE_SCHEMA, Type, load } from 'js-yaml';
import type { EcsPool } from '../../src/model/ecs-plan.ts';
import type { Plan, PoolPlan } from '../../src/model/plan.ts';
import type { CompiledEnvironment } from '../../src/pipeline.ts';

/** How many of a kind of object, and their names, as `ScaledObject: api, worker`. */
export type Counted = Readonly<Record<string, readonly string[]>>;

/** The short forms of CloudFormation's functions, such as `!Ref`, of which nothing is counted. */
const FUNCTIONS = CORE_SCHEMA.extend(
  (['scalar', 'sequence', 'mapping'] as const).map(
    kind => new Type('!', { kind, multi: true, construct: (data: unknown) => data }),
  ),
);

/** What is printed, read by another library than the compiler's own, and far faster. */
function read(text: string): unknown {
  return load(text, { schema: FUNCTIONS });
}

/** What the plan promises on Kubernetes. */
export function plannedObjects({ pools }: Plan): Counted {
  const on = pools.filter(({ on: { kubernetes } }) => kubernetes !== undefined);
  const own = on.filter(({ pool }) => pool.existing === undefined).map(nameOf);
  const scaledBy = (kind: string) =>
    on.filter(({ on: { kubernetes } }) => kubernetes?.autoscaler.kind === kind).map(nameOf);
  return sorted({
    Deployment: own,
    PodDisruptionBudget: own,
    HorizontalPodAutoscaler: scaledBy('hpa'),
    ScaledObject: scaledBy('scaled-object'),
  });
}

function nameOf({ pool }: PoolPlan): string {
  return pool.name.plain;
}

/** What is printed for Kubernetes, of the same kinds, by the labels that say whose it is. */
export function emittedObjects({ rendered }: CompiledEnvironment, kinds: readonly string[]): Counted {
  const objects = rendered
    .filter(({ path }) => path.startsWith('kubernetes/') && path.endsWith('.yaml'))
    .map(({ text }) => read(text))
    .filter(isObject)
    .filter(({ kind }) => kinds.includes(kind));
  return sorted(
    Object.fromEntries(
      kinds.map(kind => [
        kind,
        objects
          .filter(object => object.kind === kind)
          .map(({ metadata: { labels, name } }) => labels?.['app.kubernetes.io/name'] ?? name),
      ]),
    ),
  );
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

function isObject(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;
}

/** Resources of CloudFormation that the plan promises, by type. */
export function plannedResources({ pools }: Plan): Readonly<Record<string, number>> {
  const ecs = pools.flatMap(({ on }) => on.ecs ?? []);
  const count = (of: (pool: (typeof ecs)[number]) => number) => ecs.reduce((sum, pool) => sum + of(pool), 0);
  const policies = ecs.flatMap(({ scaling }) => scaling?.policies ?? []);
  const watched = ecs.filter(({ watcher }) => watcher !== undefined).length;
  return {
    'AWS::ECS::Service': count(({ service }) => Number(service !== undefined)),
    'AWS::ECS::TaskDefinition': count(({ service }) => Number(service !== undefined)),
    'AWS::ApplicationAutoScaling::ScalableTarget': count(({ scaling }) => Number(scaling !== undefined)),
    'AWS::ApplicationAutoScaling::ScalingPolicy': policies.length,
    'AWS::ElasticLoadBalancingV2::TargetGroup': count(madeGroups),
    'AWS::ElasticLoadBalancingV2::ListenerRule': count(madeGroups),
    'AWS::Lambda::Function': watched,
    'AWS::Scheduler::Schedule': watched,
  };
}

function madeGroups({ service }: EcsPool): number {
  return service?.routes.filter(({ made }) => made !== undefined).length ?? 0;
}

/** Those that the stacks have; a stack of a large system refers to others, which have them. */
export function emittedResources({ rendered }: CompiledEnvironment): ReadonlyMap<string, number> {
  const types = new Map<string, number>();
  for (const { path, text } of rendered) {
    if (!/^ecs\/(?:.*\/)?stack[^/]*\.yaml$/.test(path) || path.endsWith('-deployment.yaml')) continue;
    for (const { Type: type } of Object.values(resourcesOf(read(text)))) types.set(type, (types.get(type) ?? 0) + 1);
  }
  return types;
}

/** Parameters of images, and containers whose image is one. */
export function imageParameters({ rendered, plan }: CompiledEnvironment): {
  readonly planned: number;
  readonly emitted: number;
} {
  const containers = plan.pools.flatMap(({ on: { ecs } }) => ecs?.service?.task.containers ?? []);
  const emitted = rendered
    .filter(({ path }) => /^ecs\/(?:.*\/)?stack[^/]*\.yaml$/.test(path) && !path.endsWith('-deployment.yaml'))
    .flatMap(({ text }) => Object.keys(parametersOf(read(text))));
  return { planned: containers.filter(({ imageParameter }) => imageParameter).length, emitted: emitted.length };
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

function isTemplate(value: unknown): value is Template {
  return typeof value === 'object' && value !== null;
}

function resourcesOf(template: unknown): Readonly<Record<string, { readonly Type: string }>> {
  return isTemplate(template) ? (template.Resources ?? {}) : {};
}

function parametersOf(template: unknown): Readonly<Record<string, unknown>> {
  return isTemplate(template) ? (template.Parameters ?? {}) : {};
}

function sorted(counted: Counted): Counted {
  return Object.fromEntries(Object.entries(counted).map(([kind, names]) => [kind, names.toSorted()]));
}

/** What was counted of an environment, and each kind of which there is not what went in. */
export interface Tally {
  readonly counted: number;
  /** Sentences: `production: AWS::ECS::Service: 2 of 3`. */
  readonly lost: readonly string[];
}

/** Whether all that went in comes out: objects by name, resources by type, parameters. */
export function tallyOf(environment: CompiledEnvironment): Tally {
  const planned = plannedObjects(environment.plan);
  const emitted = emittedObjects(environment, Object.keys(planned));
  const types = emittedResources(environment);
  const { planned: containers, emitted: parameters } = imageParameters(environment);
  const compared: readonly (readonly [kind: string, emitted: string, planned: string])[] = [
    ...Object.entries(planned).map(
      ([kind, names]) => [kind, (emitted[kind] ?? []).join(', '), names.join(', ')] as const,
    ),
    ...Object.entries(plannedResources(environment.plan)).map(
      ([type, count]) => [type, String(types.get(type) ?? 0), String(count)] as const,
    ),
    ['image parameters', String(parameters), String(containers)],
  ];
  return {
    counted: Object.values(planned).flat().length + [...types.values()].reduce((sum, count) => sum + count, 0),
    lost: compared
      .filter(([, is, should]) => is !== should)
      .map(([kind, is, should]) => `${environment.name}: ${kind}: ${is} of ${should}`),
  };
}
