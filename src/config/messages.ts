import type * as z from 'zod/mini';
import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import { pathText } from '../model/path.ts';
import type { Path } from '../model/sourced.ts';
import type { Span } from '../model/span.ts';
import { locate, plainOf, type Located, type Place } from '../source/located.ts';
import { fold, nearest } from '../model/nearest.ts';
import { expectations, issuesUnder, keysOf, schemasAt, takesText } from './schema-walk.ts';
import { settle, type PlainIssue } from './union-issues.ts';

/** A known key and the words that people write for it: `{ min: ['minReplicas', 'minimum'] }`. */
export type Synonyms = Readonly<Record<string, readonly string[]>>;

export interface Context {
  readonly schema: z.core.$ZodType;
  readonly located: Located;
  readonly synonyms: Synonyms;
}

/** A zod issue in plain words; zod/mini has no messages of its own. */
export function diagnosticsOf(issue: z.core.$ZodIssue, context: Context): readonly Diagnostic[] {
  return settle(issue, []).flatMap(settled => said(settled, context));
}

function said(settled: PlainIssue, context: Context): readonly Diagnostic[] {
  const { issue, path } = settled;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => unknownKey(path, key, context));
    case 'invalid_key': {
      const below = issuesUnder(context.schema, path.slice(0, -1), plainOf(locate(context.located, path).node));
      return [
        problem(settled, context),
        ...below.flatMap(inner => settle(inner, path)).flatMap(inner => said(inner, context)),
      ];
    }
    default:
      return [problem(settled, context)];
  }
}

