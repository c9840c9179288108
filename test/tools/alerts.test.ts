import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import { parse } from 'yaml';
import { askPrometheus } from '../../scripts/promql-oracle.mjs';
import { runPromtool } from '../../scripts/promtool.mjs';
import { compile } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { unlessSkipped } from '../programs.ts';

/** Seconds between samples, and between two evaluations of a rule. */
const INTERVAL = 30;

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
}

interface RuleFile {
  readonly workload: string;
  readonly spec: { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
}

const RULE_FILES = ruleFilesOf(readFileSync(new URL('../../pipestream-scaling.yaml', import.meta.url), 'utf8'));

/** The alerts of the root example in production, by workload and name. */
const RULES: ReadonlyMap<string, Rule> = new Map(
  RULE_FILES.flatMap(({ workload, spec }) =>
    spec.groups.flatMap(({ rules }) => rules.map(rule => [`${workload} ${rule.alert}`, rule] as const)),
  ),
);

function ruleFilesOf(text: string): readonly RuleFile[] {
  const production = compile(sourceText('root.yaml', text)).value.find(({ name }) => name === 'production');
  return (production?.rendered ?? [])
    .filter(({ path }) => path.endsWith('prometheus-rule.yaml'))
    .map(({ text: file, path }) => ({ workload: path.split('/')[1] ?? '', spec: parse(file).spec }));
}

function ruleOf(name: string): Rule {
  const rule = RULES.get(name);
  if (rule === undefined) throw new Error(`no alert ${name}; there are ${[...RULES.keys()].join(', ')}`);
  return rule;
}

function secondsOf(duration: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Whether the alert fires at a time: its expression has held at each evaluation for as long as the rule waits. */
function fires(
  context: TestContext,
  name: string,
  series: Readonly<Record<string, string>>,
  minutes: number,
): boolean | string {
  const rule = ruleOf(name);
  const now = minutes * 60;
  const wait = secondsOf(rule.for);
  const at = Array.from({ length: wait / INTERVAL + 1 }, (_, index) => now - wait + index * INTERVAL);
  const answers = unlessSkipped(context, askPrometheus([{ interval: INTERVAL, series, queries: [rule.expr], at }]));
  const answer = answers[0]?.[0];
  if (answer?.points === undefined) return answer?.refused ?? 'no answer';
  const failed = answer.points.find(({ error }) => error !== undefined);
  return failed?.error ?? answer.points.every(({ elements }) => elements.length > 0);
}

const ENGINE = 'namespace="pipestream",horizontalpodautoscaler="pipestream-engine"';
const AT_MAX = {
  [`kube_horizontalpodautoscaler_status_current_replicas{${ENGINE},instance="a"}`]: '10x80',
  [`kube_horizontalpodautoscaler_spec_max_replicas{${ENGINE},instance="a"}`]: '10x80',
  'kube_deployment_status_replicas{namespace="pipestream",deployment="pipestream-engine"}': '10x80',
};
const SECOND_EXPORTER = {
  [`kube_horizontalpodautoscaler_status_current_replicas{${ENGINE},instance="b"}`]: '10x80',
  [`kube_horizontalpodautoscaler_spec_max_replicas{${ENGINE},instance="b"}`]: '10x80',
};
const lag = (samples: string, namespace = 'pipestream') => ({
  [`kafka_consumergroup_lag{consumergroup="pipestream-sidecar",topic="a",partition="0",namespace="${namespace}"}`]:
    samples,
});
const EMBEDDER = 'namespace="pipestream",deployment="embedder-module"';
const embedder = (replicas: string, available: string, waiting: string, calls: string) => ({
  [`kube_deployment_status_replicas{${EMBEDDER}}`]: replicas,
  [`kube_deployment_status_replicas_available{${EMBEDDER}}`]: available,
  'engine_module_pending_requests{module="embedder",pod="e1"}': waiting,
  'engine_callModule_duration_seconds_count{module="embedder",pod="e1"}': calls,
  'up{job="pipestream-engine",pod="e1"}': '1x240',
});
const pod = (name: string) => `namespace="pipestream",pod="pipestream-engine-5d4f8c7b9d-${name}"`;
const cpu = (name: string, phase: string, used: string | undefined) => ({
  ...(used === undefined ? {} : { [`container_cpu_usage_seconds_total{${pod(name)},container="engine"}`]: used }),
  [`kube_pod_container_resource_requests{${pod(name)},container="engine",resource="cpu"}`]: '1x80',
  [`kube_pod_status_phase{${pod(name)},phase="${phase}"}`]: '1x80',
});
const errors = (labels: string, samples: string) => ({
  [`keda_scaler_detail_errors_total{${labels},scaledObject="pipestream-engine",scaler="kafka-lag"}`]: samples,
});
/** One error in four minutes, and one at each poll. */
const NOW_AND_THEN = '0x7 1x7 2x7 3x7 4x7 5x7 6x7 7x7 8x7';
const ALWAYS = '0+1x80';

type Case = readonly [
  what: string,
  /** The pool's workload and the alert. */
  alert: string,
  series: Readonly<Record<string, string>>,
  minutes: number,
  fires: boolean,
];

const CASES: readonly Case[] = [
  ['at the maximum', 'pipestream-engine PoolPinnedAtMax', AT_MAX, 20, true],
  ['with two kube-state-metrics', 'pipestream-engine PoolPinnedAtMax', { ...AT_MAX, ...SECOND_EXPORTER }, 20, true],
  [
    'not below the maximum',
    'pipestream-engine PoolPinnedAtMax',
    { ...AT_MAX, [`kube_horizontalpodautoscaler_status_current_replicas{${ENGINE},instance="a"}`]: '9x80' },
    20,
    false,
  ],
  [
    'not of four messages a replica that grow at the maximum',
    'pipestream-engine LagGrowsAtMax',
    { ...AT_MAX, ...lag('0+1x80') },
    20,
    false,
  ],
  [
    'of a lag above the target that grows there, with two kube-state-metrics',
    'pipestream-engine LagGrowsAtMax',
    { ...AT_MAX, ...SECOND_EXPORTER, ...lag('20000+100x80') },
    20,
    true,
  ],
  [
    'when work waits and nothing takes it',
    'embedder-module PoolDoesNotWake',
    embedder('0x240', '0x240', '5x240', '0+1x240'),
    60,
    true,
  ],
  [
    'when the first replica does not become ready',
    'embedder-module PoolDoesNotWake',
    embedder('1x240', '0x240', '5x240', '0+1x240'),
    60,
    true,
  ],
  [
    'not when a replica takes it',
    'embedder-module PoolDoesNotWake',
    embedder('1x240', '1x240', '5x240', '0+1x240'),
    60,
    false,
  ],
  [
    'not while it may still wake',
    'embedder-module PoolDoesNotWake',
    embedder('0x240', '0x240', '0x116 5x124', '0x116 0+1x124'),
    62,
    false,
  ],
  [
    'when the pool runs on without work',
    'embedder-module PoolDoesNotReturn',
    embedder('1x240', '1x240', '0x240', '9x240'),
    60,
    true,
  ],
  [
    'not while it works',
    'embedder-module PoolDoesNotReturn',
    embedder('1x240', '1x240', '3x240', '0+1x240'),
    60,
    false,
  ],
  ['not at zero', 'embedder-module PoolDoesNotReturn', embedder('0x240', '0x240', '0x240', '9x240'), 60, false],
  [
    'not of one failed poll in four minutes',
    'pipestream-engine ScalerFails',
    errors('exported_namespace="pipestream"', NOW_AND_THEN),
    22,
    false,
  ],
  [
    'when each poll fails',
    'pipestream-engine ScalerFails',
    errors('exported_namespace="pipestream",namespace="keda"', ALWAYS),
    22,
    true,
  ],
  [
    'when each poll fails, and the operator is scraped with honorLabels',
    'pipestream-engine ScalerFails',
    errors('namespace="pipestream"', ALWAYS),
    22,
    true,
  ],
  [
    'not of an object of that name elsewhere, when KEDA runs in the namespace',
    'pipestream-engine ScalerFails',
    errors('namespace="pipestream",exported_namespace="other"', ALWAYS),
    22,
    false,
  ],
  [
    'at 80 % of the one pod that runs, beside one that was evicted',
    'pipestream-engine CpuAboveTarget',
    { ...cpu('aaaaa', 'Running', '0+24x80'), ...cpu('zzzzz', 'Failed', undefined) },
    22,
    true,
  ],
  [
    'not at 40 % of two that run',
    'pipestream-engine CpuAboveTarget',
    { ...cpu('aaaaa', 'Running', '0+12x80'), ...cpu('zzzzz', 'Running', '0+12x80') },
    22,
    false,
  ],
  [
    'when the workload has no HPA',
    'pipestream-engine AutoscalerAbsent',
    { 'kube_deployment_status_replicas{namespace="pipestream",deployment="pipestream-engine"}': '2x80' },
    20,
    true,
  ],
  ['not when it has one', 'pipestream-engine AutoscalerAbsent', AT_MAX, 20, false],
  [
    'when the HPA reads nothing, with two kube-state-metrics',
    'pipestream-engine AutoscalerInactive',
    {
      ...AT_MAX,
      [`kube_horizontalpodautoscaler_status_condition{${ENGINE},condition="ScalingActive",status="false",instance="a"}`]:
        '1x80',
      [`kube_horizontalpodautoscaler_status_condition{${ENGINE},condition="ScalingActive",status="false",instance="b"}`]:
        '1x80',
    },
    20,
    true,
  ],
  [
    "not of another environment's lag, whose group has the same name",
    'pipestream-engine LagAboveTarget',
    {
      ...lag('9000x80', 'pipestream-staging'),
      'kube_deployment_status_replicas{namespace="pipestream",deployment="pipestream-engine"}': '2x80',
    },
    20,
    false,
  ],
  [
    'of the lag of its own environment',
    'pipestream-engine LagAboveTarget',
    {
      ...lag('9000x80'),
      'kube_deployment_status_replicas{namespace="pipestream",deployment="pipestream-engine"}': '2x80',
    },
    20,
    true,
  ],
];

describe('an alert fires, by the engine of Prometheus:', () => {
  test.for(CASES)('%s', ([_what, name, series, minutes, expected], context) => {
    expect(fires(context, name, series, minutes)).toBe(expected);
  });
});

describe('an alert fires, by promtool:', () => {
  let folder = '';
  let answers: readonly string[] | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'alerts-'));
    answers = unitTests(folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.for(CASES.map((one, index) => [one[0], index] as const))('%s', ([, index], context) => {
    expect(unlessSkipped(context, answers)[index]).toBe('SUCCESS');
  });

  test('and takes every file of rules of the system', context => {
    const files = RULE_FILES.map(({ spec }, index) => written(folder, `rules-${String(index)}.yaml`, spec));
    expect(files.length).toBeGreaterThan(2);
    const checked = unlessSkipped(context, runPromtool(['check', 'rules', ...files], folder));
    expect(checked.output).not.toContain('FAILED');
    expect(checked.status).toBe(0);
  });
});

/** What promtool says of each case, in their order; undefined where it is not available. */
function unitTests(folder: string): readonly string[] | undefined {
  const files = CASES.map(([, name, series, minutes, expected], index) => {
    const rule = ruleOf(name);
    const rules = written(folder, `rules-of-${String(index)}.yaml`, { groups: [{ name: 'one', rules: [rule] }] });
    return written(folder, `case-${String(index)}.yaml`, {
      rule_files: [rules],
      evaluation_interval: `${String(INTERVAL)}s`,
      tests: [
        {
          interval: `${String(INTERVAL)}s`,
          input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
          promql_expr_test: [
            {
              // Whatever labels and texts it carries.
              expr: `count(ALERTS{alertname="${rule.alert}",alertstate="firing"})`,
              eval_time: `${String(minutes)}m`,
              exp_samples: expected ? [{ labels: '{}', value: 1 }] : [],
            },
          ],
        },
      ],
    });
  });
  const ran = runPromtool(['test', 'rules', ...files], folder);
  return ran?.output
    .split(/^Unit Testing: .*$/m)
    .slice(1)
    .map(answer => answer.trim());
}

/** The name of a file with the value, which is YAML as JSON is. */
function written(folder: string, name: string, value: unknown): string {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return name;
}
