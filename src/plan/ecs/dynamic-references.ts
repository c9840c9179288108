import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsPool } from '../../model/ecs-plan.ts';
import type { Pool } from '../../model/pool.ts';
import { Sourced, writtenAt } from '../../model/sourced.ts';
import type { Origin } from '../../model/sourced.ts';
import type { SourceText } from '../../model/span.ts';

/**
 * Texts of a pool that CloudFormation would take for a dynamic reference: `{{resolve:ssm:name}}` is replaced in any
 * string of a template, the secret stands in plain in what is deployed, and no escape exists (AWS CloudFormation User
 * Guide, "Get values stored in other services using dynamic references"). One finding for each place that was written.
 */
export function dynamicReferences(pool: Pool, planned: EcsPool): readonly Diagnostic[] {
  const source = writtenAt(pool.at)?.span.source;
  if (source !== undefined && !mayRefer(source)) return [];
  const found = new Map<string, Diagnostic>();
  const look = (part: string, origin: Origin): void => {
    if (!part.includes('{{resolve:')) return;
    const span = writtenAt(origin)?.span;
    const place = span === undefined ? part : String(span.start);
    if (found.has(place)) return;
    found.set(
      place,
      compilerProblem('dynamic-reference', 'text', {
        at: origin,
        path: ['pools', pool.key],
        data: { pool: pool.key, reference: /\{\{resolve:[^}]*\}*/.exec(part)?.[0] ?? part },
      }),
    );
  };
  const walk = (node: unknown, origin: Origin): void => {
    if (node instanceof Sourced) walk(node.plain, node.origin);
    else if (typeof node === 'string') look(node, origin);
    else if (Array.isArray(node)) for (const item of node) walk(item, origin);
    else if (typeof node === 'object' && node !== null) {
      // A key that the user gave has the place of its value.
      for (const [key, child] of Object.entries(node)) {
        if (key === 'at' || key === 'origin') continue;
        look(key, child instanceof Sourced ? child.origin : origin);
        walk(child, origin);
      }
    }
  };
  walk(planned, pool.at);
  return [...found.values()];
}

const LOOKED_AT = new WeakMap<SourceText, boolean>();

/** Nearly no file has two braces in a row or an escape that may stand for one; a walk takes longer than this look. */
function mayRefer(source: SourceText): boolean {
  const known = LOOKED_AT.get(source) ?? /\{\{|\\/.test(source.text);
  LOOKED_AT.set(source, known);
  return known;
}
