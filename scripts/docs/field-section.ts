import { inertReason } from '../../src/plan/inert-fields.ts';
import type { TargetName } from '../../src/model/targets.ts';
import type { Place } from './becomes.ts';
import { DEFAULT_IN_WORDS } from './defaults.ts';
import type { Default } from './defaults.ts';
import type { Field } from './fields.ts';
import { code, either, item, places, wrapped } from './markdown.ts';
import { NOTES } from './notes.ts';

/** Facts about the fields that are not in the schema. */
export interface Known {
  readonly defaults: ReadonlyMap<string, Default>;
  readonly becomes: ReadonlyMap<string, readonly Place[]>;
  /** `cpu: 70%` as an example of docs/configuration/examples has it. */
  readonly written: ReadonlyMap<string, string>;
}

/** A field and all below it; a field that another section describes is a link. */
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

/** The pages about pools omit the key of the pool: `signals.cpu.target`. */
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
  // A range includes an amount.
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
  const values = said === '' ? 'any value' : said;
  return `${required ? 'Required' : 'Optional'}. ${values.charAt(0).toUpperCase()}${values.slice(1)}.`;
}

function defaultOf({ path, required }: Field, { defaults }: Known): string | undefined {
  if (required) return undefined;
  const words = DEFAULT_IN_WORDS[path];
  if (words !== undefined) return `Default: ${words}.`;
  const found = defaults.get(path);
  if (found === undefined) return undefined;
  return found.is === undefined ? `Default: ${found.why}.` : `Default: ${code(found.is)} (${found.why}).`;
}

function example({ path }: Field, { written }: Known): string | undefined {
  const line = written.get(path);
  return line === undefined ? undefined : `Example: ${code(line)}`;
}

/** A map becomes what its fields become; only a short form of the whole map has its own line. */
function becomes(field: Field, known: Known): readonly string[] {
  const note = NOTES[field.path];
  if (note?.both !== undefined) return [`Kubernetes and ECS: ${note.both}.`];
  const { kubernetes, ecs } = { kubernetes: on('kubernetes', field, known), ecs: on('ecs', field, known) };
  if (kubernetes !== undefined && kubernetes === ecs) return [`Kubernetes and ECS: ${kubernetes}.`];
  if (kubernetes === undefined && ecs === undefined && (field.children.length > 0 || !isEmitted(field))) return [];
  // For a map with a short form, the fields of the map describe the rest.
  const otherwise = field.children.length === 0 ? 'no effect' : undefined;
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
  return reason === undefined ? undefined : `no effect; ${reason}`;
}

/** The map has a short form, so the field can have a value itself. */
function isShorthand({ takes: words }: Field): boolean {
  return words.includes('a map') && words.length > 1;
}

/** The settings of the linter and the overlays never appear in the output. */
function isEmitted({ path }: Field): boolean {
  return !/^(?:lint|environments)\b/.test(path);
}
