import type { Outcome } from '../model/diagnostic.ts';
import type { Manifests } from '../model/manifest.ts';
import type { OrganisationPolicy } from '../model/organisation.ts';
import type { SourceText } from '../model/span.ts';

/** Everything that is read beside a configuration, as values. */
export interface Surroundings {
  /** `2026-11-24`, in UTC: a suppression with a date holds up to it and on it. */
  readonly today: string;
  /** The same file at a base revision; without it the policies about history are silent. */
  readonly base?: SourceText | undefined;
  /** The baseline beside it, where there is one. */
  readonly baseline?: SourceText | undefined;
  /** Files of the organisation's own policies, by the paths that the configuration names. */
  readonly policyFiles?: PolicyFiles | undefined;
  /** Rendered manifests of workloads that another tool deploys, by the paths that the configuration names. */
  readonly manifests?: Manifests | undefined;
  /** What the command line requires, whatever the configuration says. */
  readonly required?: RequiredPolicies | undefined;
}

/** Policies that no configuration, comment or baseline can turn off, lower or hide. */
export interface RequiredPolicies {
  /** Of files that the command line names; the configuration need not name them. */
  readonly policies: readonly OrganisationPolicy[];
  /** Ids beside those of `policies`. */
  readonly ids: readonly string[];
}

/**
 * What was found at each path; a diagnostic without a span is about the path, which the configuration has the place
 * of. A path that is not here is one without a file.
 */
export type PolicyFiles = ReadonlyMap<string, Outcome<SourceText | undefined>>;
