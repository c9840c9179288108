import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manifestsOf } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import { proofsSaid } from '../../src/report/proof-lines.ts';
import { lintPlans, planSource } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';

const STAGES = ['fixed', 'observe', 'cpu', 'full'] as const;
type Stage = (typeof STAGES)[number];

test.each([
  ['fixed', 'observe'],
  ['observe', 'cpu'],
  ['cpu', 'full'],
] as const)('the guide to stages shows what the step from %s to %s changes', (from, to) => {
  const [, section = ''] = new RegExp(`### ${from} → ${to}\n(.+?)(?=\n##)`, 's').exec(guide('stages.md')) ?? [];
  const hunks = blocks(section, 'diff')
    .flatMap(diff => diff.split(/^(?=--- )/m))
    .flatMap(hunksOf);
  expect(hunks.length).toBeGreaterThan(0);
  for (const { path, before, after } of hunks) {
    if (before !== '') expect(shopAt(from, path), path).toContain(before);
    expect(shopAt(to, path), path).toContain(after);
  }
});

test('a new stage adds and removes no object on Kubernetes', () => {
  const paths = STAGES.map(stage =>
    shop(stage)
      .map(({ path }) => path)
      .filter(path => path.startsWith('kubernetes/')),
  );
  for (const found of paths) expect(found).toEqual(paths[0]);
});

test('the guide to git lists the files of the example, and shows lines of them', () => {
  const text = guide('gitops.md');
  const listed = [...text.matchAll(/^out\/production\/(\S+)$/gm)].map(([, path]) => path);
  expect(listed).toEqual([...shop('fixed').map(({ path }) => path), 'ledger.json'].toSorted());
  for (const block of blocks(text, 'yaml'))
    expect(
      shop('fixed').some(file => file.text.includes(block)),
      block,
    ).toBe(true);
});

test('the guide to scale to zero shows lines of its example and of what that compiles to', () => {
  const text = readFileSync(new URL('../../docs/configuration/examples/gpu.yaml', import.meta.url), 'utf8');
  const output = compile(sourceText('gpu.yaml', text)).value.flatMap(({ rendered }) => rendered.map(file => file.text));
  const scaler = output
    .flatMap(file => /"SCALER": "(.+)"/.exec(file)?.[1] ?? [])
    .map(quoted => JSON.stringify(JSON.parse(quoted.replaceAll('\\"', '"')), undefined, 1));
  const known = [text, ...output].map(flush);
  const shown = blocks(guide('scale-to-zero.md'), 'yaml|json');
  expect(shown).toHaveLength(5);
  for (const block of shown.filter(one => !one.includes('"quiet"')))
    expect(
      known.some(one => one.includes(flush(block))),
      block,
    ).toBe(true);
  const watcher = shown.find(block => block.includes('"quiet"')) ?? '';
  for (const line of watcher.split('\n')) expect(scaler.join('\n')).toContain(line.trim());
});

test('the guide to scale to zero quotes what lint says of a retry budget that is too short', () => {
  const text = readFileSync(new URL('../../docs/configuration/examples/gpu.yaml', import.meta.url), 'utf8')
    .replace('retryBudget: 15m', 'retryBudget: 3m')
    .replace('holdsRequests: true', 'holdsRequests: false');
  const found = lintPlans(compile(sourceText('gpu.yaml', text)).value).find(
    ({ id }) => id === 'cold-start-exceeds-retry-budget',
  );
  expect(found?.message).toBe(
    'pool "embedder" takes up to 7m to wake on ECS (1m period + 1m rate + 1m scheduling + 4m cold start), but its callers stop retrying after 3m',
  );
  expect(guide('scale-to-zero.md')).toContain(
    `80:20 error  ${found?.message ?? ''}  [cold-start-exceeds-retry-budget]`,
  );
});

