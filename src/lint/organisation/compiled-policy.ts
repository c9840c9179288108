import type { Diagnostic } from '../../model/diagnostic.ts';
import type { OrganisationPolicy } from '../../model/organisation.ts';
import type { Environment } from './cel.ts';
import { compileExpression } from './expression.ts';
import type { Expression } from './expression.ts';
import { VARIABLES } from './input-shape.ts';
import { compileTemplate } from './template.ts';
import type { Template } from './template.ts';

export interface CompiledPolicy {
  readonly policy: OrganisationPolicy;
  readonly assertion: Expression;
  readonly message: Template;
  readonly help: Template | undefined;
}

/** Everything that is wrong with a policy's expressions, before any of them is asked. */
export function compilePolicy(
  policy: OrganisationPolicy,
  environment: Environment,
): { readonly compiled: CompiledPolicy | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const scope = VARIABLES[policy.scope];
  const { assert: written } = policy;
  const assertion = compileExpression(written, 0, written.plain.length, scope, environment, 'condition');
  const message = compileTemplate(policy.message, scope, environment);
  const help = policy.help === undefined ? undefined : compileTemplate(policy.help, scope, environment);
  return {
    compiled:
      assertion.expression === undefined
        ? undefined
        : { policy, assertion: assertion.expression, message: message.template, help: help?.template },
    diagnostics: [...assertion.diagnostics, ...message.diagnostics, ...(help?.diagnostics ?? [])],
  };
}
