import type { OrganisationPolicy } from '../../model/organisation.ts';
import { celEnvironment } from './cel.ts';
import type { Environment } from './cel.ts';
import { compilePolicy } from './compiled-policy.ts';
import { MOST_STEPS } from './cost.ts';

/** How many steps the policy that is asked may still take. */
export const steps = { left: MOST_STEPS };

let environment: Environment | undefined;

const compiled = new WeakMap<OrganisationPolicy, ReturnType<typeof compilePolicy>>();

/** Compiles a policy once, however many configurations it is asked of. */
export function compiledOnce(policy: OrganisationPolicy): ReturnType<typeof compilePolicy> {
  const known = compiled.get(policy);
  if (known !== undefined) return known;
  environment ??= celEnvironment(taken => {
    steps.left -= taken;
    if (steps.left < 0) throw new Error('too many steps');
  });
  const made = compilePolicy(policy, environment);
  compiled.set(policy, made);
  return made;
}
