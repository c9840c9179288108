import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { describe, expect, test } from 'vitest';
import { manifestsOf } from '../analysed.ts';
import { EXAMPLES, examples } from '../../scripts/docs/example.ts';
import type { Example } from '../../scripts/docs/example.ts';
import { fieldAt, fields, flat } from '../../scripts/docs/fields.ts';
import { pages } from '../../scripts/docs/pages.ts';
import { describedAt } from '../../scripts/docs/same.ts';
import { compile } from '../../src/pipeline.ts';
import { lintPlans } from '../../src/pipeline.ts';
import type { TargetName } from '../../src/model/targets.ts';
import { sourceText } from '../../src/source/source-text.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const all = examples(root);
const tree = fields();
const generated = new Map(pages(root));

describe('the reference of the configuration', () => {
  test('is what `npm run docs` writes, and nothing else lies beside it', () => {
    const found = [
      'docs/configuration.md',
      'docs/reference/query-scenarios.md',
      'docs/reference/usage.md',
      ...readdirSync(join(root, 'docs/configuration'))
        .filter(file => file.endsWith('.md'))
        .map(file => `docs/configuration/${file}`),
    ];
    expect(found.toSorted()).toEqual([...generated.keys()].toSorted());
    for (const [path, text] of generated) expect(readFileSync(join(root, path), 'utf8'), path).toBe(text);
  });

  test('shows only YAML of its examples and lines of what they compile to', () => {
    const texts = all
      .flatMap(({ text, environments }) => [
        text,
        ...environments.flatMap(({ rendered }) => rendered.map(file => file.text)),
      ])
      .map(flush);
    const blocks = [...generated.values()].flatMap(page =>
      [...page.matchAll(/^```(?:yaml|json)\n(.+?)\n```$/gms)].map(([, block = '']) => block),
    );
    expect(blocks.length).toBeGreaterThan(40);
    for (const block of blocks.filter(text => !text.startsWith('# yaml-language-server'))) {
      // Entries of several places stand under one another in one block.
      const parts = texts.some(text => text.includes(flush(block))) ? [block] : block.split(/\n(?=[a-zA-Z]+:)/);
      for (const part of parts)
        expect(
          texts.some(text => text.includes(flush(part))),
          part,
        ).toBe(true);
    }
  });

  test('shows no example that a policy refuses', () => {
    expect(
      all
        .flatMap(({ environments }) => lintPlans(environments))
        .filter(({ severity }) => severity === 'error')
        .map(({ message }) => message),
    ).toEqual([]);
  });

  test('has every field in some example, so that its line of what it becomes is read off output', () => {
    const written = new Set(
      all
        .flatMap(({ entries }) => entries.map(({ path }) => fieldAt(tree, path)?.path))
        .map(path => (path === undefined ? '' : describedAt(path))),
    );
    const never = flat(tree)
      .map(({ path }) => describedAt(path))
      .filter(path => !written.has(path));
    // It names a file that would have to be there.
    expect([...new Set(never)]).toEqual(['policies']);
  });

  test('begins each page with an example of fewer than 15 lines', () => {
    const long = [...generated].flatMap(([path, text]) => {
      const [, example = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(text) ?? [];
      return example.split('\n').length - 1 < 15 ? [] : [path];
    });
    expect(long).toEqual([]);
  });

  test('describes every field once', () => {
    const described = sections().map(({ path }) => path);
    expect(described.filter((path, index) => described.indexOf(path) !== index)).toEqual([]);
    const missing = flat(tree)
      .map(({ path }) => path)
      .filter(path => describedAt(path) === path && !described.includes(path));
    // Maps that are a page of their own.
    expect(missing).toEqual([
      'targets',
      'hardware',
      'pools',
      'pools.<pool>',
      'pools.<pool>.containers',
      'pools.<pool>.signals',
      'environments',
    ]);
  });

  test('gives a reason for each "no effect", and says it of no field whose removal changes what the platform gets', () => {
    const silent = silences();
    expect(silent.length).toBeGreaterThan(60);
    expect(silent.filter(({ reason }) => reason === '')).toEqual([]);
    const wrong = all.flatMap(example =>
      example.entries.flatMap(({ path }) => {
        const at = describedAt(fieldAt(tree, path)?.path ?? '');
        const silentHere = silent.filter(one => one.path === at).map(({ target }) => target);
        const changed = silentHere.length === 0 ? [] : changedByRemoval(example, path);
        return silentHere
          .filter(target => changed.includes(target))
          .map(target => `${example.name}: ${path.join('.')} on ${target}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('gives on hover the default that is resolved', () => {
    const described = new Map(flat(tree).map(({ path, describes }) => [path, describes]));
    const wrong = defaultsShown().filter(({ path, is }) => {
      const [, onHover] = /by default (.+)$/.exec(described.get(path) ?? '') ?? [];
      return onHover !== undefined && !onHover.toLowerCase().includes(is.toLowerCase());
    });
    expect(wrong).toEqual([]);
  });
});

/** Without indentation, which a page takes away. */
function flush(text: string): string {
  return text
    .split('\n')
    .map(line => line.trim())
    .join('\n');
}

interface Section {
  readonly path: string;
  readonly body: string;
}

/** The part of a path that a page leaves out. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'docs/configuration/containers.md': 'pools.<pool>.containers.<container>.',
  'docs/configuration/pools.md': 'pools.<pool>.',
};

/** Each field's own text, by its whole path. */
function sections(): readonly Section[] {
  const paths = new Set(flat(tree).map(({ path }) => path));
  return [...generated].flatMap(([file, page]) =>
    page
      .split(/^#{3,4} `/m)
      .slice(1)
      .map((text): Section => {
        const heading = text.slice(0, text.indexOf('`\n'));
        const path =
          [`${LEFT_OUT[file] ?? ''}${heading}`, `pools.<pool>.${heading}`].find(one => paths.has(one)) ?? heading;
        return { path, body: text.slice(heading.length) };
      }),
  );
}

interface Silence {
  readonly path: string;
  readonly target: TargetName;
  /** Why it does nothing there. */
  readonly reason: string;
}

function silence(path: string, target: TargetName, pattern: RegExp, body: string): readonly Silence[] {
  const said = pattern.exec(body);
  return said === null ? [] : [{ path, target, reason: said[1]?.replace(/^[;.]/, '') ?? '' }];
}

function silences(): readonly Silence[] {
  return sections().flatMap(({ path, body }) => [
    ...silence(path, 'kubernetes', /^- Kubernetes(?: and ECS)?: no effect(.*)/m, body),
    ...silence(path, 'ecs', /^- (?:Kubernetes and )?ECS: no effect(.*)/m, body),
  ]);
}

function defaultsShown(): readonly { readonly path: string; readonly is: string }[] {
  return sections().flatMap(({ path, body }) => {
    const [, is] = /^- Default: `([^`]+)` \(/m.exec(body) ?? [];
    return is === undefined ? [] : [{ path, is }];
  });
}

/** Targets that get something else without the field; none where the file is refused without it. */
function changedByRemoval(example: Example, path: readonly string[]): readonly TargetName[] {
  const document = parseDocument(example.text);
  if (!document.hasIn(path)) return [];
  document.deleteIn(path);
  const source = sourceText(`${EXAMPLES}/${example.name}`, String(document));
  const compiled = compile(source, manifestsOf(source));
  if (compiled.diagnostics.some(({ severity }) => severity === 'error')) return [];
  return (['kubernetes', 'ecs'] as const).filter(
    target => outputOf(compiled.value, target) !== outputOf(example.environments, target),
  );
}

function outputOf(environments: Example['environments'], target: TargetName): string {
  const folders = target === 'kubernetes' ? /^(?:kubernetes|gitops)\// : /^(?:ecs|lambda)\//;
  return environments
    .flatMap(({ name, rendered }) =>
      rendered.filter(({ path }) => folders.test(path)).map(({ path, text }) => `${name}/${path}\n${text}`),
    )
    .join('\n');
}
