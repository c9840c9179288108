import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrors } from '../../src/model/diagnostic.ts';
import { compile } from '../../src/pipeline.ts';
import type { CompiledEnvironment } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { examplesIn, fileOfExample } from '../examples/in-folder.ts';
import { manifestsOf } from '../analysed.ts';
import { EVERYTHING } from '../matrix/everything.ts';
import { ROWS } from '../matrix/fields.ts';
import { text, tree, without, withoutKey } from '../matrix/objects.ts';
import type { Tree } from '../matrix/objects.ts';
import { systemsOf } from '../matrix/row-system.ts';

export const STAGES = ['fixed', 'observe', 'cpu', 'full'] as const;
export type Stage = (typeof STAGES)[number];
const PRIORITIES = ['low-cost', 'balanced', 'low-latency'] as const;
const PROVISIONERS = ['karpenter', 'cluster-autoscaler', 'gke'] as const;
const GITOPS = ['argocd', 'flux'] as const;

/** A configuration that is to be applied, and its text. */
export interface Configuration {
  readonly name: string;
  readonly text: string;
}

/**
 * The root example, every example, every file of the documentation, and each axis of the matrix with each other, each
 * for the minor of KEDA that runs.
 */
export function configurations(root: string, keda: string): readonly Configuration[] {
  const read = (file: string): Configuration => ({ name: file, text: readFileSync(join(root, file), 'utf8') });
  const shipped = [
    read('pipestream-scaling.yaml'),
    ...examplesIn(root).map(fileOfExample).map(read),
    ...readdirSync(join(root, 'docs/configuration/examples'))
      .filter(name => name.endsWith('.yaml'))
      .sort()
      .map(name => read(`docs/configuration/examples/${name}`)),
  ];
  const systems = { example: shipped[0]?.text ?? '', everything: EVERYTHING };
  const matrix = Object.entries(systems).flatMap(([system, source], s) =>
    PRIORITIES.flatMap((priority, p) =>
      STAGES.flatMap(stage =>
        PROVISIONERS.map((provisioner, v) => ({
          name: `${system}, ${priority}, ${stage}, ${provisioner}`,
          text: staged(source, stage, { priority, provisioner, gitops: GITOPS[(s + p + v) % 2] ?? 'flux' }),
        })),
      ),
    ),
  );
  return [...shipped, ...matrix].map(configuration => underKeda(configuration, keda));
}

/** Both values of each row of the matrix of fields: every field that the language has, on Kubernetes. */
export function configurationsOfFields(keda: string): readonly Configuration[] {
  return ROWS.filter(({ path }) => path !== 'targets.kubernetes.keda').flatMap(row => {
    const { from, to } = systemsOf(row);
    return [
      underKeda({ name: `${row.path} from`, text: from }, keda),
      underKeda({ name: `${row.path} to`, text: to }, keda),
    ];
  });
}

/** For the minor of KEDA that runs. */
function underKeda({ name, text: source }: Configuration, keda: string): Configuration {
  const changed = text(source, config => {
    const targets = tree(config['targets']);
    const { kubernetes } = targets;
    return kubernetes === undefined
      ? config
      : { ...config, targets: { ...targets, kubernetes: { ...tree(kubernetes), keda } } };
  });
  return { name, text: changed };
}

/** A system on a stage, for Kubernetes alone. */
export function staged(
  source: string,
  stage: Stage,
  axes: {
    readonly priority?: string;
    readonly provisioner?: string;
    readonly gitops?: string;
    readonly keda?: string;
  } = {},
): string {
  return text(source, config => {
    const kubernetesOnly = without(config, 'ecs');
    // Flux has no choices of Argo CD.
    const cut = axes.gitops === 'flux' ? withoutKey(kubernetesOnly, 'sync') : kubernetesOnly;
    const { kubernetes } = tree(cut['targets']);
    const { gitops, ...cluster } = tree(kubernetes);
    const changed: Tree = {
      ...cluster,
      ...(axes.keda === undefined ? {} : { keda: axes.keda }),
      ...(axes.provisioner === undefined ? {} : { provisioner: axes.provisioner }),
      ...(gitops === undefined ? {} : { gitops: { ...tree(gitops), tool: axes.gitops ?? tree(gitops)['tool'] } }),
    };
    return {
      ...cut,
      ...(axes.priority === undefined ? {} : { priority: axes.priority }),
      stage,
      targets: { kubernetes: changed },
    };
  });
}

/** @throws Error where it does not compile */
export function compiled({ name, text: source }: Configuration): readonly CompiledEnvironment[] {
  const text = sourceText(name, source);
  const { value, diagnostics } = compile(text, manifestsOf(text));
  if (hasErrors(diagnostics))
    throw new Error(
      `${name}: ${diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ message }) => message)
        .join('\n')}`,
    );
  return value;
}

/** `2.18` of `2.18.3`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
