import { manifestsBeside } from '../../src/analysis/example-findings.ts';
import { completeExample } from '../../src/lint/engine/example.ts';
import type { Example } from '../../src/lint/engine/define-policy.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { lintPlans, planSource } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';

/** Everything found in an example, completed by the base; with `before` the policies about history run too. */
export function lintExample({
  yaml,
  before,
  manifest,
  targets,
}: Pick<Example, 'yaml' | 'before' | 'manifest' | 'targets'>): readonly Diagnostic[] {
  const manifests = manifestsBeside({ manifest });
  const planned = planSource(sourceText('example.yaml', completeExample(yaml, targets)), undefined, manifests);
  const base =
    before === undefined ? undefined : planSource(sourceText('base.yaml', completeExample(before, targets))).value;
  return [...planned.diagnostics, ...lintPlans(planned.value, { base })];
}
