import type * as z from 'zod/mini';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import { pathText } from '../model/path.ts';
import type { Path } from '../model/sourced.ts';
import type { Span } from '../model/span.ts';
import { locate, plainOf, type Located, type Place } from '../source/located.ts';
import { fold, nearest } from '../model/nearest.ts';
import { yamlText } from '../model/yaml-scalar.ts';
import { accepts, expectations, issuesUnder, keysOf, schemasAt, takesText } from './schema-walk.ts';
import { settle, type PlainIssue } from './union-issues.ts';
import { versionProblem } from './versions.ts';

/** A known key and the words that people write for it: `{ min: ['minReplicas', 'minimum'] }`. */
export type Synonyms = Readonly<Record<string, readonly string[]>>;

/** What people write who know another tool. */
export interface OtherWords {
  /** For keys of the same map. */
  readonly synonyms?: Synonyms;
  /** Anywhere: a sentence that says where it is, or why it is nowhere; code in it is written `as here`. */
  readonly elsewhere?: (word: string) => string | undefined;
}

export interface Context {
  readonly schema: z.core.$ZodType;
  readonly located: Located;
  readonly words: OtherWords;
  /** What the whole is called: "the configuration". */
  readonly root: string;
}

/** A zod issue in plain words; zod/mini has no messages of its own. At most `most` of the keys that it may name. */
export function diagnosticsOf(issue: z.core.$ZodIssue, context: Context, most = Infinity): readonly Diagnostic[] {
  return settle(issue, []).flatMap(settled => said(settled, context, most));
}

function said(settled: PlainIssue, context: Context, most: number): readonly Diagnostic[] {
  const { issue, path } = settled;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, most).map(key => unknownKey(path, key, context));
    case 'invalid_key': {
      const below = issuesUnder(context.schema, path.slice(0, -1), plainOf(locate(context.located, path).node));
      return [
        problem(settled, context),
        ...below.flatMap(inner => settle(inner, path)).flatMap(inner => said(inner, context, most)),
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
  const at = { span, path };
  const given = describe(path, place, context);
  const ruled = (rule: string) => ({ data: { given: nameOf(given), rule }, ...at });

  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
    case 'invalid_value':
      return unexpectedValue(
        issue,
        place,
        schemasAt(context.schema, path),
        own === undefined || issue.code === 'invalid_type' ? undefined : own,
        given,
        at,
        context.schema,
      );
    case 'invalid_key':
      return configurationProblem('invalid-key', 'key', {
        data: { key: String(path.at(-1)), rule: ruleOfKey(issue) },
        span: place.key?.span ?? span,
        path,
      });
    case 'too_small':
    case 'too_big':
      return configurationProblem(
        issue.origin === 'string' ? 'invalid-value' : 'out-of-range',
        'rule',
        ruled(own ?? limit(issue, place)),
      );
    case 'not_multiple_of':
      return configurationProblem(
        'invalid-value',
        'rule',
        ruled(own ?? `expected a multiple of ${String(issue.divisor)}`),
      );
    case 'invalid_format':
      return configurationProblem(
        'invalid-value',
        'rule',
        ruled(own ?? `expected ${FORMATS[issue.format] ?? `a text like ${issue.pattern ?? issue.format}`}`),
      );
    case 'custom': {
      const id = ruleIdOf(issue.params?.['id']);
      const help: unknown = issue.params?.['help'];
      const rule = own ?? 'expected something else';
      return typeof help === 'string'
        ? configurationProblem(id, 'ruleWithHelp', { data: { given: nameOf(given), rule, help }, ...at })
        : configurationProblem(id, 'rule', ruled(rule));
    }
    case 'unrecognized_keys':
    case 'invalid_element':
      return configurationProblem('invalid-value', 'rule', {
        data: { given, rule: 'expected something else' },
        ...at,
      });
  }
}

/** Ids that a check of the schema may name for its rule, in `params: { id }`. */
const RULE_IDS = ['missing-key', 'wrong-type', 'unknown-value', 'invalid-value', 'out-of-range'] as const;

/** @throws Error for an id that is not in the list, a bug of the schema */
function ruleIdOf(named: unknown): (typeof RULE_IDS)[number] {
  const known = RULE_IDS.find(id => id === (named ?? 'invalid-value'));
  if (known === undefined) throw new Error(`the schema names the id ${String(named)}, which no rule of it has`);
  return known;
}

