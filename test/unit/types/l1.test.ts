import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { agreement } from './l1-agreement.ts';
import { fromRoot, typeErrors } from './type-check.ts';

const AGREEMENT = 'test/unit/types/l1-agreement.ts';

describe('decision 0003: L1 of cdk8s and the schemas describe the core kinds alike', () => {
  test('for every core kind that is emitted', () => {
    expect(Object.keys(agreement)).toEqual([
      'Deployment',
      'Service',
      'PodDisruptionBudget',
      'HorizontalPodAutoscaler',
      'ConfigMap',
      'metadata',
    ]);
  });

  test('and a description that is wrong does not compile', () => {
    const found = typeErrors(
      new Map([
        [AGREEMENT, readFileSync(fromRoot(AGREEMENT), 'utf8')],
        // A member that is gone, one of another type, one that has another name, and one that is required.
        described('deployment', '\nreplicas?: number', ''),
        described('service', 'targetPort?: (number | string)', 'targetPort?: string'),
        described('pod-disruption-budget', 'minAvailable?:', 'minimumAvailable?:'),
        described('horizontal-pod-autoscaler', 'minReplicas?: number', 'minReplicas: number'),
      ]),
    );
    expect(found.get(AGREEMENT)?.map(({ code, line }) => `${String(code)} ${line.split(':')[0] ?? ''}`)).toEqual([
      '2554 Deployment',
      '2554 Service',
      '2554 PodDisruptionBudget',
      '2554 HorizontalPodAutoscaler',
    ]);
  });
});

/** The generated type of a kind, with something changed. */
function described(file: string, right: string, wrong: string): readonly [string, string] {
  const path = `generated/types/${file}.ts`;
  const text = readFileSync(fromRoot(path), 'utf8');
  expect(text).toContain(right);
  return [path, text.replace(right, () => wrong)];
}
