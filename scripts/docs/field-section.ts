import { inertReason } from '../../src/plan/inert-fields.ts';
import type { TargetName } from '../../src/model/targets.ts';
import type { Place } from './becomes.ts';
import { DEFAULT_IN_WORDS } from './defaults.ts';
import type { Default } from './defaults.ts';
import type { Field } from './fields.ts';
import { code, either, item, places, wrapped } from './markdown.ts';
import { NOTES } from './notes.ts';

/** What is known of the fields besides the schema. */
export interface Known {
  readonly defaults: ReadonlyMap<string, Default>;
  readonly becomes: ReadonlyMap<string, readonly Place[]>;
  /** `cpu: 70%` as an example of docs/configuration/examples has it. */
  readonly written: ReadonlyMap<string, string>;
}

/** A field and all below it; what is described elsewhere is named with a link. */
export function section(
  field: Field,
  known: Known,
  depth: number,
  elsewhere: (path: string) => string | undefined,
): string {
  const link = elsewhere(field.path);
  const body =
    link === undefined ? described(field, known) : `${describedShortly(field)}\n\n${item(`Fields: ${link}.`)}`;
  const below =
    link === undefined ? field.children.map(child => section(child, known, Math.min(depth + 1, 4), elsewhere)) : [];
  return [`${'#'.repeat(depth)} ${code(shortened(field.path))}\n\n${body}`, ...below].join('\n\n');
}

/** The pool is what the page is about, so its key is left out: `signals.cpu.target`. */
export function shortened(path: string): string {
  return path.replace(/^pools\.<pool>\./, '').replace(/^containers\.<container>\./, '');
}

function described(field: Field, known: Known): string {
  const list = [takes(field), defaultOf(field, known), example(field, known), ...becomes(field, known)].filter(
    line => line !== undefined,
  );
  return [describedShortly(field), list.map(item).join('\n')].filter(part => part !== '').join('\n\n');
}

function describedShortly({ describes }: Field): string {
  const text = describes.replace(/[;:,]? ?\bby default .*$/i, '');
  return text === ''
    ? ''
    : wrapped(`${text.charAt(0).toUpperCase()}${text.slice(1).replaceAll(/<([^>]+)>/g, '`<$1>`')}.`);
}

function takes({ takes: words, required }: Field): string {
  // A range says what an amount says, and more.
  const narrowest = words.some(word => word.includes(', or a range'))
    ? words.filter(word => !word.startsWith('an amount') || word.includes(', or a range'))
    : words;
  const said = either(
    narrowest.map(word =>
      word.startsWith('"') || /^(?:\d+|true|false)$/.test(word)
        ? code(word.replaceAll(/^"(?=[a-z])|(?<=^"[a-z][^"]*)"$/gi, ''))
        : word,
    ),
  );
  return `${required ? 'Required' : 'Optional'}: ${said === '' ? 'anything' : said}.`;
}

function defaultOf({ path, required }: Field, { defaults }: Known): string | undefined {
  if (required) return undefined;
  const words = DEFAULT_IN_WORDS[path];
  if (words !== undefined) return `Default: ${words}.`;
  const found = defaults.get(path);
  if (found === undefined) return undefined;
  return found.is === undefined ? `Default: ${found.why}.` : `Default: ${code(found.is)}; ${found.why}.`;
}

function example({ path }: Field, { written }: Known): string | undefined {
  const line = written.get(path);
  return line === undefined ? undefined : `Example: ${code(line)}`;
}

/** A map is what its fields become; what stands for the whole of it has a line of its own. */
function becomes(field: Field, known: Known): readonly string[] {
  const note = NOTES[field.path];
  if (note?.both !== undefined) return [`Becomes: ${note.both}.`];
  const { kubernetes, ecs } = { kubernetes: on('kubernetes', field, known), ecs: on('ecs', field, known) };
  if (kubernetes !== undefined && kubernetes === ecs) return [`Becomes: ${kubernetes}.`];
  if (kubernetes === undefined && ecs === undefined && (field.children.length > 0 || !isEmitted(field))) return [];
  // Of a map that a scalar may stand for, the rest is told by its fields.
  const otherwise = field.children.length === 0 ? 'nothing' : undefined;
  return [
    ['Kubernetes', kubernetes],
    ['ECS', ecs],
  ].flatMap(([platform, said = otherwise]) => (said === undefined ? [] : [`${String(platform)}: ${said}.`]));
}

function on(target: TargetName, field: Field, { becomes: found }: Known): string | undefined {
  const note = NOTES[field.path]?.[target];
  if (note !== undefined) return note;
  const there = (found.get(field.path) ?? []).filter(
    place => place.target === target && (field.children.length === 0 || (isShorthand(field) && place.distance === 0)),
  );
  if (there.length > 0) return places(there);
  const reason = field.children.length === 0 ? inertReason(field.path, target) : undefined;
  return reason === undefined ? undefined : `nothing; ${reason}`;
}

/** A scalar stands for the map, so the field carries a value itself. */
function isShorthand({ takes: words }: Field): boolean {
  return words.includes('a map') && words.length > 1;
}

/** The linter and the overlays emit nothing by nature. */
function isEmitted({ path }: Field): boolean {
  return !/^(?:lint|environments)\b/.test(path);
}