function ruleOfKey({ issues: [inner] }: z.core.$ZodIssueInvalidKey): string {
  if (inner !== undefined && inner.message !== NO_MESSAGE) return inner.message;
  return inner?.code === 'too_big' ? `expected at most ${String(inner.maximum)} characters` : 'expected another name';
}

/** A value of another type, or none of those that are listed. */
function unexpectedValue(
  issue: z.core.$ZodIssue,
  place: Place,
  schemas: ReturnType<typeof schemasAt>,
  own: string | undefined,
  given: string,
  at: { readonly span: Span; readonly path: Path },
  schema: z.core.$ZodType,
): Diagnostic {
  const expected = expectations(schemas);
  const text = place.node.kind === 'scalar' && typeof place.node.plain === 'string' ? place.node.plain : undefined;
  const values = expected.filter(value => value.startsWith('"')).map(value => value.slice(1, -1));
  const scalar = place.node.kind === 'scalar' && place.node.plain !== null;
  const unknown =
    scalar &&
    expected.length > 0 &&
    (text === undefined ? expected.every(value => /^["\d]/.test(value)) : values.length > 0);
  const id = unknown ? 'unknown-value' : 'wrong-type';
  const data =
    own === undefined
      ? { given, rule: `expected ${anyOf(expected.length > 0 ? expected : fallback(issue))}` }
      : { given: nameOf(given), rule: own };
  const version = versionProblem(writtenText(place), values);
  if (version?.is === 'newer')
    return configurationProblem(id, 'newer', { data: { ...data, newest: version.last }, ...at });
  if (version?.is === 'older')
    return configurationProblem(id, 'older', { data: { ...data, oldest: version.last }, ...at });
  const meant = version?.is === 'same' ? version.meant : text === undefined ? undefined : nearest(text, values);
  if (meant !== undefined && (version === undefined || text !== undefined))
    return configurationProblem(id, 'similar', {
      data: { ...data, meant },
      ...at,
      fixes: place.exact
        ? [rename(at.span, meant, version !== undefined || fold(text ?? '') === fold(meant))]
        : undefined,
    });
  const count = countOf(place, schemas);
  if (count !== undefined)
    return configurationProblem(id, 'count', {
      data: { ...data, count },
      ...at,
      fixes: place.exact ? [rename(at.span, `${count}..${count}`, false)] : undefined,
    });
  const written = unquoted(place, schemas);
  return written === undefined || !accepts(schema, at.path, written)
    ? configurationProblem(id, 'expected', { data, ...at })
    : configurationProblem(id, 'unquoted', {
        data: { ...data, written },
        ...at,
        fixes: place.exact ? [quoted(at.span, written)] : undefined,
      });
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
  const synonym = Object.entries(context.words.synonyms ?? {}).find(
    ([known, words]) => keys.includes(known) && words.some(word => fold(word) === fold(key)),
  )?.[0];
  const similar = nearest(key, keys);
  const other = context.words.elsewhere?.(key);
  // "services" beside "service" is a slip; "minReplicas" beside "replicas" is another tool's word.
  const isSlip = similar !== undefined && fold(key) === `${fold(similar)}s`;
  const meant = synonym ?? (other === undefined || isSlip ? similar : undefined);
  const free = meant !== undefined && !(place.node.kind === 'map' && place.node.entries.has(meant));
  const data = { key, where: path.length === 0 ? '' : ` in "${pathText(path)}"` };
  const at = { span, path: [...path, key] };
  if (meant !== undefined)
    return free
      ? configurationProblem('unknown-key', 'similar', {
          data: { ...data, meant },
          ...at,
          // The right name of a wrong value is another mistake, and no fix.
          fixes:
            entry !== undefined && accepts(context.schema, [...path, meant], plainOf(entry.value))
              ? [rename(span, meant, fold(key) === fold(meant))]
              : undefined,
        })
      : configurationProblem('unknown-key', 'alreadySet', { data: { ...data, meant }, ...at });
  if (other !== undefined)
    return configurationProblem('unknown-key', 'elsewhere', {
      data: { ...data, sentence: other.replaceAll('`', '"') },
      ...at,
    });
  const home = homeOf(path, key, keys, context);
  if (home !== undefined)
    return configurationProblem('unknown-key', home.is, { data: { ...data, home: home.key }, ...at });
  return keys.length === 0
    ? configurationProblem('unknown-key', 'unknown', { data, ...at })
    : configurationProblem('unknown-key', 'listed', { data: { ...data, keys: listOf(keys) }, ...at });
}

/** A key that is right one level deeper or higher. */
function homeOf(
  path: Path,
  key: string,
  keys: readonly string[],
  context: Context,
): { readonly is: 'deeper' | 'higher'; readonly key: string } | undefined {
  const child = keys.find(candidate => keysOf(schemasAt(context.schema, [...path, candidate])).includes(key));
  if (child !== undefined) return { is: 'deeper', key: child };
  if (path.length > 0 && keysOf(schemasAt(context.schema, path.slice(0, -1))).includes(key))
    return { is: 'higher', key: String(path.at(-1)) };
  return undefined;
}

function missingKey(path: Path, parent: Place, context: Context): Diagnostic {
  const key = String(path.at(-1));
  const above = path.slice(0, -1);
  const expected = expectations(schemasAt(context.schema, path));
  const start = parent.at.span.start;
  const whole = { ...parent.at.span, end: above.length === 0 ? start : parent.at.span.end };
  const data = { map: above.length === 0 ? context.root : `"${pathText(above)}"`, key };
  const at = { span: parent.key?.span ?? whole, path };
  return expected.length === 0
    ? configurationProblem('missing-key', 'missing', { data, ...at })
    : configurationProblem('missing-key', 'expected', { data: { ...data, expected: anyOf(expected) }, ...at });
}

/** A scalar has its place; a map or list is shown by its key, and so is a value that was left empty. */
function spanFor(place: Place): Span {
  const shownByKey = place.node.kind !== 'scalar' || place.at.span.start === place.at.span.end;
  return shownByKey ? (place.key?.span ?? place.at.span) : place.at.span;
}

function describe(path: Path, place: Place, { root }: Context): string {
  const name = path.length === 0 ? root : `"${pathText(path)}"`;
  if (!place.exact) return name;
  const { node } = place;
  if (node.kind !== 'scalar') return `${name} is a ${node.kind}`;
  return node.plain === null
    ? `${name} is empty`
    : `${name} is ${shortened(JSON.stringify(typeof node.plain === 'string' ? node.plain.slice(0, 100) : node.plain))}`;
}

/** A rule about a map says enough without "is a map". */
function nameOf(given: string): string {
  return given.replace(/ is a (?:map|list)$/, '');
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

/** A single number where a range of replicas belongs. */
function countOf({ node }: Place, schemas: ReturnType<typeof schemasAt>): string | undefined {
  if (node.kind !== 'scalar' || typeof node.plain !== 'number' || !keysOf(schemas).includes('fixed')) return undefined;
  const count = String(node.plain);
  return takesText(schemas, `${count}..${count}`) ? count : undefined;
}

/** What would be a text if it had quotes. */
function unquoted(place: Place, schemas: ReturnType<typeof schemasAt>): string | undefined {
  const { node } = place;
  if (node.kind !== 'scalar' || typeof node.plain === 'string') return undefined;
  const text = writtenText(place);
  return text !== undefined && takesText(schemas, text) ? text : undefined;
}

/** A scalar as it is written: 1.30, which YAML reads as 1.3. */
function writtenText({ node }: Place): string | undefined {
  if (node.kind !== 'scalar' || node.plain === null) return undefined;
  if (typeof node.plain === 'string') return node.plain;
  return node.at.span.source.text.slice(node.at.span.start, node.at.span.end);
}

function fallback(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value')
    return issue.values.map(value =>
      JSON.stringify(typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : value),
    );
  return ['something else'];
}

function rename(span: Span, text: string, safe: boolean): Fix {
  return {
    title: `write "${text}"`,
    safety: safe ? 'safe' : 'unsafe',
    edits: [{ span, text: yamlText(text, span) }],
  };
}

function quoted(span: Span, text: string): Fix {
  return { title: `put it in quotes`, safety: 'safe', edits: [{ span, text: JSON.stringify(text) }] };
}

function listOf(keys: readonly string[]): string {
  // One more is no longer than to say that there is one more.
  const shown = (keys.length > 13 ? keys.slice(0, 12) : keys).map(key => `"${key}"`);
  return anyOf(keys.length > shown.length ? [...shown, `${String(keys.length - shown.length)} others`] : shown);
}

function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${String(words.at(-1))}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}
