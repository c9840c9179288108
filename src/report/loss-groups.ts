import type { Loss } from '../model/plan.ts';
import { TARGET_LABEL } from '../model/targets.ts';

/** Losses of one platform with one consequence, and what each pool asked for. */
export interface LossGroup {
  readonly target: string;
  readonly dangerous: boolean;
  readonly instead: string;
  /** `engine: service.headless; parser: idle` */
  readonly asked: string;
}

/** By consequence, the dangerous first; otherwise in the order of the pools. */
export function lossGroups(losses: readonly Loss[]): readonly LossGroup[] {
  const groups = new Map<string, Loss[]>();
  for (const loss of losses) {
    const key = [loss.target, loss.dangerous, loss.instead].join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [loss]);
    else group.push(loss);
  }
  return [...groups.values()]
    .map(([first, ...others]) => ({ first, all: first === undefined ? [] : [first, ...others] }))
    .flatMap(({ first, all }) => (first === undefined ? [] : [groupOf(first, all)]))
    .toSorted((a, b) => Number(b.dangerous) - Number(a.dangerous));
}

function groupOf({ target, dangerous, instead }: Loss, all: readonly Loss[]): LossGroup {
  const byPool = new Map<string, string[]>();
  for (const { pool, what } of all) {
    const known = byPool.get(pool);
    if (known === undefined) byPool.set(pool, [what]);
    else known.push(what);
  }
  return {
    target: TARGET_LABEL[target],
    dangerous,
    instead,
    asked: [...byPool].map(([pool, whats]) => `${pool}: ${whats.join(', ')}`).join('; '),
  };
}
