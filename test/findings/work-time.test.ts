import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { emit } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';

const SYSTEM = (pool: string) => `version: 1
name: sys
targets:
  kubernetes: { version: "1.34", namespace: sys, prometheus: "http://prometheus.monitoring:9090" }
  ecs:
    region: eu-central-1
    accountId: "123456789012"
    cluster: sys
    subnets: [subnet-0a1b2c3d4e5f60718]
    securityGroups: [sg-0a1b2c3d4e5f60718]
    executionRoleArn: arn:aws:iam::123456789012:role/sys-exec
pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { app: { image: registry.example.com/sys/app:1.4.2, cpu: 500m, memory: 512Mi } }
${pool}
`;

const QUEUE = (workTime: string) =>
  `    signals: { queueBacklog: { sqs: { url: https://sqs.eu-central-1.amazonaws.com/123456789012/q }, acceptableLatency: 90m, workTime: ${workTime} } }`;

function looked(pool: string) {
  const text = SYSTEM(pool);
  const { environments, diagnostics } = analysed(sourceText('a.yaml', text));
  const files = emit(environments).value.flatMap(({ rendered }) => rendered);
  const tree = (path: string) => load(files.find(file => file.path === path)?.text ?? '');
  return {
    found: diagnostics
      .filter(({ id }) => id === 'scale-in-kills-work')
      .map(({ messageId, severity, span, related }) => ({
        messageId,
        severity,
        at: text.slice(span?.start, span?.end),
        related: related?.map(other => text.slice(other.span.start, other.span.end)),
      })),
    deployment: tree('kubernetes/worker/deployment.yaml'),
    task: tree('ecs/worker/task-definition.json'),
  };
}

describe('the time that one message takes', () => {
  test('is waited for as the longest piece of work is, where that was not written', () => {
    const { found, deployment, task } = looked(QUEUE('30m'));
    expect(deployment).toMatchObject({ spec: { template: { spec: { terminationGracePeriodSeconds: 1830 } } } });
    expect(task).toMatchObject({ containerDefinitions: [{ stopTimeout: 120 }] });
    expect(found).toEqual([{ messageId: 'ecs', severity: 'error', at: '30m', related: [] }]);
  });

  test('is waited for where a shorter grace period was written', () => {
    const { found } = looked(`    targets: [kubernetes]\n    gracePeriod: 1m\n${QUEUE('30m')}`);
    expect(found).toEqual([{ messageId: 'grace', severity: 'error', at: '1m', related: ['30m'] }]);
  });

  test('changes nothing where it is within what every platform waits', () => {
    const { found, deployment } = looked(QUEUE('20s'));
    expect(found).toEqual([]);
    expect(deployment).toMatchObject({ spec: { template: { spec: { terminationGracePeriodSeconds: 30 } } } });
  });

  test('is an average: the longest piece may take longer, and is what counts', () => {
    const { found, deployment } = looked(`    targets: [kubernetes]\n    work: { longest: 40m }\n${QUEUE('30m')}`);
    expect(found).toEqual([]);
    expect(deployment).toMatchObject({ spec: { template: { spec: { terminationGracePeriodSeconds: 2430 } } } });
  });

  test.each([['10s'], ['29m59s']])('above the longest piece of work, %s, is a contradiction at both lines', longest => {
    const { found, deployment } = looked(
      `    targets: [kubernetes]\n    work: { longest: ${longest} }\n${QUEUE('30m')}`,
    );
    expect(found).toEqual([{ messageId: 'contradiction', severity: 'error', at: longest, related: ['30m'] }]);
    // Until it is resolved the longer of the two is what nobody can lose work by.
    expect(deployment).toMatchObject({ spec: { template: { spec: { terminationGracePeriodSeconds: 1830 } } } });
  });

  test('contradicts the longest piece of an existing workload too', () => {
    const text = SYSTEM(`    work: { longest: 10s }\n${QUEUE('30m')}`).replace(
      /containers: .*/,
      'workload: { existing: { name: worker } }',
    );
    const ids = analysed(sourceText('a.yaml', text)).diagnostics.filter(({ id }) => id === 'scale-in-kills-work');
    expect(ids.map(({ messageId }) => messageId)).toEqual(['contradiction']);
  });
});
