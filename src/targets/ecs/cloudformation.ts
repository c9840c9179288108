import { Sourced } from '../../model/sourced.ts';
import type { AwsOperation, AwsPayloads, Payload } from './aws-payloads.ts';

/** Members whose own members are named by the user or by another program, and keep their case. */
const OPAQUE = new Set(['options']);

/** CloudFormation names the members of ECS's API alike, with a capital in front, but for a few. */
export function capitalised(tree: unknown): unknown {
  if (tree instanceof Sourced) return new Sourced(capitalised(tree.plain), tree.origin);
  if (Array.isArray(tree)) return tree.map(capitalised);
  if (!isMap(tree)) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, child]) => [memberName(key), OPAQUE.has(key) ? child : capitalised(child)]),
  );
}

/** Known before are those that CloudFormation spells in its own way (EFSVolumeConfiguration and its members). */
const memberNames = new Map([
  ['efsVolumeConfiguration', 'EFSVolumeConfiguration'],
  ['fileSystemId', 'FilesystemId'],
  ['iam', 'IAM'],
]);

/** The API has some hundred names, and each payload has the same: keys made anew are slow to lay out and to read. */
function memberName(key: string): string {
  let name = memberNames.get(key);
  if (name === undefined) {
    name = key.charAt(0).toUpperCase() + key.slice(1);
    memberNames.set(key, name);
  }
  return name;
}

/** The members of a map, whether it carries an origin or not; none for anything else. */
export function membersOf(tree: unknown): Readonly<Record<string, unknown>> {
  if (tree instanceof Sourced) return membersOf(tree.plain);
  return isMap(tree) ? tree : {};
}

/** The members of a payload but those that its resource gets in another way. */
export function without<O extends AwsOperation>(
  { tree }: Payload<O>,
  ...names: readonly (keyof AwsPayloads[O] & string)[]
): Readonly<Record<string, unknown>> {
  const left = new Set<string>(names);
  return Object.fromEntries(Object.entries(membersOf(tree)).filter(([name]) => !left.has(name)));
}

function isMap(tree: unknown): tree is Readonly<Record<string, unknown>> {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) && !(tree instanceof Sourced);
}

export const ref = (id: string): { readonly Ref: string } => ({ Ref: id });
export const getAtt = (id: string, attribute: string): { readonly 'Fn::GetAtt': readonly string[] } => ({
  'Fn::GetAtt': [id, attribute],
});
