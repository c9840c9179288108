import type { Sourced } from '../../model/sourced.ts';
import { formatDuration } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** A sum of times as it was made: `scrape interval 30s + polling interval 15s + cold start 4m = 4m45s`. */
export function arithmeticOf(sum: Sourced<Seconds>): string {
  const { origin, plain } = sum;
  if (origin.kind !== 'derived') return formatDuration(plain);
  const terms = Object.entries(origin.from).flatMap(([name, { plain: term }]) => (typeof term === 'number' ? [`${inWords(name)} ${formatDuration(term)}`] : []));
  return `${terms.join(' + ')} = ${formatDuration(plain)}`;
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}
