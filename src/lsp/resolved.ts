import type { Plan } from '../model/plan.ts';
import type { Path } from '../model/sourced.ts';
import { Sourced } from '../model/sourced.ts';
import { matches } from './paths.ts';

export interface Leaf {
  /** Its whole place in the model, which tells its unit. */
  readonly path: readonly string[];
  /** What that says beyond the path that was asked for. */
  readonly label: string;
  readonly value: Sourced<unknown>;
}

/** Where the resolved model calls a part of the configuration otherwise; `*` stands for the same step. */
const CALLED: readonly (readonly [configuration: string, model: string])[] = [
  ['targets.ecs.logRetention', 'targets.ecs.logRetentionDays'],
  ['kafka.msk', 'kafka.mskCluster'],
  ['pools.*.work', 'pools.*.longestWork'],
  ['pools.*.rollout.minimumHealthyPercent', 'pools.*.deploymentPercent.minimumHealthy'],
  ['pools.*.rollout.maximumPercent', 'pools.*.deploymentPercent.maximum'],
  ['pools.*.rollout.first', 'pools.*.rolloutFirst'],
  ['pools.*.patch', 'pools.*.patches'],
  ['pools.*.service', 'pools.*.headlessService'],
  ['pools.*.loadBalancer', 'pools.*.loadBalancers'],
  ['pools.*.fallback.failureThreshold', 'pools.*.fallbackFailures'],
  ['pools.*.fallback', 'pools.*.fallbackReplicas'],
  ['pools.*.workload.existing', 'pools.*.existing'],
  ['pools.*.workload', 'pools.*.existing'],
  ['pools.*.wake.retryBudget', 'pools.*.retryBudget'],
  ['pools.*.capacity', 'pools.*.capacity.providers'],
  ['pools.*.containers.*.env', 'pools.*.containers.*.environment'],
  ['pools.*.signals.queueBacklog.sqs', 'pools.*.signals.queueBacklog.queue'],
  ['pools.*.signals.queueBacklog.rabbitmq.queue', 'pools.*.signals.queueBacklog.queue.name'],
  ['pools.*.signals.queueBacklog.rabbitmq', 'pools.*.signals.queueBacklog.queue'],
  ['pools.*.signals.queueBacklog.redis.list', 'pools.*.signals.queueBacklog.queue.holds.key'],
  ['pools.*.signals.queueBacklog.redis.stream', 'pools.*.signals.queueBacklog.queue.holds.key'],
  ['pools.*.signals.queueBacklog.redis.consumerGroup', 'pools.*.signals.queueBacklog.queue.holds.consumerGroup'],
  ['pools.*.signals.queueBacklog.redis', 'pools.*.signals.queueBacklog.queue'],
  ...['type', 'metadata', 'metricType', 'authentication'].map(
    part => [`pools.*.signals.custom.*.${part}`, `pools.*.signals.custom.*.reads.${part}`] as const,
  ),
  ...['p50', 'p90', 'p95', 'p99'].map(
    quantile => [`pools.*.signals.latency.${quantile}`, 'pools.*.signals.latency.target'] as const,
  ),
];

/** What a part of the configuration resolved to; empty where the model has nothing of its own for it. */
export function resolvedAt({ system }: Plan, path: Path): readonly Leaf[] {
  let node: unknown = system;
  const names: string[] = [];
  for (const step of called(path)) {
    if (node instanceof Sourced) {
      // A part of a value that is one in the model, such as the image of a cold start.
      if (!Array.isArray(node.plain)) break;
      node = node.plain;
    }
    node = memberOf(typeof step === 'number' ? node : alone(node), step);
    names.push(String(step));
  }
  return leavesUnder(alone(node), names).map(({ path: place, value }) => ({
    path: place,
    label: place.slice(names.length).join('.'),
    value,
  }));
}

function called(path: Path): Path {
  for (const [from, to] of CALLED) {
    const length = from.split('.').length;
    if (!matches(path.slice(0, length), from)) continue;
    const same = path.slice(0, length).filter((_, index) => from.split('.')[index] === '*');
    return [...to.split('.').map(step => (step === '*' ? (same.shift() ?? '') : step)), ...path.slice(length)];
  }
  return path;
}

/** What may be written alone or in a list is a list of the model. */
function alone(node: unknown): unknown {
  return Array.isArray(node) && node.length === 1 && isRecord(node[0]) && nameOf(node[0]) === undefined
    ? node[0]
    : node;
}

/** Lists of the model are maps of the configuration: their items know their key. */
function memberOf(node: unknown, step: string | number): unknown {
  if (Array.isArray(node)) return typeof step === 'number' ? node[step] : node.find(item => nameOf(item) === step);
  return isRecord(node) ? node[step] : undefined;
}

/** Name under which the configuration has an item of a list. */
function nameOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  const name =
    item.key ?? item.variable ?? item.id ?? (Array.isArray(item.ports) || 'number' in item ? item.name : item.kind);
  return name instanceof Sourced ? String(name.plain) : typeof name === 'string' ? name : undefined;
}

function leavesUnder(node: unknown, path: readonly string[]): readonly Omit<Leaf, 'label'>[] {
  if (node instanceof Sourced) return [{ path, value: node }];
  if (Array.isArray(node)) {
    const first: unknown = node[0];
    if (first instanceof Sourced) return [{ path, value: new Sourced(node, first.origin) }];
    return node.flatMap((item: unknown, index) => leavesUnder(item, [...path, nameOf(item) ?? String(index)]));
  }
  if (isPair(node)) return leavesUnder(node.value, path);
  if (!isRecord(node)) return [];
  return Object.entries(node).flatMap(([key, child]) => (key === 'at' ? [] : leavesUnder(child, [...path, key])));
}

function isPair(item: unknown): item is { readonly key: Sourced<string>; readonly value: Sourced<string> } {
  return isRecord(item) && item.key instanceof Sourced && item.value instanceof Sourced;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Sourced);
}
