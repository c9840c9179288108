import { hash } from 'node:crypto';
import type { Panel } from '../../model/kubernetes-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { Json } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';
import type { EnvironmentSwitch } from './environment-switch.ts';

/** A pool's panels as one row of a dashboard, at any height. */
export interface DashboardRow {
  readonly height: number;
  panelsAt(y: number): readonly Json[];
}

const COLUMNS = 3;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 7;
const TITLE = 1;

/** `promised` is shown beside the title of the replicas. */
export function rowOf(
  planned: PoolPlan,
  promised: string | undefined,
  { panelOf, only }: EnvironmentSwitch,
): DashboardRow {
  const panels = (planned.on.kubernetes?.panels ?? []).map(panel => panelOf(planned, panel));
  const name = planned.pool.name.plain;
  const times = promised === undefined ? undefined : only(promised);
  // Drawn once and placed twice: a row is measured before it is known where it goes.
  const drawn = [
    {
      head: { id: idOf(name, ''), type: 'row', title: name, collapsed: false, panels: [] },
      at: { x: 0, y: 0, w: 24, h: TITLE },
      tail: {},
    },
    ...panels.map((panel, index) => ({
      head: {
        id: idOf(name, panel.key),
        ...DRAWN[panel.shows](panel),
        title: panel.title.plain,
        ...described(panel.key === 'replicas' ? times : undefined, panel.note),
        datasource: { type: 'prometheus', uid: '$datasource' },
      },
      at: { x: (index % COLUMNS) * WIDTH, y: TITLE + Math.floor(index / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT },
      tail: {
        targets: panel.queries.map(({ legend, expression }, position) => ({
          refId: String.fromCharCode(65 + position),
          expr: expression.plain,
          legendFormat: legend,
        })),
      },
    })),
  ];
  return {
    height: TITLE + Math.ceil(panels.length / COLUMNS) * HEIGHT,
    panelsAt: y => drawn.map(({ head, at, tail }) => ({ ...head, gridPos: { ...at, y: y + at.y }, ...tail })),
  };
}

function described(...parts: readonly (string | undefined)[]): { readonly description?: string } {
  const said = parts.filter(part => part !== undefined && part !== '');
  return said.length === 0 ? {} : { description: said.join('\n\n') };
}

/** Links to a panel hold its id, and so do alerts: it follows from the names and not from the place. */
export function idOf(pool: string, key: string): number {
  return Number.parseInt(hash('sha256', `${pool}/${key}`).slice(0, 8), 16) & 0x7f_ff_ff_ff;
}

/** Grafana's model of a panel, of which no schema is checked. */
interface PanelJson {
  readonly [key: string]: Json;
}

const DRAWN: { readonly [S in Panel['shows']]: (panel: Panel) => PanelJson } = {
  lines: linesPanel,
  'at-max': atMaxPanel,
  changes: changesPanel,
};

function linesPanel({ unit, threshold }: Panel): PanelJson {
  return {
    type: 'timeseries',
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        color: { mode: 'palette-classic' },
        custom: {
          drawStyle: 'line',
          lineWidth: 1,
          fillOpacity: 0,
          showPoints: 'never',
          thresholdsStyle: { mode: threshold === undefined ? 'off' : 'line' },
        },
        thresholds: {
          mode: 'absolute',
          steps: [
            { color: 'green', value: null },
            ...(threshold === undefined ? [] : [{ color: 'red', value: threshold.plain }]),
          ],
        },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'none' },
    },
  };
}

/** Bars up and down from zero, one wherever the count changed. */
function changesPanel({ unit }: Panel): PanelJson {
  return {
    type: 'timeseries',
    fieldConfig: {
      defaults: {
        unit,
        decimals: 0,
        color: { mode: 'thresholds' },
        custom: { drawStyle: 'bars', lineWidth: 1, fillOpacity: 100, gradientMode: 'scheme', showPoints: 'never' },
        thresholds: {
          mode: 'absolute',
          steps: [
            { color: 'blue', value: null },
            { color: 'orange', value: 0 },
          ],
        },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
      tooltip: { mode: 'multi', sort: 'none' },
    },
  };
}

function atMaxPanel({ unit }: Panel): PanelJson {
  return {
    type: 'state-timeline',
    fieldConfig: {
      defaults: {
        unit,
        custom: { fillOpacity: 70, lineWidth: 0 },
        mappings: [
          {
            type: 'value',
            options: {
              0: { text: 'room to grow', color: 'green', index: 0 },
              1: { text: 'at max', color: 'red', index: 1 },
            },
          },
        ],
        thresholds: { mode: 'absolute', steps: [{ color: 'green', value: null }] },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false },
      mergeValues: true,
      rowHeight: 0.9,
      showValue: 'never',
      tooltip: { mode: 'single', sort: 'none' },
    },
  };
}

/** The classic model, in the version that Grafana 10.4 wrote; later ones read it. */
const SCHEMA_VERSION = 39;

export function dashboardOf(
  system: System,
  part: number,
  rows: readonly DashboardRow[],
  { variables, note }: EnvironmentSwitch,
): Json {
  let y = 0;
  const panels = rows.flatMap(row => {
    const placed = row.panelsAt(y);
    y += row.height;
    return placed;
  });
  const name = `${system.name.plain} ${system.environment}`;
  const tag = `scaling-${system.name.plain}-${system.environment}`;
  return {
    uid: uidOf(system, part),
    title: `${name}: scaling${part === 1 ? '' : ` (${String(part)})`}`,
    ...described('Generated by pipestream-scaling: what autoscaling looks at, and what it does.', note),
    tags: ['scaling', tag],
    schemaVersion: SCHEMA_VERSION,
    editable: false,
    graphTooltip: 1,
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    annotations: { list: [] },
    // A large system has several dashboards; each leads to the others.
    links: [
      {
        type: 'dashboards',
        title: name,
        tags: [tag],
        asDropdown: true,
        includeVars: true,
        keepTime: true,
        targetBlank: false,
        icon: 'external link',
        tooltip: '',
        url: '',
      },
    ],
    templating: {
      list: [
        {
          name: 'datasource',
          label: 'Prometheus',
          type: 'datasource',
          query: 'prometheus',
          regex: '',
          refresh: 1,
          hide: 0,
          includeAll: false,
          multi: false,
          options: [],
          current: { text: 'default', value: 'default' },
        },
        ...variables,
      ],
    },
    panels,
  };
}

/** At most 40 characters, as Grafana allows, and another for each environment, since they may share a Grafana. */
export function uidOf(system: System, part: number): string {
  const names = [system.name.plain, system.environment, system.targets.kubernetes?.namespace.plain ?? ''];
  const digest = hash('sha256', names.join('\0')).slice(0, 24);
  return `scaling-${digest}${part === 1 ? '' : `-${String(part)}`}`;
}
