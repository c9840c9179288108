import type { Emit } from '../../model/sourced.ts';
import type { RawPart } from '../../model/raw-part.ts';

/**
 * The boundary where parts that are written in the words of the API come into a typed tree: lint has held them against
 * the schema of the object that they are part of (src/verify/written-parts.ts).
 */
export function rawTree<T>(part: RawPart): Emit<T> {
  return part as Emit<T>;
}
