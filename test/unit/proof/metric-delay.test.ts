import { describe, expect, test } from 'vitest';
import { completeExample } from '../../../src/lint/engine/example.ts';
import { LATE_METRICS } from '../../../src/model/late-metrics.ts';
import { SCHEMA_MINORS, schemaFile } from '../../../src/model/scaler-schema.ts';
import { isScalerType } from '../../../src/model/keda-scalers.ts';
import { planSource, sourceText } from '../../../src/pipeline.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { arithmeticOf } from '../../../src/proof/arithmetic.ts';

/** When the first replica takes work, and when the last one is gone or the minimum is reached. */
function times(signal: string, min = 0): readonly (string | undefined)[] {
  const yaml = `pools:
  worker:
    kind: ${min === 0 ? 'scale-to-zero' : 'demand-driven'}
    replicas: ${String(min)}..5
    coldStart: 1m
    idle: 5m
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { custom: { jobs: { ${signal} } } }
`;
  const [environment] = planSource(sourceText('test.yaml', completeExample(yaml, 'kubernetes'))).value;
  const pool = environment?.plan.pools[0];
  const proof = environment && pool && proofsOf(environment.plan, pool)[0];
  return [proof?.wake?.paths[0]?.longest, proof?.back?.after].map(time => time && arithmeticOf(time));
}

describe('a number that a store of metrics shows late', () => {
  test('Cloud Monitoring shows a message of Pub/Sub after three minutes, and its end too', () => {
    const signal = 'type: gcp-pubsub, metadata: { subscriptionName: orders }';
    expect(times(signal)).toEqual([
      '3m metric delay + 15s polling interval + 1m cold start',
      '3m metric delay + 5m cooldown period + 15s last poll with work + 15s poll after cooldown',
    ]);
    expect(times(signal, 1)[1]).toMatch(/^3m metric delay \+ .* scale in$/);
  });

  test('CloudWatch: whole periods that have ended, as the trigger says', () => {
    const signal = (more: string) =>
      `type: aws-cloudwatch, counts: work, metadata: { awsRegion: eu-west-1, namespace: A, metricName: B, targetMetricValue: 5${more} }`;
    expect(times(signal(''))[0]).toMatch(/^7m metric delay/);
    expect(times(signal(', metricStatPeriod: 60, metricEndTimeOffset: 30'))[0]).toMatch(/^3m30s metric delay/);
  });

  test('Azure Monitor: an interval of hours, minutes and seconds', () => {
    const signal = (more: string) =>
      `type: azure-monitor, counts: work, metadata: { resourceURI: a, tenantId: b, subscriptionId: c, resourceGroupName: d, metricName: e, metricAggregationType: Total, targetValue: 5${more} }`;
    expect(times(signal(''))[0]).toMatch(/^8m metric delay/);
    expect(times(signal(', metricAggregationInterval: "0:1:30"'))[0]).toMatch(/^4m30s metric delay/);
  });

  test('a source that KEDA asks itself is not late', () => {
    expect(times('type: nats-jetstream, metadata: { stream: a, consumer: b, account: c }')[0]).not.toContain('delay');
  });

  test.each(Object.entries(LATE_METRICS))('%s takes what adds to its delay, with the default of KEDA', (type, late) => {
    expect(isScalerType(type)).toBe(true);
    const parameters: Readonly<Record<string, { readonly default?: string }>> = Object.assign(
      {},
      ...SCHEMA_MINORS.map(
        minor => Object.entries(schemaFile(minor).scalers).find(([name]) => name === type)?.[1].parameters,
      ),
    );
    for (const [name, otherwise] of Object.entries(late.asked)) {
      expect(Object.keys(parameters)).toContain(name);
      const known = parameters[name]?.default;
      if (known !== undefined) expect(Number(known)).toBe(otherwise);
    }
    expect(late.source).toMatch(/https:\/\//);
  });
});
