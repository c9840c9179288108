import * as z from 'zod/mini';
import type { Path } from '../model/sourced.ts';

/**
 * The boundary to zod's definitions: every schema made by zod is one of `$ZodTypes`, which its base type does not say.
 */
export function known(schema: z.core.$ZodType): z.core.$ZodTypes {
  return schema as z.core.$ZodTypes;
}

/** What a value at the path may be: the schemas there, with wrappers taken off and unions spread out. */
export function schemasAt(root: z.core.$ZodType, path: Path): readonly z.core.$ZodTypes[] {
  let reached = alternatives(root);
  for (const step of path) reached = reached.flatMap(schema => below(schema, step)).flatMap(alternatives);
  return reached;
}

/** Keys that a map there may have; of a record only when they are listed. */
export function keysOf(schemas: readonly z.core.$ZodTypes[]): readonly string[] {
  const keys = new Set<string>();
  for (const {
    _zod: { def },
  } of schemas) {
    if (def.type === 'object') for (const key of Object.keys(def.shape)) keys.add(key);
    else if (def.type === 'record') for (const key of alternatives(def.keyType).flatMap(listed)) keys.add(String(key));
  }
  return [...keys];
}

/**
 * Every field there is, by its path: `pools.*.replicas.min`. A shorthand for a map is one too, beside those of the map.
 */
export function fieldsOf(root: z.core.$ZodType): readonly string[] {
  return [...new Set(leavesUnder(root, ''))];
}

function leavesUnder(schema: z.core.$ZodType, path: string): readonly string[] {
  const all = alternatives(schema);
  return all.flatMap(({ _zod: { def } }) => {
    switch (def.type) {
      case 'object':
        return Object.entries(def.shape).flatMap(([key, member]) =>
          leavesUnder(member, path === '' ? key : `${path}.${key}`),
        );
      case 'record':
        return leavesUnder(def.valueType, `${path}.*`);
      case 'array':
        // What may stand alone as well has its fields there.
        if (alternatives(def.element).every(item => all.includes(item))) return [path];
        // A list of scalars is written as a whole.
        return leavesUnder(def.element, `${path}.*`).map(leaf => (leaf === `${path}.*` ? path : leaf));
      default:
        return [path];
    }
  });
}

/** What the schema says of the value under a key that it refused; zod itself looks no further. */
export function issuesUnder(root: z.core.$ZodType, recordPath: Path, value: unknown): readonly z.core.$ZodIssue[] {
  for (const {
    _zod: { def },
  } of schemasAt(root, recordPath)) {
    if (def.type === 'record') return z.safeParse(def.valueType, value).error?.issues ?? [];
  }
  return [];
}

/** Whether the schema takes a value at a path, whatever else is written. */
export function accepts(root: z.core.$ZodType, path: Path, value: unknown): boolean {
  const step = path.at(-1);
  if (step === undefined) return z.safeParse(root, value).success;
  return schemasAt(root, path.slice(0, -1))
    .flatMap(schema => below(schema, step))
    .some(schema => z.safeParse(schema, value).success);
}

/** Whether a text would do there: then only the quotes are missing around a number or a truth value. */
export function takesText(schemas: readonly z.core.$ZodTypes[], text: string): boolean {
  const ofTexts = ['string', 'enum', 'literal'];
  return schemas.some(schema => ofTexts.includes(schema._zod.def.type) && z.safeParse(schema, text).success);
}

/** In the words of the schema's own messages where it has them: `a percentage, such as 70%`. */
export function expectations(schemas: readonly z.core.$ZodTypes[]): readonly string[] {
  const words = [...new Set(schemas.flatMap(expectation))];
  // Those with a comma of their own go last: `a map or a percentage, such as 70%`.
  return words.toSorted((a, b) => Number(a.includes(', ')) - Number(b.includes(', ')));
}

function expectation(schema: z.core.$ZodTypes): readonly string[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
      return [ownWords(schema) ?? 'a text'];
    case 'number':
      return [ownWords(schema) ?? ('format' in def ? 'a whole number' : 'a number')];
    case 'boolean':
      return ['true or false'];
    case 'object':
    case 'record':
      return ['a map'];
    case 'array':
    case 'tuple':
      return ['a list'];
    case 'literal':
    case 'enum':
      return listed(schema).map(value => JSON.stringify(value));
    default:
      return [];
  }
}

/** What the first check with a message of its own expects. */
function ownWords(schema: z.core.$ZodTypes): string | undefined {
  for (const check of schema._zod.def.checks ?? []) {
    // A message given as a text is a function that ignores its issue; the base type does not know the issue's.
    const said = check._zod.def.error?.({ code: 'custom', input: undefined } as never);
    const message = typeof said === 'object' ? said?.message : said;
    if (message?.startsWith('expected ') === true) return message.slice('expected '.length);
  }
  return undefined;
}

function listed(schema: z.core.$ZodTypes): readonly (string | number | boolean)[] {
  const { def } = schema._zod;
  const values = def.type === 'enum' ? Object.values(def.entries) : def.type === 'literal' ? def.values : [];
  return values.filter(value => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
}

function alternatives(schema: z.core.$ZodType): readonly z.core.$ZodTypes[] {
  const concrete = known(schema);
  const { def } = concrete._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'readonly':
    case 'default':
    case 'prefault':
    case 'catch':
      return alternatives(def.innerType);
    case 'lazy':
      return alternatives(def.getter());
    case 'pipe':
      return alternatives(known(def.in)._zod.def.type === 'transform' ? def.out : def.in);
    case 'union':
      return def.options.flatMap(alternatives);
    case 'intersection':
      return [...alternatives(def.left), ...alternatives(def.right)];
    default:
      return [concrete];
  }
}

function below(schema: z.core.$ZodTypes, step: string | number): readonly z.core.$ZodType[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object': {
      const member = Object.hasOwn(def.shape, step) ? def.shape[String(step)] : def.catchall;
      return member === undefined ? [] : [member];
    }
    case 'record':
      return [def.valueType];
    case 'array':
      // A name is a key of what may stand in place of the list.
      return step === '*' || Number.isInteger(Number(step)) ? [def.element] : [];
    case 'tuple': {
      const item = def.items[Number(step)] ?? def.rest;
      return item === null ? [] : [item];
    }
    default:
      return [];
  }
}
