import { Sourced } from '../../model/sourced.ts';
import { stackIdsOf } from '../../model/stack-ids.ts';
import { getAtt, ref } from './cloudformation.ts';
import type { EcsPoolFiles } from './payloads.ts';

/** A text that only AWS can complete, and what stands for it in a template. */
interface Stand {
  readonly text: string;
  readonly whole: unknown;
  /** The same inside a text. */
  readonly part: string;
}

/**
 * The resources with the target groups that the stack makes, in place of the words that the payloads have for their
 * ids: in metrics, in the label of a policy, in the dashboard and in what a watcher reads.
 */
export function withMadeGroups(
  resources: Readonly<Record<string, unknown>>,
  pools: readonly EcsPoolFiles[],
): Readonly<Record<string, unknown>> {
  const stands = pools.flatMap(standsOf);
  if (stands.length === 0) return resources;
  return Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, completed(resource, stands)]));
}

/** The ARN before the name that it ends in. */
function standsOf({ plan, ecs }: EcsPoolFiles): readonly Stand[] {
  return (ecs.service?.routes ?? []).flatMap(({ made }) => {
    if (made === undefined) return [];
    const id = stackIdsOf(plan.pool.name.plain).targetGroup(made.suffix);
    return [
      { text: made.arn.plain, whole: ref(id), part: `\${${id}}` },
      {
        text: made.fullName.plain,
        whole: getAtt(id, 'TargetGroupFullName'),
        part: `\${${id}.TargetGroupFullName}`,
      },
    ];
  });
}

function completed(tree: unknown, stands: readonly Stand[]): unknown {
  if (tree instanceof Sourced) return new Sourced(completed(tree.plain, stands), tree.origin);
  if (typeof tree === 'string') return completedText(tree, stands);
  if (Array.isArray(tree)) return tree.map(item => completed(item, stands));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, child]) => [key, completed(child, stands)]));
}

function completedText(text: string, stands: readonly Stand[]): unknown {
  const whole = stands.find(stand => stand.text === text);
  if (whole !== undefined) return whole.whole;
  const parts = stands.filter(stand => text.includes(stand.text));
  if (parts.length === 0) return text;
  // Fn::Sub would take any other ${…} of the text for a name of its own.
  const escaped = text.replaceAll('${', '${!');
  return { 'Fn::Sub': parts.reduce((so, stand) => so.replaceAll(stand.text, stand.part), escaped) };
}
