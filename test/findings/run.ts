import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { unwrap } from '../../src/model/sourced.ts';
import type { Json } from '../../src/model/sourced.ts';
import { analyse, emit, parse, planSource, sourceText } from '../../src/pipeline.ts';
import type { PlannedEnvironment } from '../../src/pipeline.ts';

/** What lint says of a configuration, and the files that are built from it, by environment and path. */
export interface Ran {
  readonly diagnostics: readonly Diagnostic[];
  /** The ids of what lint says, without repetition. */
  readonly ids: readonly string[];
  readonly files: ReadonlyMap<string, string | Json>;
}

export function run(text: string, base?: string): Ran {
  const found = analyse(parse(sourceText('pipestream-scaling.yaml', text)), {
    today: '2026-11-25',
    base: base === undefined ? undefined : sourceText('base.yaml', base),
  });
  const { value, diagnostics } = emit(found.environments);
  const all = [...found.diagnostics, ...diagnostics];
  return {
    diagnostics: all,
    ids: [...new Set(all.map(({ id }) => id))],
    files: new Map(
      value.flatMap(({ name, files }) =>
        files.map(file => [`${name}/${file.path}`, file.form === 'text' ? file.text : unwrap(file.tree)] as const),
      ),
    ),
  };
}

/** The plans of its environments. */
export function planned(text: string): readonly PlannedEnvironment[] {
  return planSource(sourceText('pipestream-scaling.yaml', text)).value;
}

/** A configuration beside the tests. */
export function input(name: string): string {
  return readFileSync(new URL(`aws/${name}.yaml`, import.meta.url), 'utf8');
}

/** The file, or what is at a path inside it; undefined where there is none. */
export function at({ files }: Ran, file: string, ...path: readonly (string | number)[]): string | Json | undefined {
  let node = files.get(file);
  for (const step of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = Object.entries(node).find(([key]) => key === String(step))?.[1];
  }
  return node;
}

/** The first finding of a policy; an error where there is none. */
export function finding({ diagnostics }: Ran, id: string): Diagnostic {
  const found = diagnostics.find(diagnostic => diagnostic.id === id);
  if (found === undefined) throw new Error(`no ${id} among: ${diagnostics.map(one => one.id).join(', ')}`);
  return found;
}
