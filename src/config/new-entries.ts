import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { nearest } from '../model/nearest.ts';
import type { Path } from '../model/sourced.ts';
import { without } from '../source/located.ts';
import type { Located, LocatedEntry, LocatedMap } from '../source/located.ts';

/** Maps whose keys are names that a file gives: what is called so, and the keys without which it is none. */
const NAMED: readonly { readonly path: Path; readonly what: string; readonly needs: readonly (readonly string[])[] }[] =
  [
    { path: ['pools'], what: 'pool', needs: [['kind'], ['containers', 'workload']] },
    { path: ['pools', '*', 'containers'], what: 'container', needs: [['image']] },
    { path: ['hardware'], what: 'hardware profile', needs: [['gpu']] },
  ];

/** Unknown names that are told of one overlay; the file is refused for the first. */
const MOST_TOLD = 100;

/**
 * The overlay without the entries that lay something over a name that the base does not have, each with its problem.
 *
 * An entry of a new name is legal where it is whole: a pool may be in one environment only. Anything less was meant for
 * one that exists.
 */
export function withoutUnknownEntries(
  base: Located,
  overlay: LocatedMap,
  environment: string,
): { readonly overlay: LocatedMap; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const walk = (under: Located | undefined, over: LocatedMap, path: Path): LocatedMap => {
    const named = NAMED.find(other => matches(other.path, path));
    const below = under?.kind === 'map' ? under.entries : new Map<string, LocatedEntry>();
    const unknown: string[] = [];
    const entries = new Map(over.entries);
    for (const [key, entry] of over.entries) {
      const steps = [...path, key];
      if (named !== undefined && !below.has(key) && !isWhole(entry.value, named.needs)) {
        // Beyond the first few each is one more of a kind, and to look for its likeness among thousands takes long.
        if (diagnostics.length >= MOST_TOLD) {
          unknown.push(key);
          continue;
        }
        const meant = nearest(key, below.keys());
        // To remove what is not there is legal, and only a likely slip is worth a word.
        if (isNull(entry.value) && meant === undefined) continue;
        unknown.push(key);
        diagnostics.push(problem(named, { key, entry, meant, known: [...below.keys()], over, environment, steps }));
      } else if (entry.value.kind === 'map' && NAMED.some(other => leadsTo(steps, other.path)))
        entries.set(key, { ...entry, value: walk(below.get(key)?.value, entry.value, steps) });
    }
    return without({ ...over, entries }, unknown);
  };
  return { overlay: walk(base, overlay, []), diagnostics };
}

interface Unknown {
  readonly key: string;
  readonly entry: LocatedEntry;
  readonly meant: string | undefined;
  readonly known: readonly string[];
  readonly over: LocatedMap;
  readonly environment: string;
  readonly steps: Path;
}

function problem(
  { what, needs }: (typeof NAMED)[number],
  { key, entry, meant, known, over, environment, steps }: Unknown,
): Diagnostic {
  const place = { span: entry.key.span, path: ['environments', environment, ...steps] };
  const whole = needs.map(keys => keys.join(' or ')).join(' and ');
  const data = { what, key, needs: whole };
  if (meant === undefined)
    return known.length === 0
      ? configurationProblem('unknown-entry', 'none', { data, ...place })
      : configurationProblem('unknown-entry', 'unknown', { data: { ...data, known: known.join(', ') }, ...place });
  const free = !over.entries.has(meant);
  return configurationProblem('unknown-entry', 'similar', {
    data: { ...data, meant },
    ...place,
    fixes: free
      ? [{ title: `write "${meant}"`, safety: 'unsafe', edits: [{ span: entry.key.span, text: meant }] }]
      : undefined,
  });
}

function isWhole(value: Located, needs: readonly (readonly string[])[]): boolean {
  return value.kind === 'map' && needs.every(keys => keys.some(key => value.entries.has(key)));
}

function isNull(value: Located): boolean {
  return value.kind === 'scalar' && value.plain === null;
}

function matches(pattern: Path, path: Path): boolean {
  return pattern.length === path.length && leadsTo(path, pattern);
}

function leadsTo(path: Path, pattern: Path): boolean {
  return (
    path.length <= pattern.length && path.every((step, index) => pattern[index] === '*' || pattern[index] === step)
  );
}
