/**
 * read → parse → validate → resolve → plan → lint → emit → check → write
 *
 * Each phase takes the value before it, and returns a value and what it found on the way; only the first and the last
 * touch the disk. `analyse` goes as far as lint, with everything that is read beside a configuration given as values;
 * `compile` goes from a text to checked files. No phase knows that there is one file: each source that is read goes
 * through the same functions, a text that several share is parsed once, and every finding names its source.
 *
 * This is the entry of the package too. Whoever only lints imports no emitter: the bundler drops what is not called.
 */
import { planEnvironments } from './analysis/plan-environments.ts';
import type { PlannedEnvironment } from './analysis/plan-environments.ts';
import type { Timing } from './analysis/timing.ts';
import { parse } from './config/parse.ts';
import { emissionOf, foundIn } from './emission.ts';
import { hasErrors } from './model/diagnostic.ts';
import type { Diagnostic, Outcome } from './model/diagnostic.ts';
import type { Manifests } from './model/manifest.ts';
import type { OutputFile, RenderedFile } from './model/output-file.ts';
import type { SourceText } from './model/span.ts';
import { checkOutput, checkRemoved } from './output/check.ts';
import { render } from './output/render.ts';
import { writeOutput } from './output/write.ts';
import type { WriteOptions, WriteSummary } from './output/write-options.ts';

// read: a file, and what stands around it
export { readSource as read } from './surroundings/read-source.ts';
export { baseSource } from './surroundings/base-revision.ts';
export { readSurroundings } from './surroundings/read-surroundings.ts';
export type { Around, AroundOptions } from './surroundings/read-surroundings.ts';
export { sourceText } from './source/source-text.ts';
export type { SourceText, Span } from './model/span.ts';
export type { Diagnostic, Outcome };
export type { Fix, Severity } from './model/diagnostic.ts';

// → parse
export { parse };
export type { Parsed } from './config/parse.ts';

// → validate → resolve → plan
export type { PlannedEnvironment };

/** What the compiler decides for each environment of a text; one that the language refuses has no plan. */
export function planSource(
  source: SourceText,
  timing?: Timing,
  manifests?: Manifests,
): Outcome<readonly PlannedEnvironment[]> {
  return planEnvironments(parse(source), timing, manifests);
}

// → lint
export { analyse } from './analysis/analyse.ts';
export type { Analysis } from './analysis/analyse.ts';
export { lintPlans } from './analysis/lint-plans.ts';
export type { PolicyFiles, RequiredPolicies, Surroundings } from './analysis/surroundings.ts';
export type { Manifests } from './model/manifest.ts';
export type { Exception, SuppressedFinding } from './model/suppressed.ts';
export type { Timing } from './analysis/timing.ts';

// → emit → check

/** One environment's files as text. */
export interface PrintedEnvironment extends PlannedEnvironment {
  /** In the order in which they are emitted. */
  readonly rendered: Iterable<RenderedFile>;
}

/** The same, with the trees that know where each field comes from. */
export interface CompiledEnvironment extends PrintedEnvironment {
  readonly files: readonly OutputFile[];
  readonly rendered: readonly RenderedFile[];
}

/** The files of each environment, checked against the schemas and the rules of their platforms. */
export function emit(environments: readonly PlannedEnvironment[]): Outcome<readonly CompiledEnvironment[]> {
  const emission = emissionOf(environments);
  const value = emission.map(({ name, plan, groups }): CompiledEnvironment => {
    const files = [...groups()].flat();
    return { name, plan, files, rendered: files.map(render) };
  });
  return { value, diagnostics: foundIn(emission) };
}

/** Files that are made, checked and printed one group after the other, as somebody takes them. */
export interface Emission {
  readonly environments: readonly PrintedEnvironment[];
  /** What the checks say of all files; those that nobody has taken are made for it. */
  diagnostics(): readonly Diagnostic[];
  /** How many files an environment has. */
  fileCount(name: string): number;
}

/** The same files for who needs their text alone: at any time the trees of one pool are held. */
export function emitText(environments: readonly PlannedEnvironment[]): Emission {
  const emission = emissionOf(environments);
  return {
    environments: emission.map(({ name, plan, groups }) => ({
      name,
      plan,
      rendered: {
        *[Symbol.iterator]() {
          for (const files of groups()) for (const file of files) yield render(file);
        },
      },
    })),
    diagnostics: () => foundIn(emission),
    fileCount: name => emission.find(one => one.name === name)?.outcome().count ?? 0,
  };
}

/**
 * parse → … → check: from text to files, where nothing on the way was an error; no policy is asked. `manifests` are the
 * rendered manifests that it names.
 */
export function compile(source: SourceText, manifests?: Manifests): Outcome<readonly CompiledEnvironment[]> {
  const planned = planSource(source, undefined, manifests);
  if (hasErrors(planned.diagnostics)) return { value: [], diagnostics: planned.diagnostics };
  const emitted = emit(planned.value);
  return { value: emitted.value, diagnostics: [...planned.diagnostics, ...emitted.diagnostics] };
}

// → write
export type { WriteOptions, WriteSummary };

/** Writes all environments as one: after a kill at any point the next command sees the old output or the new. */
export function write(
  outDir: string,
  environments: readonly PrintedEnvironment[],
  options: WriteOptions,
): Outcome<WriteSummary> {
  return writeOutput(
    outDir,
    environments.map(({ name, rendered }) => ({ name, files: rendered })),
    options,
  );
}

/**
 * Instead of writing: how what is written differs from these files. `configured` are the environments that the
 * configuration has; a folder of another one is left over. `command` is the build that help names.
 */
export function compare(
  outDir: string,
  environments: readonly PrintedEnvironment[],
  configured: readonly string[],
  options: { readonly command?: string } = {},
): readonly Diagnostic[] {
  return [
    ...environments.flatMap(({ name, rendered }) => checkOutput(outDir, name, rendered, options).diagnostics),
    ...checkRemoved(outDir, configured, options).diagnostics,
  ];
}
