import type { EcsQuery, EcsWidget } from '../../model/ecs-plan.ts';
import { because, text, unwrap } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';

/** A graph, and what is promised of its pool. */
export interface PoolWidget {
  readonly widget: EcsWidget;
  readonly promised: string | undefined;
}

/** CloudWatch takes a dashboard as JSON in a string. */
export function dashboardBody(system: System, region: string, widgets: readonly PoolWidget[]): Sourced<string> {
  const body = { widgets: widgets.map((shown, index) => widgetOf(shown, index, region)) };
  return because('graphs of every pool that autoscaling watches or moves', JSON.stringify(unwrap(body)), system.at);
}

const WIDTH = 8;
const HEIGHT = 6;
const COLUMNS = 3;

function widgetOf(
  { widget: { title, queries, line, of }, promised }: PoolWidget,
  index: number,
  region: string,
): unknown {
  return {
    type: 'metric',
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: of === 'tasks' && promised !== undefined ? text`${title}; ${promised}` : title,
      region,
      view: 'timeSeries',
      period: 60,
      metrics: queries.map(metricOf),
      annotations: { horizontal: [{ label: of === 'tasks' ? 'max' : 'target', value: line }] },
      yAxis: { left: { min: 0 } },
    },
  };
}

function metricOf({ id, series, expression, label, returnData }: EcsQuery): unknown {
  const options = { id, label, visible: returnData };
  return series === undefined
    ? [{ ...options, expression }]
    : [
        series.namespace,
        series.metric,
        ...series.dimensions.flatMap(({ key, value }) => [key, value]),
        { ...options, stat: series.statistic },
      ];
}
