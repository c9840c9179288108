import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import * as z from 'zod/mini';
import { analysed } from '../analysed.ts';
import { EXPLAINED } from '../explained-ids.ts';
import { emit } from '../../src/pipeline.ts';
import { keysOf, schemasAt } from '../../src/config/schema-walk.ts';
import { Config } from '../../src/config/schema/root.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Path } from '../../src/model/sourced.ts';
import { sourceText } from '../../src/source/source-text.ts';

/**
 * Every single field at the boundary values that the schema allows there; the gate takes every ninth of them,
 * `MUTATIONS=1` all.
 */
const EVERY = Number(process.env['MUTATIONS'] ?? 9);

/** Edges of each unit of the language; which of them a field takes, its schema says. */
const EDGES: readonly unknown[] = [
  0,
  1,
  2,
  100,
  65_535,
  1_000_000,
  0.5,
  true,
  false,
  '0s',
  '1s',
  '500ms',
  '1h',
  '24h',
  '0%',
  '1%',
  '100%',
  '1m',
  '1',
  '192',
  '1Mi',
  '1Gi',
  '4Ti',
  '1/s',
  '0.1/s',
  '1000000/s',
  '0..1',
  '1..1',
  '5..2',
  '1000..1000000',
  '00:00',
  '23:59',
  'Europe/Berlin',
  'a',
  'a'.repeat(63),
  '1.28',
  '1.36',
  '2.10',
  '2.18',
  'all',
  'https://sqs.us-east-1.amazonaws.com/123456789012/work',
  'up',
  '/',
  '1g.5gb',
];

const root = join(import.meta.dirname, '../..');
const example = reduced(parseDocument(readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8')));

interface Mutation {
  readonly path: Path;
  readonly value: unknown;
}

/** One environment, and one pool of each sort: the others would only repeat. */
function reduced(document: Document): string {
  document.deleteIn(['environments']);
  document.deleteIn(['pools', 'chunker']);
  document.deleteIn(['pools', 'opensearch-sink']);
  return document.toString({ lineWidth: 0 });
}

function mutationsOf(document: Document): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (node: unknown, path: Path): void => {
    if (isSeq(node))
      node.items.forEach((item, index) => {
        visit(item, [...path, index]);
      });
    if (!isMap(node)) return;
    const present = new Map(
      node.items.flatMap(pair =>
        isPair(pair) && isScalar(pair.key) ? [[String(pair.key.value), pair.value] as const] : [],
      ),
    );
    for (const key of new Set([...present.keys(), ...keysOf(schemasAt(Config, path))])) {
      const here = [...path, key];
      const schemas = schemasAt(Config, here);
      const listed = schemas.flatMap(({ _zod: { def } }) =>
        def.type === 'enum' ? Object.values(def.entries) : def.type === 'literal' ? def.values : [],
      );
      for (const value of new Set([...EDGES, ...listed])) {
        // A map or a list is left as it is: its own fields are mutated.
        if (schemas.some(schema => takes(schema, value))) found.push({ path: here, value });
      }
      if (present.has(key)) found.push({ path: here, value: undefined });
      visit(present.get(key), here);
    }
  };
  visit(document.contents, []);
  return found;
}

function takes(schema: ReturnType<typeof schemasAt>[number], value: unknown): boolean {
  const { def } = schema._zod;
  if (def.type === 'object' || def.type === 'record' || def.type === 'array') return false;
  return z.safeParse(schema, value).success;
}

/** Where the field, or what is left of it, stands in the mutated text. */
function placeOf(document: Document, path: Path): { readonly start: number; readonly end: number } {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1));
    const from = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    const value: unknown = pair?.value;
    const to = isScalar(value) || isMap(value) || isSeq(value) ? value.range?.[1] : undefined;
    if (from !== undefined && to !== undefined) return { start: from, end: to };
    return { start: parent.range?.[0] ?? 0, end: parent.range?.[1] ?? 0 };
  }
  return { start: 0, end: Infinity };
}

/**
 * A finding is at the field where it, or a place that it names beside it, touches it; what is refused for all of a pool
 * names the pool.
 */
function touches(
  { span, related = [], path = [], message }: Diagnostic,
  mutation: Mutation,
  field: { readonly start: number; readonly end: number },
): boolean {
  const at = [span, ...related.map(other => other.span)].some(
    place => place !== undefined && place.start <= field.end && place.end >= field.start,
  );
  // What is gone has no place; who still names it is told.
  const named = mutation.value === undefined && new RegExp(`\\b${String(mutation.path.at(-1))}\\b`, 'i').test(message);
  return (
    at ||
    named ||
    (path.length > 0 && path.every((step, index) => mutation.path[index] === step)) ||
    mutation.path.every((step, index) => path[index] === step)
  );
}

test('the reduced example is clean', () => {
  expect(analysed(sourceText('pipestream-scaling.yaml', example)).diagnostics).toEqual([]);
});

test('every single field at every boundary value compiles to valid output, or is refused at that field', () => {
  const mutations = mutationsOf(parseDocument(example)).filter((_, index) => index % EVERY === 0);
  const outcome = { compiled: 0, refused: 0 };
  const wrong: string[] = [];
  const printed = new Set<string>();
  for (const mutation of mutations) {
    const document = parseDocument(example);
    if (mutation.value === undefined) document.deleteIn(mutation.path);
    else document.setIn(mutation.path, mutation.value);
    const text = document.toString({ lineWidth: 0 });
    const what = `${mutation.path.join('.')} = ${mutation.value === undefined ? 'nothing' : JSON.stringify(mutation.value)}`;
    const found = analysed(sourceText('pipestream-scaling.yaml', text));
    const errors = found.diagnostics.filter(({ severity }) => severity === 'error');
    for (const { id } of found.diagnostics) printed.add(id);
    if (errors.length === 0) errors.push(...emit(found.environments).diagnostics);
    if (errors.length === 0) {
      outcome.compiled += 1;
      continue;
    }
    const field = placeOf(parseDocument(text), mutation.path);
    if (errors.some(error => touches(error, mutation, field))) outcome.refused += 1;
    else
      wrong.push(
        `${what}: refused elsewhere: ${errors.map(({ id, path, message }) => `${id} at ${path?.join('.') ?? '-'}: ${message}`).join('; ')}`,
      );
  }
  console.log(
    `${String(mutations.length)} mutations: ${String(outcome.compiled)} compiled to valid output, ${String(outcome.refused)} were refused at the field`,
  );
  expect(wrong).toEqual([]);
  expect([...printed].filter(id => !EXPLAINED.includes(id))).toEqual([]);
  expect(outcome.compiled).toBeGreaterThan(100);
  expect(outcome.refused).toBeGreaterThan(30);
}, 600_000);
