import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { EcsQuery } from '../../model/ecs-plan.ts';
import { metricMath } from './metric-math.ts';

/** The value of a series in a minute, counted from the start; undefined where nothing was published. */
export type Published = (series: EcsSeries, minute: number) => number | undefined;

/** What the queries return at a minute: the one that returns data, over the others. */
export function queriesValue(
  queries: readonly EcsQuery[],
): (minute: number, published: Published) => number | undefined {
  const byId = new Map(queries.map(query => [query.id, valueOf(query)]));
  const returned = queries.find(({ returnData }) => returnData);
  if (returned === undefined) throw new TypeError('no query returns data');
  return (minute, published) => {
    const value = (id: string, at: number): number | undefined => {
      const of = byId.get(id);
      if (of === undefined) throw new TypeError(`no query has the id ${id}`);
      return of(at, published, value);
    };
    return value(returned.id, minute);
  };
}

type Value = (
  minute: number,
  published: Published,
  other: (id: string, minute: number) => number | undefined,
) => number | undefined;

function valueOf({ series, expression }: EcsQuery): Value {
  if (series !== undefined) return (minute, published) => published(series, minute);
  const math = metricMath(expression?.plain ?? '');
  return (minute, _, other) => math.valueAt(minute, other);
}
