import { namesItem, patchedFields } from '../model/patch.ts';
import type { Patch, PatchedField } from '../model/patch.ts';
import type { Plan } from '../model/plan.ts';

/** One patched object of a pool. */
export interface PatchRow {
  readonly pool: string;
  /** `Deployment renderer` */
  readonly object: string;
  /** Paths in the object; an item of a list is a step by its name. */
  readonly sets: string;
  readonly removes: string;
}

/** Each object that a patch changes, and the fields that it sets and removes. */
export function patchRows({ pools }: Plan): readonly PatchRow[] {
  return pools.flatMap(({ pool, on: { kubernetes } }) =>
    (kubernetes?.patches ?? []).map(
      (patch): PatchRow => ({
        pool: pool.name.plain,
        // Every object that may be patched is named as its pool is.
        object: `${patch.kind} ${pool.name.plain}`,
        ...fieldsOf(patch),
      }),
    ),
  );
}

function fieldsOf({ tree }: Patch): Pick<PatchRow, 'sets' | 'removes'> {
  const fields = patchedFields(tree).filter(field => !namesItem(field));
  return {
    sets: listed(fields.filter(({ value }) => value.plain !== null)),
    removes: listed(fields.filter(({ value }) => value.plain === null)),
  };
}

function listed(fields: readonly PatchedField[]): string {
  return fields.length === 0 ? '–' : fields.map(({ path }) => path.map(step).join('.')).join(', ');
}

/** A step with dots or slashes of its own, as annotations have, is told apart from several. */
function step(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}
