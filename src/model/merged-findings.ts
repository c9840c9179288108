import type { Diagnostic } from './diagnostic.ts';

/** A finding, and the environments that it was found in, in their order. */
export interface MergedFinding {
  readonly diagnostic: Diagnostic;
  readonly environments: ReadonlySet<string>;
}

/** A finding common to several environments is reported once, naming them unless it holds in all. */
export class MergedFindings {
  readonly #found = new Map<string, { readonly diagnostic: Diagnostic; readonly environments: Set<string> }>();

  add(environment: string, diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      const key = identityOf(diagnostic);
      const same = this.#found.get(key);
      if (same === undefined) this.#found.set(key, { diagnostic, environments: new Set([environment]) });
      else same.environments.add(environment);
    }
  }

  /** Each finding once, in the order in which they were first found. */
  entries(): readonly MergedFinding[] {
    return [...this.#found.values()];
  }

  /** The same as diagnostics, of so many environments in all. */
  all(environments: number): readonly Diagnostic[] {
    return this.entries().map(entry => inEnvironments(entry, environments));
  }
}

/** The diagnostic with the names of its environments, where these are not all. */
export function inEnvironments({ diagnostic, environments }: MergedFinding, all: number): Diagnostic {
  return environments.size === all ? diagnostic : { ...diagnostic, environments: [...environments] };
}

/**
 * What makes two findings one: the sentence, its place and its steps. Commands name a namespace or a cluster, so two
 * environments may have the same finding and need other steps.
 */
function identityOf({ id, span, path = [], message, steps = [] }: Diagnostic): string {
  return [
    id,
    span?.source.name,
    span?.start,
    span?.end,
    path.join('.'),
    message,
    ...steps.flatMap(({ does, command = '' }) => [does, command]),
  ].join('\0');
}
