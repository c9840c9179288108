import { readFileSync } from 'node:fs';
import { load, loadAll } from 'js-yaml';
import { manifestsOf } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { sourceText } from '../../src/source/source-text.ts';

/** One file as it goes to disk, read again by a parser that is not the compiler's. */
export interface Emitted {
  readonly environment: string;
  /** `kubernetes/api/scaled-object.yaml` */
  readonly path: string;
  readonly text: string;
  readonly content: unknown;
}

export interface CompiledExample {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly Emitted[];
}

/** Compiles a file of this repository; its path is relative to the root. */
export function compileFile(path: string): CompiledExample {
  return compileText(path, readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
}

export function compileText(path: string, text: string): CompiledExample {
  const compiled = compile(sourceText(path, text), manifestsOf(sourceText(path, text)));
  const files = compiled.value.flatMap(({ name, rendered }) =>
    rendered.map(
      (file): Emitted => ({
        environment: name,
        path: file.path,
        text: file.text,
        content: contentOf(file.path, file.text),
      }),
    ),
  );
  return { diagnostics: compiled.diagnostics, files };
}

function contentOf(path: string, text: string): unknown {
  if (path.endsWith('.json')) return JSON.parse(text);
  // CloudFormation's short forms are tags that a plain YAML parser does not know; the stacks are held by cfn-lint.
  if (path.endsWith('.yaml') && !path.startsWith('ecs/')) return load(text);
  return text;
}

/** The content of one file; an error where there is none, as every later assertion would be of nothing. */
export function contentAt({ files }: CompiledExample, path: string, environment = 'default'): unknown {
  const found = files.find(file => file.path === path && file.environment === environment);
  if (found === undefined)
    throw new Error(
      `${environment} has no ${path}; it has ${files.map(file => `${file.environment}/${file.path}`).join(', ')}`,
    );
  return found.content;
}

/** `kind name` of every Kubernetes object, sorted. */
export function objectsOf({ files }: CompiledExample, environment = 'default'): readonly string[] {
  return files
    .filter(file => file.environment === environment && /^(?:kubernetes|gitops)\//.test(file.path))
    .flatMap(({ text }) => loadAll(text))
    .map(object => `${String(at(object, 'kind'))} ${String(at(object, 'metadata', 'name') ?? '-')}`)
    .sort();
}

/** Paths under ecs/ and lambda/, sorted. */
export function awsPathsOf({ files }: CompiledExample, environment = 'default'): readonly string[] {
  return files
    .filter(file => file.environment === environment && /^(?:ecs|lambda)\//.test(file.path))
    .map(({ path }) => path)
    .sort();
}

/** What is at a path; undefined where a part of it is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined),
    value,
  );
}

/** Workloads that something scales, one entry for each autoscaler: `production: Deployment api`. */
export function scaledWorkloads({ files }: CompiledExample): readonly string[] {
  return files
    .flatMap(({ environment, path, content }): string[] => {
      if (/\/(?:hpa|scaled-object)\.yaml$/.test(path))
        return [
          `${environment}: ${String(at(content, 'spec', 'scaleTargetRef', 'kind'))} ${String(at(content, 'spec', 'scaleTargetRef', 'name'))}`,
        ];
      if (path.endsWith('/scalable-target.json')) return [`${environment}: ${String(at(content, 'ResourceId'))}`];
      return [];
    })
    .sort();
}
