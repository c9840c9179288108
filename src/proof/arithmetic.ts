import type { Origin, Sourced } from '../model/sourced.ts';
import { formatDuration } from '../model/units.ts';
import type { Seconds } from '../model/units.ts';

/** The terms of a sum of times: `30s scrape interval + 15s polling interval + 4m cold start`. */
export function arithmeticOf(sum: Sourced<Seconds>): string {
  const { origin, plain } = sum;
  if (origin.kind !== 'derived') return formatDuration(plain);
  const terms = Object.entries(origin.from).flatMap(([name, { plain: term }]) =>
    typeof term === 'number' && term !== 0 ? [`${formatDuration(term)} ${inWords(name)}`] : [],
  );
  return terms.join(' + ');
}

/** The lines that such a sum comes from, each with its term. */
export function termsOf({ origin }: Sourced<Seconds>): readonly { readonly message: string; readonly at: Origin }[] {
  if (origin.kind !== 'derived') return [];
  return Object.entries(origin.from).flatMap(([name, term]) =>
    typeof term.plain === 'number' && term.origin.kind !== 'chosen'
      ? [{ message: `${formatDuration(term.plain)} ${inWords(name)}`, at: term.origin }]
      : [],
  );
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}
