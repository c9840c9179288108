import { cpuUsage } from 'node:process';
import { analysed } from '../analysed.ts';
import { EXPLAINED } from '../explained-ids.ts';
import { hasErrors } from '../../src/model/diagnostic.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { emit } from '../../src/pipeline.ts';
import type { CompiledEnvironment } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { tallyOf } from './counted.ts';

/** What came of one text. */
export interface Trial {
  /** Sentences; none for a text that was refused or compiled as it should be. */
  readonly faults: readonly string[];
  /** Of what was found. */
  readonly ids: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the language took it. */
  readonly isPlanned: boolean;
  /** What was compiled; undefined where lint found an error. */
  readonly environments: readonly CompiledEnvironment[] | undefined;
  /** Objects and resources that went in and came out. */
  readonly counted: number;
  /** Seconds of processor time of lint and build, without what is checked here. */
  readonly seconds: number;
}

/**
 * Lints a text, and compiles what lint lets pass: every finding is well formed, what is refused is refused with an
 * error, what lint lets pass is taken by every check and loses nothing.
 */
export function trial(text: string): Trial {
  const start = cpuUsage();
  const found = analysed(sourceText('any.yaml', text));
  const emitted = hasErrors(found.diagnostics) ? undefined : emit(found.environments);
  const { user, system } = cpuUsage(start);
  const { diagnostics } = found;
  const refused = {
    ids: diagnostics.map(({ id }) => id),
    diagnostics,
    isPlanned: found.environments.length > 0,
    environments: undefined,
    counted: 0,
    seconds: (user + system) / 1e6,
  };
  const faults = diagnostics.flatMap(faultsOf);
  if (emitted === undefined) return { ...refused, faults };
  if (!refused.isPlanned) return { ...refused, faults: [...faults, 'neither an error nor an environment'] };
  const tallies = emitted.value.map(tallyOf);
  return {
    ...refused,
    faults: [
      ...faults,
      ...emitted.diagnostics.map(({ id, message }) => `lint lets it pass, build does not: ${message} [${id}]`),
      ...tallies.flatMap(({ lost }) => lost),
    ],
    environments: emitted.value,
    counted: tallies.reduce((sum, { counted }) => sum + counted, 0),
  };
}

/** One sentence of a known id, at a place that is in its text, which may be that of a manifest. */
function faultsOf({ id, message, span }: Diagnostic): readonly string[] {
  const text = span?.source.text ?? '';
  const isInside = span !== undefined && span.start >= 0 && span.start <= span.end && span.end <= text.length;
  return [
    ...(EXPLAINED.includes(id) ? [] : [`no page explains ${id}`]),
    ...(/^[^\n]*[^\n.]$/.test(message) ? [] : [`no sentence: ${message}`]),
    ...(isInside
      ? []
      : [`${id}: ${message}: from ${String(span?.start)} to ${String(span?.end)} of ${String(text.length)}`]),
  ];
}
