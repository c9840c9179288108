import type { PolicyFiles } from '../analysis/surroundings.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { Manifests } from '../model/manifest.ts';
import type { SourceText } from '../model/span.ts';
import { digest } from '../output/digest.ts';

/** Every text that output and findings of a build depend on. The base revision is none: only lint compares with it. */
export interface Inputs {
  readonly source: SourceText;
  readonly baseline: Outcome<SourceText | undefined>;
  /** Files of `--policies`. */
  readonly required: readonly SourceText[];
  /** Files that the configuration names, by the path as it is written there. */
  readonly policyFiles: PolicyFiles;
  /** Rendered manifests that the configuration names, the same way. */
  readonly manifests: Manifests;
}

/** Options that output or findings depend on. */
export interface InputOptions {
  readonly env: string | undefined;
  readonly large: boolean;
  readonly require: readonly string[];
}

/**
 * Equal for two builds whose output and findings are equal. `compiler` stands for the program, and `today` is
 * `2026-11-24` in UTC: of the day nothing matters but which of the dates in the source are past.
 */
export function keyOf(
  { source, baseline, required, policyFiles, manifests }: Inputs,
  { env, large, require }: InputOptions,
  compiler: string,
  today: string,
): string {
  return digest(
    JSON.stringify([
      compiler,
      env ?? null,
      large,
      require,
      textKey(source),
      outcomeKey(baseline),
      required.map(textKey),
      [...policyFiles].map(([path, file]) => [path, outcomeKey(file)]),
      [...manifests].map(([path, file]) => [path, outcomeKey(file)]),
      (source.text.match(/\d{4}-\d{2}-\d{2}/g) ?? []).map(date => date < today),
    ]),
  );
}

/** The texts that a place of a finding can be in. */
export function textsOf({ source, baseline, required, policyFiles, manifests }: Inputs): readonly SourceText[] {
  const named = [...policyFiles.values(), ...manifests.values()].map(({ value }) => value);
  return [source, baseline.value, ...required, ...named].filter(text => text !== undefined);
}

function textKey({ name, text }: SourceText): readonly string[] {
  return [name, text];
}

function outcomeKey({ value, diagnostics }: Outcome<SourceText | undefined>): unknown {
  return [value === undefined ? null : textKey(value), diagnostics.map(problemKey)];
}

function problemKey(problem: Diagnostic): string {
  return JSON.stringify(problem, (key, value: unknown) => (key === 'source' ? undefined : value));
}
