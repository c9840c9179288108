import type { EcsQuery } from '../../model/ecs-plan.ts';
import type { EcsSeries } from '../../model/cloudwatch.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Reading } from './readings.ts';

/**
 * The metric queries of one or more readings, and the expression over them that returns data.
 *
 * `compose` is given what each reading reads as, in ids, and the id of the running tasks. CloudWatch takes ten series.
 */
export function queriesOf(
  readings: readonly Reading[],
  taskCount: EcsSeries,
  label: string,
  compose: (parts: readonly string[], tasks: string) => string,
  countTasks = readings.some(reading => reading.perTask),
): readonly EcsQuery[] {
  const queries: EcsQuery[] = [];
  const add = (series: EcsSeries, what: string): string => {
    const id = `m${String(queries.length + 1)}`;
    queries.push({ id, series, expression: undefined, label: because('says what is read', what), returnData: false });
    return id;
  };
  const works = readings.map(reading => {
    const ids = reading.series.map(series => add(series, reading.what.replace(/ for each task$/, '')));
    const heartbeat =
      reading.heartbeat === undefined ? undefined : add(reading.heartbeat, 'heartbeat of the same source');
    return workOf(ids, heartbeat);
  });
  const tasks = countTasks ? add(taskCount, 'running tasks') : '';
  const parts = works.map((work, index) => {
    const reading = readings[index];
    return `${work}${reading?.perMinute === true ? '/60' : ''}${reading?.perTask === true ? `/${tasks}` : ''}`;
  });
  const expression = compose(parts, tasks);
  const only = queries[0];
  if (queries.length === 1 && only !== undefined && expression === only.id) {
    return [{ ...only, label: because('says what is read', label), returnData: true }];
  }
  return [
    ...queries,
    {
      id: 'e1',
      series: undefined,
      expression: expressionOf(readings, expression),
      label: because('says what is read', label),
      returnData: true,
    },
  ];
}

/**
 * A missing value is none only where the heartbeat is there: adding nothing times the heartbeat makes both missing stay
 * missing.
 */
export function workOf(ids: readonly string[], heartbeat: string | undefined): string {
  if (heartbeat !== undefined) return `(${ids.map(id => `FILL(${id}, 0)`).join('+')}+0*${heartbeat})`;
  const sum = ids.join('+');
  return ids.length > 1 ? `(${sum})` : sum;
}

function expressionOf(readings: readonly Reading[], expression: string): Sourced<string> {
  const first = readings[0];
  if (first === undefined) return because('over the running tasks', expression);
  if (readings.length === 1) return because(`${first.what}, by metric math`, expression, first.at);
  return derive(
    'true for every signal at once',
    Object.fromEntries(readings.map(({ name, target }) => [name, target])),
    () => expression,
  );
}
