import type { Hover } from 'vscode-languageserver/node';
import { locate, plainOf } from '../source/located.ts';
import type { Located } from '../source/located.ts';
import type { Plan, PoolPlan } from '../model/plan.ts';
import { pathText } from '../model/path.ts';
import type { Path } from '../model/sourced.ts';
import type { Inspection, PolicyPage } from './inspection.ts';
import { standingAt } from './located-at.ts';
import type { Markup } from './markup.ts';
import { originText, valueText } from './origin-text.ts';
import type { Here } from './origin-text.ts';
import { withoutOverlay } from './paths.ts';
import { rangeOf } from './places.ts';
import { reachedAt } from './reached.ts';
import { resolvedAt } from './resolved.ts';
import type { Leaf } from './resolved.ts';
import { rawDescription } from './raw-fields.ts';
import { parameterDescription } from './scaler-parameters.ts';
import { descriptionAt } from './schema.ts';

/** What the language says of the thing at an offset, and what it resolved to in each environment. */
export function hover(
  { source, tree, environments }: Inspection,
  offset: number,
  policies: readonly PolicyPage[],
  markup: Markup,
): Hover | undefined {
  const policy = policyAt(source.text, offset, policies);
  if (policy !== undefined)
    return {
      contents: markup.content([
        markup.strong(policy.id),
        policy.summary,
        markup.link('why, and how to fix it', policy.link),
      ]),
    };
  const standing = tree && standingAt(tree, offset);
  if (tree === undefined || standing === undefined) return undefined;
  const { environment, path } = withoutOverlay(standing.path);
  const valueAt = (step: Path) => valueIn(tree, step);
  const description =
    parameterDescription(valueAt, standing.path) ??
    descriptionAt(standing.path) ??
    rawDescription(valueAt, standing.path);
  const asked = environments.filter(({ name }) => environment === undefined || name === environment);
  const lines = resolvedLines(asked, path, { source, offset }, markup);
  if (description === undefined && lines.length === 0) return undefined;
  const head = `${markup.strong(pathText(standing.path))}${description === undefined ? '' : `: ${description}`}`;
  return {
    contents: markup.content([head, ...(lines.length === 0 ? [] : [lines.map(markup.item).join('\n')])]),
    range: rangeOf(standing.span),
  };
}

/** What is written at a path, as plain data. */
function valueIn(tree: Located, path: Path): unknown {
  const place = locate(tree, path);
  return place.exact ? plainOf(place.node) : undefined;
}

/** A screen has room for about so many. */
const MOST_LINES = 16;

function resolvedLines(
  environments: Inspection['environments'],
  path: Path,
  here: Here,
  markup: Markup,
): readonly string[] {
  const said = new Map<string, { readonly line: Line; readonly names: string[] }>();
  for (const { name, plan } of environments) {
    for (const line of linesOf(plan, path, here)) {
      const key = [line.label, line.value, line.origin].join('\0');
      const same = said.get(key);
      if (same === undefined) said.set(key, { line, names: [name] });
      else same.names.push(name);
    }
  }
  // What one thing is in each environment stands together.
  const labels = [...new Set([...said.values()].map(({ line }) => line.label))];
  const inOrder = [...said.values()].toSorted((a, b) => labels.indexOf(a.line.label) - labels.indexOf(b.line.label));
  const lines = inOrder.map(({ line: { label, value, origin }, names }) => {
    const where = names.length === environments.length ? '' : ` in ${names.join(', ')}`;
    return `${label === '' ? '' : `${markup.code(label)} = `}${markup.code(value)}${where}: ${origin}`;
  });
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `and ${String(lines.length - MOST_LINES)} more`];
}

interface Line {
  readonly label: string;
  readonly value: string;
  readonly origin: string;
}

function linesOf(plan: Plan, path: Path, here: Here): readonly Line[] {
  return [...leavesOf(plan, path), ...reachedAt(plan, path)].map(
    ({ path: place, label, value }): Line => ({
      label,
      value: valueText(place, value.plain),
      origin: originText(value.origin, here),
    }),
  );
}

function leavesOf(plan: Plan, path: Path): readonly Leaf[] {
  const under = (...steps: Path) =>
    resolvedAt(plan, [...path, ...steps]).map(leaf => ({ ...leaf, label: pathText(steps) }));
  if (path.length === 0)
    return [
      under('priority'),
      ...plan.pools.flatMap(planned =>
        countsOf(planned).map(count => under('pools', planned.pool.key, 'replicas', count)),
      ),
    ].flat();
  if (path[0] !== 'pools' || path.length > 2) return resolvedAt(plan, path);
  if (path.length !== 2) return [];
  const pool = plan.pools.find(({ pool: { key } }) => key === path[1]);
  const hidden = pool?.still === true ? ['min', 'max'] : [];
  return POOL.filter(([first, second]) => first !== 'replicas' || !hidden.includes(String(second))).flatMap(steps =>
    under(...steps),
  );
}

/** The bounds of a pool, or the count of one that nothing scales. */
function countsOf({ still }: PoolPlan): readonly ('min' | 'max' | 'fixed')[] {
  return still ? ['fixed'] : ['min', 'max'];
}

/** What matters of a pool as a whole. */
const POOL: readonly Path[] = [
  ['name'],
  ['kind'],
  ['stage'],
  ['priority'],
  ['targets'],
  ['replicas', 'min'],
  ['replicas', 'max'],
  ['replicas', 'fixed'],
  ['idle'],
  ['coldStart'],
  ['retryBudget'],
];

/** A policy is named in `lint.rules` and in comments that suppress it. */
function policyAt(text: string, offset: number, policies: readonly PolicyPage[]): PolicyPage | undefined {
  const before = /[a-z0-9-]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const word = before + (/^[a-z0-9-]*/.exec(text.slice(offset))?.[0] ?? '');
  return word === '' ? undefined : policies.find(({ id }) => id === word);
}