test('the guide to charts shows its examples, what they compile to, and what lint says of a chart that sets replicas', () => {
  const chart = EXAMPLE_OF_A_CHART;
  const rendered = readFileSync(
    new URL('../../examples/owned-by-a-chart/rendered/search.yaml', import.meta.url),
    'utf8',
  );
  const known = [
    readFileSync(new URL(`../../${chart}`, import.meta.url), 'utf8'),
    readFileSync(new URL('../../docs/configuration/examples/chart.yaml', import.meta.url), 'utf8'),
    ...compile(sourceText(chart, textOf(chart)), manifestsOf(sourceText(chart, textOf(chart)))).value.flatMap(one =>
      one.rendered.map(({ text }) => text),
    ),
  ].map(flush);
  const shown = blocks(guide('chart.md'), 'yaml');
  // What Argo CD and a VPA are told is not of this project.
  const own = shown.filter(block => !/^spec:|kind: VerticalPodAutoscaler/m.test(block));
  expect([shown.length, own.length]).toEqual([5, 3]);
  for (const block of own)
    expect(
      known.some(one => one.includes(flush(block))),
      block,
    ).toBe(true);
  const manifests = new Map([
    [
      'rendered/search.yaml',
      {
        value: sourceText('rendered/search.yaml', rendered.replace(/ {2}# No replicas.*/, '  replicas: 2')),
        diagnostics: [],
      },
    ],
  ]);
  const { value } = planSource(sourceText('pipestream-scaling.yaml', textOf(chart)), undefined, manifests);
  const [found] = lintPlans(value);
  const { line, column } = found?.span?.source.positionAt(found.span.start) ?? { line: 0, column: 0 };
  expect(guide('chart.md')).toContain(
    `pipestream-scaling.yaml:${String(line)}:${String(column)} warning  ${found?.message ?? ''}  [manifest-sets-replicas]`,
  );
});

test('the guide to charts names policies and files that there are', () => {
  const links = [...guide('chart.md').matchAll(/\]\((\.\.[^)]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(8);
  for (const link of links)
    expect(existsSync(new URL(link, new URL('../../docs/guides/', import.meta.url))), link).toBe(true);
});

const EXAMPLE_OF_A_CHART = 'examples/owned-by-a-chart/pipestream-scaling.yaml';

function textOf(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

interface Hunk {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

function hunksOf(diff: string): readonly Hunk[] {
  const [, path = ''] = /^\+\+\+ b\/out\/production\/(.+)$/m.exec(diff) ?? [];
  return diff
    .split(/^@@.*\n/m)
    .slice(1)
    .map(hunk => {
      const lines = hunk.trimEnd().split('\n');
      const side = (other: string) =>
        lines
          .filter(line => !line.startsWith(other))
          .map(line => line.slice(1))
          .join('\n');
      return { path, before: side('+'), after: side('-') };
    });
}

function shop(stage: Stage) {
  const text = readFileSync(new URL('../../docs/guides/shop.yaml', import.meta.url), 'utf8').replace(
    'stage: fixed',
    `stage: ${stage}`,
  );
  return compile(sourceText('shop.yaml', text)).value.find(({ name }) => name === 'production')?.rendered ?? [];
}

function shopAt(stage: Stage, path: string): string {
  return shop(stage).find(file => file.path === path)?.text ?? '';
}

function guide(name: string): string {
  return readFileSync(new URL(`../../docs/guides/${name}`, import.meta.url), 'utf8');
}

function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`(?:${language})\n(.+?)\n\`\`\`$`, 'gms'))].map(([, block = '']) => block);
}

function flush(text: string): string {
  return text
    .split('\n')
    .map(line => line.trim())
    .join('\n');
}

test('the guide to scale to zero shows how long its example takes', () => {
  const text = readFileSync(new URL('../../docs/configuration/examples/gpu.yaml', import.meta.url), 'utf8');
  const said = planSource(sourceText('gpu.yaml', text)).value.flatMap(({ name, plan }) => proofsSaid(name, plan));
  const embedder = said.slice(0, said.indexOf('reranker, default, Kubernetes'));
  expect(embedder.filter(line => /^ {2}(?:Wakes|Back at zero): /.test(line))).toHaveLength(4);
  expect(guide('scale-to-zero.md')).toContain(embedder.join('\n'));
});
