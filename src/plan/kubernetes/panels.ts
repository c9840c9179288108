import type { Hardware } from '../../model/hardware.ts';
import type { Autoscaler, Panel } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, text } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Reading } from './readings.ts';
import {
  atMax,
  changeOfCount,
  ofAutoscaler,
  ofGpus,
  perReplica,
  queryOf,
  readsNothing,
  replicas,
  scalerErrors,
} from './series.ts';

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
      ...gpuPanels(target, neutral),
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
    {
      key: 'changes',
      title: title('changes of the replica count'),
      shows: 'changes',
      note: 'Above zero replicas were added, below they were removed: by the autoscaler, a rollback or a person.',
      unit: 'short',
      queries: [{ legend: 'change', expression: changeOfCount(target, neutral) }],
      threshold: undefined,
    },
    ...gpuPanels(target, neutral),
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

const EXPORTER =
  "Empty unless Prometheus scrapes NVIDIA's dcgm-exporter, which names the pod of a GPU. Nothing scales by it.";

/** What each GPU of the pool does; how much it is used no signal says. */
function gpuPanels(target: KubernetesTarget, neutral: NeutralPool): readonly Panel[] {
  const { pool } = neutral;
  if (pool.hardware === undefined) return [];
  const sharing = pool.hardware.sharing.plain;
  const legend = '{{exported_pod}}{{pod}} GPU {{gpu}} {{GPU_I_ID}}';
  const panel = { shows: 'lines', note: `${EXPORTER}${OF_SHARED[sharing]}`, threshold: undefined } as const;
  // A part of a GPU has no utilization, and of it the exporter has the share of time in which it computes.
  const used =
    sharing === 'mig'
      ? text`100 * (${ofGpus('DCGM_FI_PROF_GR_ENGINE_ACTIVE', target, neutral)})`
      : ofGpus('DCGM_FI_DEV_GPU_UTIL', target, neutral);
  return [
    {
      ...panel,
      key: 'gpu',
      title: text`${pool.name}: GPU use in percent`,
      unit: 'percent',
      queries: [{ legend, expression: used }],
    },
    {
      ...panel,
      key: 'gpu-memory',
      title: text`${pool.name}: GPU memory in use`,
      unit: 'mbytes',
      queries: [{ legend, expression: ofGpus('DCGM_FI_DEV_FB_USED', target, neutral) }],
    },
  ];
}

/** What the exporter knows of a GPU that several pods use (dcgm-exporter, issues 151 and 307). */
const OF_SHARED: Readonly<Record<Hardware['sharing']['plain'], string>> = {
  none: '',
  'time-slicing': ' Of the pods that share a GPU it names one or none, and the values are those of the whole GPU.',
  mig: ' Of MIG only its newer versions name the pod.',
};

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
