import type { Origin, Sourced } from '../../../model/sourced.ts';
import { formatDuration } from '../../../model/units.ts';
import type { Seconds } from '../../../model/units.ts';

/** A sum of times as it was made: `scrape interval 30s + polling interval 15s + cold start 4m = 4m45s`. */
export function arithmeticOf(sum: Sourced<Seconds>): string {
  const { origin, plain } = sum;
  if (origin.kind !== 'derived') return formatDuration(plain);
  const terms = Object.entries(origin.from).flatMap(([name, { plain: term }]) =>
    typeof term === 'number' ? [`${inWords(name)} ${formatDuration(term)}`] : [],
  );
  return `${terms.join(' + ')} = ${formatDuration(plain)}`;
}

/** The lines that such a sum was made of, each with what it stands for. */
export function termsOf({ origin }: Sourced<Seconds>): readonly { readonly message: string; readonly at: Origin }[] {
  if (origin.kind !== 'derived') return [];
  return Object.entries(origin.from).flatMap(([name, term]) =>
    typeof term.plain === 'number' && term.origin.kind !== 'chosen'
      ? [{ message: `${inWords(name)}, ${formatDuration(term.plain)}`, at: term.origin }]
      : [],
  );
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}
