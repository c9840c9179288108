import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Authentication, Trigger } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { System } from '../../model/system.ts';
import type { KubernetesTarget } from '../../model/targets.ts';

/** What triggers are made of. */
export interface TriggerContext {
  readonly system: System;
  readonly target: KubernetesTarget;
  readonly neutral: NeutralPool;
}

/** Triggers with the objects by which they sign in, and what keeps others from being made. */
export interface BuiltTriggers {
  readonly triggers: readonly Trigger[];
  readonly authentications: readonly Authentication[];
  readonly diagnostics: readonly Diagnostic[];
}

export function built(trigger: Trigger, authentication?: Authentication): BuiltTriggers {
  return {
    triggers: [trigger],
    authentications: authentication === undefined ? [] : [authentication],
    diagnostics: [],
  };
}

export function notBuilt(...diagnostics: readonly Diagnostic[]): BuiltTriggers {
  return { triggers: [], authentications: [], diagnostics };
}

/** In this order; an object by which several sign in is there once. */
export function together(parts: readonly BuiltTriggers[]): BuiltTriggers {
  const authentications = new Map(
    parts.flatMap(part => part.authentications).map(authentication => [authentication.name.plain, authentication]),
  );
  return {
    triggers: parts.flatMap(({ triggers }) => triggers),
    authentications: [...authentications.values()],
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}
