import { environmentLabels } from '../../model/environment-labels.ts';
import type { Panel } from '../../model/kubernetes-plan.ts';
import { oneLine } from '../../model/one-line.ts';
import type { Plan, PoolPlan } from '../../model/plan.ts';
import { mapped } from '../../model/sourced.ts';
import type { Json } from '../../model/sourced.ts';

/**
 * How a dashboard shows the other environments of its system. A panel is switched only where it then shows exactly what
 * the dashboard of the other environment shows; any other stays with its own, and says so.
 */
export interface EnvironmentSwitch {
  /** Variables of the dashboard; none where it shows one environment. */
  readonly variables: readonly Json[];
  /** What the dashboard says of it. */
  readonly note: string;
  /** The panel as it is drawn. */
  readonly panelOf: (pool: PoolPlan, panel: Panel) => Panel;
  /** What holds in this environment alone. */
  readonly only: (text: string) => string;
}

export function environmentSwitch(plan: Plan, plans: readonly Plan[]): EnvironmentSwitch {
  const seen = plans.flatMap(seenIn);
  const here = seen.find(({ name }) => name === plan.system.environment);
  // With other names of labels a query is another one.
  const there = seen.filter(({ labels }) => here !== undefined && namesOf(labels) === namesOf(here.labels));
  const varying = [...(here?.labels.keys() ?? [])].filter(
    label => new Set(there.map(({ labels }) => labels.get(label))).size > 1,
  );
  if (here === undefined || varying.length === 0) return fixed(there.map(({ name }) => name));
  const options = optionsOf(there, varying);
  const variables = variablesOf(options, varying, here);
  const variableOf = (label: string) => (varying.length === 1 ? CHOSEN : `own_${label}`);
  const others = there.filter(({ name }) => name !== here.name);
  return {
    variables,
    note: oneLine(
      'Choose the environment on top, and its data source where it has another.',
      'A panel with an environment in its title shows that one only.',
    ),
    only: text => `${here.name}: ${text}`,
    panelOf: (pool, panel) => {
      const switched = withVariables(panel, here, varying, variableOf);
      const theirs = others.map(environment => ({ environment, panel: panelIn(environment, pool, panel.key) }));
      const differing = theirs
        .filter(
          ({ environment, panel: other }) =>
            other === undefined || !areSame(withVariables(other, environment, varying, variableOf), switched),
        )
        .map(({ environment }) => environment);
      if (differing.length === 0 && !areSame(switched, panel)) return switched;
      if (theirs.every(({ panel: other }) => other !== undefined && areSame(other, panel)))
        return noted(panel, 'Reads the same series in every environment.');
      return noted(
        { ...panel, title: mapped(panel.title, title => `${title} (${here.name})`) },
        oneLine(
          `Shows ${here.name} whatever is chosen: there is no such panel in ${listed(differing)},`,
          'or it has another query or target.',
        ),
      );
    },
  };
}

const CHOSEN = 'environment';

/** An environment of which Prometheus shows anything. */
interface Seen {
  readonly name: string;
  /** What tells its series apart, the namespace first. */
  readonly labels: ReadonlyMap<string, string>;
  /** By their keys. */
  readonly pools: ReadonlyMap<string, PoolPlan>;
}

function seenIn({ system, pools }: Plan): readonly Seen[] {
  const target = system.targets.kubernetes;
  if (target === undefined || !pools.some(({ on: { kubernetes } }) => (kubernetes?.panels ?? []).length > 0)) return [];
  return [
    {
      name: system.environment,
      labels: environmentLabels(target),
      pools: new Map(pools.map(pool => [pool.pool.key, pool])),
    },
  ];
}

function panelIn({ pools }: Seen, { pool }: PoolPlan, key: string): Panel | undefined {
  return pools.get(pool.key)?.on.kubernetes?.panels.findLast(panel => panel.key === key);
}

function namesOf(labels: Seen['labels']): string {
  return [...labels.keys()].join('\0');
}

/** Environments whose series no label tells apart are told apart by the data source, and are one choice here. */
function fixed(names: readonly string[]): EnvironmentSwitch {
  return {
    variables: [],
    note:
      names.length < 2
        ? ''
        : `No label tells the series of ${names.join(' and ')} apart: choose the data source of the one to be seen.`,
    panelOf: (_, panel) => panel,
    only: text => text,
  };
}

