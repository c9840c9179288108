import type { Autoscaler, Panel } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, text } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Reading } from './readings.ts';
import { atMax, ofAutoscaler, perReplica, queryOf, readsNothing, replicas, scalerErrors } from './series.ts';

/** What the dashboard shows of a pool: how many there are, what moves them, and whether that can be read at all. */
export function panelsOf(
  target: KubernetesTarget,
  neutral: NeutralPool,
  autoscaler: Autoscaler,
  readings: readonly Reading[],
): readonly Panel[] {
  const { pool } = neutral;
  const title = (what: string) => text`${pool.name}: ${what}`;
  const running = { legend: 'replicas', expression: text`max(${replicas(target, neutral)})` };
  const lines = { shows: 'lines', unit: 'short', threshold: undefined } as const;
  if (autoscaler.kind === 'none')
    return [
      { ...lines, key: 'replicas', title: title('replicas'), queries: [running], threshold: autoscaler.replicas },
    ];
  const errors =
    autoscaler.kind === 'scaled-object'
      ? { legend: '{{scaler}}', expression: scalerErrors(target, neutral) }
      : { legend: 'reads no metrics', expression: readsNothing(target, neutral) };
  return [
    {
      ...lines,
      key: 'replicas',
      title: title('replicas'),
      queries: [
        running,
        { legend: 'wanted', expression: ofAutoscaler(target, neutral, 'status_desired_replicas') },
        { legend: 'min', expression: ofAutoscaler(target, neutral, 'spec_min_replicas') },
        { legend: 'max', expression: ofAutoscaler(target, neutral, 'spec_max_replicas') },
      ],
    },
    ...readings.map(
      ({ key, what, unit, expression, threshold }): Panel => ({
        key,
        title: title(what),
        shows: 'lines',
        unit,
        queries: [{ legend: key, expression }],
        threshold,
      }),
    ),
    ...growthPanel(target, neutral, autoscaler),
    ...wakePanel(neutral, autoscaler),
    {
      key: 'at-max',
      title: title('at its maximum'),
      shows: 'at-max',
      unit: 'short',
      queries: [{ legend: 'at max', expression: atMax(target, neutral, 'bool ') }],
      threshold: undefined,
    },
    autoscaler.kind === 'scaled-object'
      ? {
          ...lines,
          key: 'errors',
          title: title('errors of its triggers'),
          unit: 'cps',
          queries: [errors],
          threshold: because('any error at all', 0),
        }
      : { ...lines, key: 'errors', title: title('autoscaler reads nothing'), queries: [errors] },
  ];
}

function growthPanel(target: KubernetesTarget, neutral: NeutralPool, autoscaler: Autoscaler): readonly Panel[] {
  const { pool } = neutral;
  const query = queryOf(autoscaler, 'growth');
  const lag = pool.signals.kafkaLag;
  if (query === undefined || lag?.growth === undefined) return [];
  return [
    {
      key: 'kafka-lag-growth',
      title: text`${pool.name}: messages expected to wait for each replica`,
      shows: 'lines',
      unit: 'short',
      queries: [{ legend: 'forecast', expression: perReplica(query, target, neutral) }],
      threshold: lag.perReplica,
    },
  ];
}

function wakePanel({ pool, wakeSources }: NeutralPool, autoscaler: Autoscaler): readonly Panel[] {
  const query = queryOf(autoscaler, 'wake');
  const source = wakeSources.find(({ from }) => from === 'wake' || from === 'requests');
  if (query === undefined || source === undefined) return [];
  return [
    {
      key: 'wake',
      title: text`${pool.name}: work that wakes it`,
      shows: 'lines',
      unit: 'short',
      queries: [{ legend: 'work', expression: query }],
      threshold: source.activation,
    },
  ];
}
