import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** A signal, a kind of queue and a target that nothing knows, each added where a name is declared. */
const ADDED: Readonly<Record<string, readonly [declared: string, added: string]>> = {
  'src/model/signals.ts': ['export interface SignalTypes {', 'readonly forgottenSignal: LatencySignal;'],
  'src/model/queues.ts': ['export interface QueueTypes {', 'readonly forgottenQueue: SqsQueue;'],
  'src/model/targets.ts': ['export interface TargetConfig {', 'readonly forgottenTarget: EcsTarget;'],
};

/** Every table that has to know a new name; a guide to what a new signal, queue or target takes. */
const TABLES = [
  'src/config/resolve/signals.ts',
  'src/config/resolve/system.ts',
  'src/config/schema/signals.ts',
  'src/lint/organisation/input-shape.ts',
  'src/model/plan.ts',
  'src/model/queues.ts',
  'src/model/signals.ts',
  'src/model/targets.ts',
  'src/plan/ecs/queues/queue-on-ecs.ts',
  'src/plan/ecs/readings.ts',
  'src/plan/ecs/watcher-sources.ts',
  'src/plan/inert-fields.ts',
  'src/plan/kubernetes/queues/queue-trigger.ts',
  'src/plan/kubernetes/readings.ts',
  'src/plan/kubernetes/triggers.ts',
  'src/plan/plan.ts',
  'src/plan/signals.ts',
  'src/proof/prove.ts',
];

test('a signal, a queue or a target that is forgotten anywhere does not compile', () => {
  expect(wrongOf(TABLES, ADDED)).toEqual(TABLES);
});

/** Those of the files that do not compile when these lines are added; no other is checked, which takes far longer. */
function wrongOf(files: readonly string[], added: typeof ADDED): readonly string[] {
  const parsed = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  if (parsed === undefined) throw new Error('tsconfig.json cannot be read');
  const host = ts.createCompilerHost(parsed.options);
  const program = ts.createProgram(
    parsed.fileNames.filter(file => relative(root, file).startsWith('src')),
    parsed.options,
    { ...host, readFile: file => changed(file, added) ?? host.readFile(file), getSourceFile: sourceFile },
  );
  function sourceFile(file: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const text = changed(file, added);
    return text === undefined ? host.getSourceFile(file, options) : ts.createSourceFile(file, text, options);
  }
  return files.filter(file => program.getSemanticDiagnostics(program.getSourceFile(join(root, file))).length > 0);
}

function changed(file: string, added: typeof ADDED): string | undefined {
  const found = added[relative(root, file)];
  if (found === undefined) return undefined;
  const [declared, line] = found;
  const text = readFileSync(file, 'utf8');
  if (!text.includes(declared)) throw new Error(`"${declared}" is not in ${file}`);
  return text.replace(declared, `${declared}\n  ${line}`);
}
