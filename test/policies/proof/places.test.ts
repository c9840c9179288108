import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { applyEdits } from '../../../src/source/text-edits.ts';
import { completeExample } from '../../../src/lint/engine/example.ts';
import { lintExample } from '../lint.ts';

const pool = (kind: string, rest: string) => `pools:
  worker:
    kind: ${kind}
    replicas: { max: 1 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
${rest}`;

function found(yaml: string, targets: 'kubernetes' | 'ecs' = 'kubernetes') {
  const source = sourceText('example.yaml', completeExample(yaml, targets));
  return lintExample({ yaml, targets }).map(diagnostic => ({
    ...diagnostic,
    marked: marked(diagnostic),
    line: diagnostic.span && source.positionAt(diagnostic.span.start).line,
  }));
}

function marked({ span }: Diagnostic): string | undefined {
  return span?.source.text.slice(span.start, span.end);
}

describe('a finding about a query marks the part that is wrong', () => {
  test.each([
    ['plain', 'prometheus: sum(rate(calls_total{route="a"}[2m)))', ')'],
    ['single quotes', 'prometheus: \'sum(rate(calls_total{route="a"}[2m)))\'', ')'],
    ['in a map', 'prometheus: { query: "sum(calls_total[2m])" }', 'calls_total[2m]'],
    [
      'double quotes with escapes, as a whole',
      'prometheus: "sum(calls_total{route=\\"a\\"}[2m])"',
      '"sum(calls_total{route=\\"a\\"}[2m])"',
    ],
  ])('%s', (_style, source, part) => {
    expect(
      found(
        pool(
          'demand-driven',
          `    signals:\n      requests:\n        perReplica: 10/s\n        source:\n          ${source}\n`,
        ),
      ),
    ).toMatchObject([{ id: 'promql-syntax', marked: part, line: 10 }]);
  });

  test('a name that the runtime does not emit', () => {
    expect(
      found(
        pool(
          'demand-driven',
          '    signals: { requests: { perReplica: 10/s, source: { prometheus: { counter: \'grpc_client_started_total{grpc_service="w"}\', job: worker } } } }\n',
        ),
      ),
    ).toMatchObject([{ id: 'metric-not-emitted-by-runtime', marked: 'grpc_client_started_total', line: 6 }]);
  });
});

describe('one cause is one finding, and what follows from it is a note', () => {
  test("the pool's own metric explains that it never wakes", () => {
    const findings = found(
      pool('scale-to-zero', '    wake: { source: { prometheus: \'sum(queue_length{job="worker"})\' } }\n'),
    );
    expect(findings).toMatchObject([{ id: 'self-signal-from-zero', marked: '\'sum(queue_length{job="worker"})\'' }]);
    expect(findings[0]?.related?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^therefore .*\[never-wakes\]$/),
    ]);
  });

  test('so does a query that cannot be read', () => {
    const findings = found(pool('scale-to-zero', "    wake: { source: { prometheus: 'sum(queue_length' } }\n"));
    expect(findings.map(({ id }) => id)).toEqual(['promql-syntax']);
  });

  test('and CPU alone on both platforms', () => {
    const ids = found(pool('scale-to-zero', '    signals: { cpu: 70% }\n'), 'ecs').map(({ id }) => id);
    expect(ids).toEqual(['cpu-tracking-from-zero']);
  });
});

test('a default minimum of 0 is reported at the kind, not at the top of the file', () => {
  expect(found(pool('scale-to-zero', ''))).toMatchObject([
    { id: 'never-wakes', marked: 'scale-to-zero', line: 3, path: ['pools', 'worker', 'replicas', 'min'] },
  ]);
});

test('the guard is put around the query, inside its quotes', () => {
  const yaml = pool(
    'scale-to-zero',
    '    signals:\n      kafkaLag: { perReplica: 10, topics: [work], partitions: 12 }\n      latency: { p99: 2s, source: { prometheus: \'histogram_quantile(0.99, sum by (le) (rate(gateway_seconds_bucket{upstream="worker"}[5m])))\' } }\n',
  );
  const [finding] = found(yaml);
  const edited = applyEdits(
    sourceText('example.yaml', completeExample(yaml, 'kubernetes')),
    finding?.fixes?.[0]?.edits ?? [],
  );
  expect(finding?.id).toBe('never-returns-to-zero');
  expect(edited.kind === 'edited' && edited.text).toContain(
    'prometheus: \'(histogram_quantile(0.99, sum by (le) (rate(gateway_seconds_bucket{upstream="worker"}[5m]))) >= 0) or vector(0)\' }',
  );
});

test('numbers are in the message: what waking takes, of what, and what callers allow', () => {
  const [finding] = found(
    pool(
      'scale-to-zero',
      '    coldStart: { node: 90s, image: 60s, startup: 90s }\n    wake: { retryBudget: 6s, source: { prometheus: { gauge: \'pending{upstream="worker"}\' } } }\n',
    ),
  );
  expect(finding).toMatchObject({
    id: 'cold-start-exceeds-retry-budget',
    marked: '6s',
    message:
      'pool "worker" takes up to 4m45s to wake on Kubernetes (30s scrape interval + 15s polling interval + 4m cold start), but its callers stop retrying after 6s',
  });
});

test("under the preset the engine's own six seconds count where nothing is written", () => {
  expect(
    found(
      `preset: pipestream\n${pool('scale-to-zero', '    signals: { requestQueue: { perReplica: 10, source: { prometheus: { gauge: \'engine_module_pending_requests{module="worker"}\' } } } }\n')}`,
    ),
  ).toMatchObject([
    { id: 'cold-start-exceeds-retry-budget', message: expect.stringContaining('stop retrying after 6s') },
  ]);
});
