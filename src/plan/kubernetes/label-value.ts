import { derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';

/** A value as PromQL quotes it, for a matcher between double quotes. */
export function labelValue(name: Sourced<string>): Sourced<string> {
  return /["\\]/.test(name.plain)
    ? derive('as PromQL quotes it', { name }, v => v.name.replaceAll('\\', '\\\\').replaceAll('"', '\\"'))
    : mapped(name, plain => plain);
}
