import { Sourced } from '../../model/sourced.ts';
import type { Origin } from '../../model/sourced.ts';
import type { RawPart } from '../../model/raw-part.ts';
import { entriesOf } from '../zip.ts';
import type { Place } from '../zip.ts';

/**
 * A part that the language takes as the API of Kubernetes has it, without the places of its maps as members: each node
 * is a Sourced, so that what is wrong in it is reported at its own line.
 */
export function rawPart(written: unknown, above: Origin): RawPart {
  if (written instanceof Sourced) {
    const { origin } = written;
    const plain: unknown = written.plain;
    return new Sourced(Array.isArray(plain) ? plain.map((item: unknown) => rawPart(item, origin)) : plain, origin);
  }
  if (!isSection(written)) return new Sourced(written, above);
  const at = written.$key ?? written.$at;
  const map: Record<string, unknown> = {};
  for (const [key, member] of entriesOf(written)) map[key] = rawPart(member, at);
  return new Sourced(map, at);
}

function isSection(written: unknown): written is { readonly [key: string]: unknown } & Place {
  return typeof written === 'object' && written !== null && '$at' in written;
}
