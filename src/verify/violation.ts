import type { Json, Path } from '../model/sourced.ts';
import { valueAt } from './json-path.ts';
import type { Violation } from './validators.ts';

/** A violation as a person would say it. */
export interface Explained {
  readonly path: Path;
  /** Follows the path in a sentence: `must be at least 1, and is 0`. */
  readonly problem: string;
}

/** What a validator reported, in plain words and without repetition. */
export function explained(data: Json, violations: readonly Violation[]): Explained[] {
  const found = new Map<string, Explained>();
  for (const violation of violations) {
    if (isSummary(violation) || isAlternative(violation, violations) || isOfWrongType(violation, violations)) continue;
    const path = pathOf(data, violation);
    const problem =
      violation.keyword === 'anyOf'
        ? `must be ${alternatives(violation, violations)}, and is ${shown(valueAt(data, path))}`
        : problemOf(violation, valueAt(data, pathOf(data, { ...violation, params: {} })));
    found.set(`${JSON.stringify(path)} ${problem}`, { path, problem });
  }
  return [...found.values()];
}

/** `propertyNames` only repeats what the keywords for the name have said. */
function isSummary(violation: Violation): boolean {
  return violation.keyword === 'propertyNames';
}

/** One arm of an `anyOf` that failed as a whole; every anyOf of the schemas is a leaf. */
function isAlternative(violation: Violation, violations: readonly Violation[]): boolean {
  return (
    violation.keyword !== 'anyOf' &&
    violations.some(other => other.keyword === 'anyOf' && other.instancePath === violation.instancePath)
  );
}

/** A value of the wrong type breaks most other keywords too; the type says it all. */
function isOfWrongType(violation: Violation, violations: readonly Violation[]): boolean {
  return (
    violation.keyword !== 'type' &&
    violation.keyword !== 'anyOf' &&
    violation.propertyName === undefined &&
    violations.some(other => other.keyword === 'type' && other.instancePath === violation.instancePath)
  );
}

function alternatives(violation: Violation, violations: readonly Violation[]): string {
  const arms = violations
    .filter(other => other.keyword !== 'anyOf' && other.instancePath === violation.instancePath)
    .map(wanted);
  return [...new Set(arms)].join(' or ');
}

function problemOf(violation: Violation, value: Json | undefined): string {
  const { keyword, params, propertyName } = violation;
  if (propertyName !== undefined) return `is not a name that can stand there: it must be ${wanted(violation)}`;
  switch (keyword) {
    case 'additionalProperties':
      return 'is not a field of the API';
    case 'required':
      return `lacks "${String(params['missingProperty'])}"`;
    case 'not':
      return 'has two members that exclude one another';
    default:
      return `must be ${wanted(violation)}, and is ${shown(value)}`;
  }
}

/** What a keyword asks for, after "must be". */
function wanted({ keyword, params }: Violation): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'type':
      return article(params['type']);
    case 'enum':
      return oneOf(params['allowedValues']);
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'minLength':
      return `at least ${limit} characters long`;
    case 'maxLength':
      return `at most ${limit} characters long`;
    case 'minItems':
      return `a list of at least ${limit}`;
    case 'maxItems':
      return `a list of at most ${limit}`;
    case 'uniqueItems':
      return 'a list without repetition';
    case 'multipleOf':
      return `a multiple of ${String(params['multipleOf'])}`;
    case 'pattern':
      return `text that matches ${String(params['pattern'])}`;
    case 'minProperties':
    case 'maxProperties':
      return 'a map with exactly one member';
    default:
      return `as "${keyword}" of its schema says`;
  }
}

function article(type: unknown): string {
  switch (type) {
    case 'object':
      return 'a map';
    case 'array':
      return 'a list';
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    default:
      return `a ${String(type)}`;
  }
}

function oneOf(values: unknown): string {
  const names = Array.isArray(values) ? values.map(value => JSON.stringify(value)) : [];
  return names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** From a JSON pointer to keys and indices; an unknown member is named by its parent's violation. */
function pathOf(data: Json, { instancePath, params, propertyName }: Violation): Path {
  const path: (string | number)[] = [];
  let node: Json | undefined = data;
  for (const part of instancePath.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    const step = Array.isArray(node) ? Number(key) : key;
    path.push(step);
    node = valueAt(node ?? null, [step]);
  }
  const extra = propertyName ?? params['additionalProperty'];
  return typeof extra === 'string' ? [...path, extra] : path;
}
