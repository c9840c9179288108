import type { AdapterMetric, CustomSignal, KedaTrigger } from '../../model/custom-signals.ts';
import { scalerFacts, writtenTarget } from '../../model/keda-scalers.ts';
import type { ScalerFacts } from '../../model/keda-scalers.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import { amountOf } from '../../model/quantity.ts';
import { because, mapped, Sourced } from '../../model/sourced.ts';
import type { Origin } from '../../model/sourced.ts';
import type { Config } from '../schema/root.ts';
import { entriesOf } from '../zip.ts';
import type { Section } from '../zip.ts';
import { signInOf } from './authentication.ts';
import { pairsOf } from './containers.ts';
import { cloudwatchOf } from './cloudwatch.ts';
import { WHY } from './defaults.ts';

type PoolSection = Section<Config['pools'][string]>;
type Written = NonNullable<NonNullable<PoolSection['signals']>['custom']>;
type CustomSection = Written[string];

export function customSignalsOf(written: Written | undefined): readonly CustomSignal[] {
  return written === undefined ? [] : entriesOf(written).map(([key, section]) => customOf(key, section));
}

function customOf(key: string, written: CustomSection): CustomSignal {
  const at = written.$key ?? written.$at;
  const adapter = adapterOf(written);
  const cloudwatch = written.cloudwatch === undefined ? undefined : cloudwatchOf(written.cloudwatch);
  if (adapter !== undefined) {
    const level = because('a metric of an adapter is a level unless it is said', 'level' as const, at);
    const { kind, quantity } = adapter.target;
    return {
      key,
      at,
      reads: adapter,
      counts: written.counts ?? level,
      total: written.total ?? mapped(quantity, () => adapter.of !== 'pods' && kind === 'averageValue'),
      own: written.own ?? because(adapter.of === 'pods' ? 'its pods report it' : NOT_OWN, adapter.of === 'pods', at),
      inFlight: because('an HPA never scales to zero', false, at),
      perReplica: mapped(quantity, amountOf),
      activation: because(WHY.noActivation, 0, at),
      cloudwatch,
    };
  }
  return { key, at, ...triggerOf(written, at), own: written.own ?? because(NOT_OWN, false, at), cloudwatch };
}

const NOT_OWN = 'another system reports it';

type OfTrigger = Pick<CustomSignal, 'reads' | 'counts' | 'total' | 'inFlight' | 'perReplica' | 'activation'>;

function triggerOf(written: CustomSection, at: Origin): OfTrigger {
  // The schema wants exactly one of them.
  const type = written.type ?? because('no scaler was written', 'external' as const, at);
  const facts = scalerFacts(type.plain);
  const metadata = metadataOf(written.metadata);
  const counts =
    written.counts ?? (facts.counts && because(`what KEDA's scaler ${type.plain} counts`, facts.counts, at));
  const total =
    written.total ??
    because(
      facts.counts === 'level' ? 'a number that the replicas share' : 'work and rates are shared, and a level is not',
      facts.counts === 'level' || counts?.plain !== 'level',
      counts?.origin ?? at,
    );
  const reads: KedaTrigger = {
    kind: 'trigger',
    type,
    metadata,
    metricType:
      written.metricType ??
      because(
        total.plain ? 'a total is shared by the replicas' : 'a level does not shrink with replicas',
        total.plain ? 'AverageValue' : 'Value',
        total.origin,
      ),
    authentication: signInOf(written.authentication),
  };
  return {
    reads,
    counts,
    total,
    inFlight: written.inFlight ?? because(`what KEDA's scaler ${type.plain} counts`, facts.inFlight, at),
    perReplica: targetOf(type, metadata, at),
    activation: activationOf(facts, metadata, at),
  };
}

function metadataOf(written: CustomSection['metadata']): readonly LabelPair[] {
  if (written === undefined) return [];
  return entriesOf(written).map(([key, value]) => ({
    key: new Sourced(key, value.origin),
    value: mapped(value, plain => String(plain)),
  }));
}

function targetOf(type: KedaTrigger['type'], metadata: readonly LabelPair[], at: Origin): CustomSignal['perReplica'] {
  const { targets } = scalerFacts(type.plain);
  const values = new Map(metadata.map(({ key, value }) => [key.plain, value]));
  const target = writtenTarget(type.plain, Object.fromEntries(values));
  if (target === undefined) return undefined;
  const written = targets.map(key => values.get(key)).find(value => value !== undefined);
  return written === undefined ? because("KEDA's default", target, at) : mapped(written, () => target);
}

function activationOf({ activation }: ScalerFacts, metadata: readonly LabelPair[], at: Origin): Sourced<number> {
  const written = metadata.find(({ key }) => key.plain === activation)?.value;
  const number = Number(written?.plain);
  return written === undefined || !Number.isFinite(number)
    ? because(WHY.noActivation, 0, at)
    : mapped(written, () => number);
}

function adapterOf({ pods, object, external }: CustomSection): AdapterMetric | undefined {
  if (pods !== undefined) return served('pods', pods, { kind: 'averageValue', quantity: pods.averageValue });
  const compared = object ?? external;
  if (compared === undefined) return undefined;
  const { averageValue, value } = compared;
  const target = compared.averageValue === undefined ? ('value' as const) : ('averageValue' as const);
  const quantity = averageValue ?? value ?? because('no value was written', '1', compared.$at);
  return {
    ...served(object === undefined ? 'external' : 'object', compared, { kind: target, quantity }),
    object: object && { apiVersion: object.apiVersion, kind: object.kind, name: object.name },
  };
}

function served(
  of: AdapterMetric['of'],
  { metric, selector }: Pick<NonNullable<CustomSection['external']>, 'metric' | 'selector'>,
  target: AdapterMetric['target'],
): AdapterMetric {
  return { kind: 'adapter', of, metric, selector: pairsOf(selector), object: undefined, target };
}
