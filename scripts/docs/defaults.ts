import { valueText } from '../../src/lsp/origin-text.ts';
import { resolvedAt } from '../../src/lsp/resolved.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Pool } from '../../src/model/pool.ts';
import type { Path, Sourced } from '../../src/model/sourced.ts';
import type { System } from '../../src/model/system.ts';
import { oneLine } from '../../src/model/one-line.ts';
import type { Field } from './fields.ts';

/** A default as the reference prints it. */
export interface Default {
  /** `5m`; absent if it is computed from other fields. */
  readonly is?: string;
  readonly why: string;
}

/** The default of each field, as the compiler resolves a file that leaves it out, by the path of the field. */
export function defaults(bare: Plan, fields: readonly Field[]): ReadonlyMap<string, Default> {
  return new Map(
    fields
      .filter(({ required }) => !required)
      .flatMap((field): readonly (readonly [string, Default])[] => {
        const found = defaultAt(bare, field);
        return found === undefined ? [] : [[field.path, found]];
      }),
  );
}

/** The same in words, if the default is not a single value. */
export const DEFAULT_IN_WORDS: Readonly<Record<string, string>> = {
  'pools.<pool>.priority': 'the priority of the system',
  'pools.<pool>.stage': 'the stage of the system',
  'pools.<pool>.targets': 'every configured target',
  'pools.<pool>.containers.<container>.image.name': 'pool and container, such as `shop-api-cache`',
  'pools.<pool>.containers.<container>.probes.startup':
    'on Kubernetes, the liveness check with enough failures for the cold start',
  'pools.<pool>.containers.<container>.metrics.port': 'the first port',
  'pools.<pool>.containers.<container>.probes.liveness.port': 'the first port',
  'pools.<pool>.signals.kafkaLag.topics': '`all`',
  'pools.<pool>.taskRoleArn': 'the role in `targets.ecs`',
  'pools.<pool>.wake.signal': 'every declared signal that can wake the pool',
  'pools.<pool>.wake.retryBudget': oneLine(
    '6s with `preset: pipestream`, where the engine tries three times; otherwise unknown, which is a finding for a',
    'pool that scales to zero',
  ),
  'pools.<pool>.schedule.windows.days': 'every day',
  'pools.<pool>.fallback': 'the replica count is frozen while a metric cannot be read',
  'targets.kubernetes.gitops': 'no objects for Argo CD or Flux',
};

/** The value of another field: only its reason is shown. */
const COPIES: readonly string[] = [
  'pools.<pool>.containers.<container>.secrets.<variable>.key',
  'pools.<pool>.signals.cpu.container',
  'pools.<pool>.signals.memory.container',
  'pools.<pool>.signals.kafkaLag.consumerGroup',
];

type Read = (bare: System) => Sourced<unknown> | undefined;

/** Fields whose default the bare example shows in another place of the model. */
const ELSEWHERE: Readonly<Record<string, Read>> = {
  stage: bare => poolOf(bare, 'api')?.stage,
  metrics: bare => bare.metrics.runtime,
  'pools.<pool>.capacity': bare => poolOf(bare, 'api')?.capacity.providers[0]?.name,
  'pools.<pool>.containers.<container>.secrets.<variable>.key': bare =>
    poolOf(bare, 'api')?.containers[0]?.secrets[0]?.kubernetes?.key,
  'pools.<pool>.signals.requestQueue.activation': bare => poolOf(bare, 'api')?.signals.requests?.activation,
  'pools.<pool>.signals.requestQueue.source.cloudwatch.statistic': statistic,
  'pools.<pool>.signals.requestQueue.source.cloudwatch.heartbeat.statistic': statistic,
  ...Object.fromEntries(
    ['fargate', 'fargateSpot', 'managedInstances', 'ec2'].flatMap(provider =>
      (['base', 'weight'] as const).map((share): readonly [string, Read] => [
        `pools.<pool>.capacity.${provider}.${share}`,
        bare => poolOf(bare, 'encoder')?.capacity.providers[0]?.[share],
      ]),
    ),
  ),
};

function statistic(bare: System): Sourced<unknown> | undefined {
  return poolOf(bare, 'api')?.signals.latency?.source?.cloudwatch?.statistic;
}

function poolOf({ pools }: System, key: string): Pool | undefined {
  return pools.find(pool => pool.key === key);
}

function defaultAt(bare: Plan, { path, children, takes }: Field): Default | undefined {
  const elsewhere = ELSEWHERE[path]?.(bare.system);
  if (elsewhere !== undefined) return said(path, [path], elsewhere);
  // The default of a map is that of its fields.
  if (children.length > 0 && takes.every(words => words === 'a map')) return undefined;
  for (const place of placesOf(bare, path.split('.'))) {
    const [leaf, ...others] = resolvedAt(bare, place);
    const found =
      leaf === undefined || others.length > 0 || leaf.label !== '' ? undefined : said(path, leaf.path, leaf.value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Undefined where it was written. */
function said(path: string, place: readonly string[], { origin, plain }: Sourced<unknown>): Default | undefined {
  if (origin.kind === 'derived') return { why: origin.how };
  if (origin.kind !== 'chosen') return undefined;
  return COPIES.includes(path) ? { why: origin.why } : { is: valueText(place, plain), why: origin.why };
}

/** Every place in the file that a field stands for: `pools.<pool>.idle` is one place in each pool. */
function placesOf({ system }: Plan, path: readonly string[]): readonly Path[] {
  return path.reduce<readonly Path[]>(
    (places, step) => places.flatMap(place => keysFor(system, place, step).map(key => [...place, key])),
    [[]],
  );
}

function keysFor(system: System, place: Path, step: string): readonly string[] {
  switch (step) {
    case '<pool>':
      return system.pools.map(({ key }) => key);
    case '<container>':
      return system.pools
        .filter(({ key }) => key === place[1])
        .flatMap(({ containers }) => containers.map(({ name }) => name.plain));
    case '<profile>':
      return system.hardware.map(({ key }) => key);
    default:
      return step.startsWith('<') ? [] : [step];
  }
}