interface Option {
  readonly text: string;
  readonly labels: Seen['labels'];
}

function optionsOf(there: readonly Seen[], varying: readonly string[]): readonly Option[] {
  const options = new Map<string, Option>();
  for (const { name, labels } of there) {
    const key = valuesOf(labels, varying);
    const before = options.get(key)?.text;
    options.set(key, { text: before === undefined ? name : `${before} / ${name}`, labels });
  }
  return [...options.values()];
}

function valuesOf(labels: Seen['labels'], varying: readonly string[]): string {
  return varying.map(label => labels.get(label) ?? '').join('\0');
}

/**
 * One label is the value of the variable itself. Several are variables of their own, which no query of series answers
 * surely: PromQL itself maps the name of the environment to the label's value.
 */
function variablesOf(options: readonly Option[], varying: readonly string[], here: Seen): readonly Json[] {
  const [label = ''] = varying;
  const single = varying.length === 1;
  const choices = options.map(({ text, labels }) => ({
    text,
    value: single ? (labels.get(label) ?? '') : text,
    selected: valuesOf(labels, varying) === valuesOf(here.labels, varying),
  }));
  const chosen = choices.find(({ selected }) => selected);
  return [
    {
      name: CHOSEN,
      label: 'Environment',
      type: 'custom',
      query: choices.map(({ text, value }) => (single ? `${text} : ${escaped(value)}` : text)).join(', '),
      hide: 0,
      includeAll: false,
      multi: false,
      options: choices,
      current: { text: chosen?.text ?? '', value: chosen?.value ?? '' },
    },
    ...(single ? [] : varying.map(of => mappedVariable(of, options, here))),
  ];
}

function mappedVariable(label: string, options: readonly Option[], here: Seen): Json {
  const chosen = `label_replace(vector(1), "name", "$${CHOSEN}", "", "")`;
  const value = options.reduce(
    (inner, { text, labels }) => `label_replace(${inner}, "value", "${labels.get(label) ?? ''}", "name", "${text}")`,
    chosen,
  );
  const current = here.labels.get(label) ?? '';
  return {
    name: `own_${label}`,
    type: 'query',
    datasource: { type: 'prometheus', uid: '$datasource' },
    query: `query_result(${value})`,
    regex: '/value="([^"]*)"/',
    // When the dashboard is loaded, and whenever the variable in the query changes.
    refresh: 1,
    hide: 2,
    includeAll: false,
    multi: false,
    options: [],
    current: { text: current, value: current },
  };
}

/** A comma would begin the next choice. */
function escaped(value: string): string {
  return value.replaceAll(',', '\\,');
}

/** `exported_namespace` ends as `namespace` does, and is the same namespace. */
function withVariables(
  panel: Panel,
  { labels }: Seen,
  varying: readonly string[],
  variableOf: (label: string) => string,
): Panel {
  const replaced = (expression: string) =>
    varying.reduce(
      (text, label) =>
        text.replaceAll(`${label}="${labels.get(label) ?? ''}"`, () => `${label}="$${variableOf(label)}"`),
      expression,
    );
  return {
    ...panel,
    queries: panel.queries.map(({ legend, expression }) => ({ legend, expression: mapped(expression, replaced) })),
  };
}

/** Whether everything of two panels is the same that must be for one to show the other. */
function areSame(one: Panel, other: Panel): boolean {
  return (
    one.title.plain === other.title.plain &&
    one.shows === other.shows &&
    one.unit === other.unit &&
    one.threshold?.plain === other.threshold?.plain &&
    one.queries.length === other.queries.length &&
    one.queries.every(
      ({ legend, expression }, index) =>
        legend === other.queries[index]?.legend && expression.plain === other.queries[index].expression.plain,
    )
  );
}

function noted(panel: Panel, note: string): Panel {
  return { ...panel, note: panel.note === undefined ? note : `${panel.note} ${note}` };
}

function listed(environments: readonly Seen[]): string {
  return environments.map(({ name }) => name).join(', ');
}
