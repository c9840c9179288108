import { hasErrors } from './model/diagnostic.ts';
import type { Outcome } from './model/diagnostic.ts';
import type { OutputFile, RenderedFile } from './model/output-file.ts';
import type { SourceText } from './model/span.ts';
import type { TargetName } from './model/targets.ts';
import { render } from './output/render.ts';
import { Findings, planSource } from './pipeline.ts';
import type { PlannedEnvironment } from './pipeline.ts';
import { reportFile } from './report/report-file.ts';
import { ecs } from './targets/ecs/ecs.ts';
import { kubernetes } from './targets/kubernetes/kubernetes.ts';
import type { Target } from './targets/target.ts';
import { checkFiles } from './verify/check.ts';
import { checkStructure } from './verify/structure.ts';

/** One environment's files as text. */
export interface PrintedEnvironment extends PlannedEnvironment {
  readonly rendered: readonly RenderedFile[];
}

/** The same, with the trees that know where each field comes from. */
export interface CompiledEnvironment extends PrintedEnvironment {
  readonly files: readonly OutputFile[];
}

const TARGETS: Readonly<Record<TargetName, Target>> = { kubernetes, ecs };

/** From text to output files, where nothing on the way was an error; no policy is asked. */
export function compile(source: SourceText): Outcome<readonly CompiledEnvironment[]> {
  const planned = planSource(source);
  if (hasErrors(planned.diagnostics)) return { value: [], diagnostics: planned.diagnostics };
  const emitted = emit(planned.value);
  return { value: emitted.value, diagnostics: [...planned.diagnostics, ...emitted.diagnostics] };
}

/**
 * The emitting half of the pipeline, emit → check.
 * Apart from pipeline.ts, because lint emits nothing and starts faster without the emitters.
 */
export function emit(environments: readonly PlannedEnvironment[]): Outcome<readonly CompiledEnvironment[]> {
  return ofEach(environments, environment => environment);
}

/**
 * The same for who needs the text alone: trees are let go one environment after the other, at 1000 pools 250 MB each.
 */
export function emitText(environments: readonly PlannedEnvironment[]): Outcome<readonly PrintedEnvironment[]> {
  return ofEach(environments, ({ name, plan, rendered }) => ({ name, plan, rendered }));
}

function ofEach<T>(
  environments: readonly PlannedEnvironment[],
  kept: (compiled: CompiledEnvironment) => T,
): Outcome<readonly T[]> {
  const found = new Findings(environments.length);
  const value = environments.map(environment => {
    const { plan } = environment;
    const emitted = Object.values(TARGETS).flatMap(target =>
      plan.system.targets[target.name] === undefined ? [] : target.emit(plan),
    );
    found.add(environment.name, [...checkFiles(emitted), ...checkStructure(emitted)]);
    const files = [...emitted, reportFile(plan)];
    return kept({ ...environment, files, rendered: files.map(render) });
  });
  return { value, diagnostics: found.all() };
}