function problem({ issue, path }: PlainIssue, context: Context): Diagnostic {
  const place = locate(context.located, path);
  const own = issue.message === NO_MESSAGE ? undefined : issue.message;
  const fromSchema = issue.code !== 'custom';
  if (fromSchema && place.depth === path.length - 1 && place.node.kind === 'map')
    return missingKey(path, place, context);
  const span = spanFor(place);
  const base = { severity: 'error', span, path } as const;
  const given = describe(path, place);

  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
    case 'invalid_value': {
      const schemas = schemasAt(context.schema, path);
      const expected = expectations(schemas);
      const list = anyOf(expected.length > 0 ? expected : fallback(issue));
      const text = place.node.kind === 'scalar' && typeof place.node.plain === 'string' ? place.node.plain : undefined;
      const values = expected.filter(value => value.startsWith('"')).map(value => value.slice(1, -1));
      const meant = text === undefined ? undefined : nearest(text, values);
      const scalar = place.node.kind === 'scalar' && place.node.plain !== null;
      const unknown =
        scalar &&
        expected.length > 0 &&
        (text === undefined ? expected.every(value => /^["\d]/.test(value)) : values.length > 0);
      return {
        ...base,
        id: unknown ? 'unknown-value' : 'wrong-type',
        message: own !== undefined && issue.code !== 'invalid_type' ? ruled(given, own) : `${given}: expected ${list}`,
        ...helpOf(meant === undefined ? quoting(place, schemas) : `write "${meant}"`),
        ...(meant !== undefined && place.exact && { fixes: [rename(span, meant, fold(text ?? '') === fold(meant))] }),
      };
    }
    case 'invalid_key': {
      const inner = issue.issues[0];
      const rule =
        inner !== undefined && inner.message !== NO_MESSAGE
          ? inner.message
          : inner?.code === 'too_big'
            ? `expected at most ${String(inner.maximum)} characters`
            : 'expected another name';
      const at = place.key?.span ?? span;
      return { ...base, span: at, id: 'invalid-key', message: `the key "${String(path.at(-1))}": ${rule}` };
    }
    case 'too_small':
    case 'too_big':
      return {
        ...base,
        id: issue.origin === 'string' ? 'invalid-value' : 'out-of-range',
        message: ruled(given, own ?? limit(issue, place)),
      };
    case 'not_multiple_of':
      return {
        ...base,
        id: 'invalid-value',
        message: ruled(given, own ?? `expected a multiple of ${String(issue.divisor)}`),
      };
    case 'invalid_format':
      return {
        ...base,
        id: 'invalid-value',
        message: ruled(
          given,
          own ?? `expected ${FORMATS[issue.format] ?? `a text like ${issue.pattern ?? issue.format}`}`,
        ),
      };
    case 'custom': {
      const id: unknown = issue.params?.['id'];
      const help: unknown = issue.params?.['help'];
      return {
        ...base,
        id: typeof id === 'string' ? id : 'invalid-value',
        message: ruled(given, own ?? 'expected something else'),
        ...(typeof help === 'string' && { help }),
      };
    }
    case 'unrecognized_keys':
    case 'invalid_element':
      return { ...base, id: 'invalid-value', message: `${given}: expected something else` };
  }
}

/** What zod/mini says when a schema has no message. */
const NO_MESSAGE = 'Invalid input';

const FORMATS: Readonly<Record<string, string>> = {
  url: 'a URL',
  email: 'an e-mail address',
  uuid: 'a UUID',
  ipv4: 'an IPv4 address',
  cidrv4: 'an IPv4 range',
  datetime: 'a date with a time',
  date: 'a date',
};

function unknownKey(path: Path, key: string, context: Context): Diagnostic {
  const place = locate(context.located, path);
  const entry = place.node.kind === 'map' ? place.node.entries.get(key) : undefined;
  const span = entry?.key.span ?? spanFor(place);
  const schemas = schemasAt(context.schema, path);
  const keys = keysOf(schemas);
  const meant =
    Object.entries(context.synonyms).find(
      ([known, words]) => keys.includes(known) && words.some(word => fold(word) === fold(key)),
    )?.[0] ?? nearest(key, keys);
  const free = meant !== undefined && !(place.node.kind === 'map' && place.node.entries.has(meant));
  const where = path.length === 0 ? '' : ` in "${pathText(path)}"`;
  return {
    id: 'unknown-key',
    severity: 'error',
    message: `unknown key "${key}"${where}`,
    span,
    path: [...path, key],
    ...helpOf(
      meant !== undefined
        ? free
          ? `write "${meant}"`
          : `delete it; "${meant}" is already set`
        : (homeOf(path, key, keys, context) ?? listOf(keys)),
    ),
    ...(free && { fixes: [rename(span, meant, fold(key) === fold(meant))] }),
  };
}

/** A key that is right one level deeper or higher. */
function homeOf(path: Path, key: string, keys: readonly string[], context: Context): string | undefined {
  const child = keys.find(candidate => keysOf(schemasAt(context.schema, [...path, candidate])).includes(key));
  if (child !== undefined) return `move it under "${child}"`;
  if (path.length > 0 && keysOf(schemasAt(context.schema, path.slice(0, -1))).includes(key))
    return `move it out of "${String(path.at(-1))}", one level up`;
  return undefined;
}

function missingKey(path: Path, parent: Place, context: Context): Diagnostic {
  const key = String(path.at(-1));
  const above = path.slice(0, -1);
  const expected = expectations(schemasAt(context.schema, path));
  const start = parent.at.span.start;
  const whole = { ...parent.at.span, end: above.length === 0 ? start : parent.at.span.end };
  return {
    id: 'missing-key',
    severity: 'error',
    message: `${above.length === 0 ? 'the configuration' : `"${pathText(above)}"`} needs the key "${key}"`,
    span: parent.key?.span ?? whole,
    path,
    ...helpOf(expected.length === 0 ? `add "${key}"` : `add "${key}": ${anyOf(expected)}`),
  };
}

/** A scalar has its place; a map or list is shown by its key, and so is a value that was left empty. */
function spanFor(place: Place): Span {
  const shownByKey = place.node.kind !== 'scalar' || place.at.span.start === place.at.span.end;
  return shownByKey ? (place.key?.span ?? place.at.span) : place.at.span;
}

function describe(path: Path, place: Place): string {
  const name = path.length === 0 ? 'the configuration' : `"${pathText(path)}"`;
  if (!place.exact) return name;
  const { node } = place;
  if (node.kind !== 'scalar') return `${name} is a ${node.kind}`;
  return node.plain === null ? `${name} is empty` : `${name} is ${shortened(JSON.stringify(node.plain))}`;
}

/** A rule about a map says enough without "is a map". */
function ruled(given: string, rule: string): string {
  return `${given.replace(/ is a (?:map|list)$/, '')}: ${rule}`;
}

function limit(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, place: Place): string {
  const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const unit =
    issue.origin === 'string' ? ' characters' : issue.origin === 'array' || issue.origin === 'set' ? ' items' : '';
  const side =
    issue.exact === true
      ? 'exactly'
      : issue.code === 'too_small'
        ? issue.inclusive === false
          ? 'more than'
          : 'at least'
        : issue.inclusive === false
          ? 'less than'
          : 'at most';
  const count = place.node.kind === 'list' ? `, not ${String(place.node.items.length)}` : '';
  return `expected ${side} ${String(bound)}${bound === 1 ? unit.replace(/s$/, '') : unit}${count}`;
}

function quoting(place: Place, schemas: ReturnType<typeof schemasAt>): string | undefined {
  const { node } = place;
  if (node.kind !== 'scalar' || node.plain === null || typeof node.plain === 'string') return undefined;
  const text = node.at.span.source.text.slice(node.at.span.start, node.at.span.end);
  return takesText(schemas, text) ? `put it in quotes: "${text}"` : undefined;
}

function fallback(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value')
    return issue.values.map(value =>
      JSON.stringify(typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : value),
    );
  return ['something else'];
}

function rename(span: Span, text: string, safe: boolean): Fix {
  return { title: `write "${text}"`, safety: safe ? 'safe' : 'unsafe', edits: [{ span, text }] };
}

function listOf(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  // One more is no longer than to say that there is one more.
  const shown = (keys.length > 13 ? keys.slice(0, 12) : keys).map(key => `"${key}"`);
  return `use ${anyOf(keys.length > shown.length ? [...shown, `${String(keys.length - shown.length)} others`] : shown)}`;
}

function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${String(words.at(-1))}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

function helpOf(help: string | undefined): { help?: string } {
  return help === undefined ? {} : { help };
}
