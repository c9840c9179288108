/**
 * The candidate that was probably meant: the same but for case, then the fewest slips of the hand, within a third of
 * its length.
 */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  // The distance takes time in the square of the length, and nothing of the language has so long a name.
  if (written.length > LONGEST) return undefined;
  const wanted = fold(written);
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const other = fold(candidate);
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    if (Math.abs(wanted.length - other.length) > limit) continue;
    const distance = slips(wanted, other);
    if (distance <= limit && distance < bestDistance && distance < other.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const LONGEST = 256;

/** `scale-up`, `scale_up` and `ScaleUp` are all meant as `scaleUp`. */
export function fold(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/** Damerau–Levenshtein distance in its optimal string alignment form: insert, delete, replace, swap neighbours. */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
