import { describe, expect, test } from 'vitest';
import type { TargetName } from '../../../src/model/targets.ts';
import { aspectsOf } from '../../../src/proof/words.ts';
import { poolOf, proofOf } from '../behaviour/planned.ts';

const KAFKA = 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter}';
const MSK = 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: msk, msk: {cluster: events}}';

function said(target: TargetName, body: string, top = ''): Readonly<Record<string, string>> {
  const pool = poolOf(body, top);
  return Object.fromEntries(
    aspectsOf(pool, proofOf(pool, target)).flatMap(({ name, said: text }) =>
      text === undefined ? [] : [[name, text]],
    ),
  );
}

describe('while a source is away', () => {
  const LAG =
    'replicas: {min: 2, max: 10}\nsignals: {kafkaLag: {perReplica: 100, consumerGroup: web, topics: [orders]}';
  test.each<[string, TargetName, string, string, string]>([
    [
      'an HPA holds',
      'kubernetes',
      'replicas: {min: 2, max: 10}\nsignals: {cpu: 70%}',
      '',
      'signals.cpu: no replica goes',
    ],
    ['KEDA without a fallback holds', 'kubernetes', `${LAG}}`, KAFKA, 'signals.kafkaLag: no replica goes'],
    [
      'a fallback takes none away',
      'kubernetes',
      `fallback: {replicas: 4}\n${LAG}}`,
      KAFKA,
      'signals.kafkaLag: no replica goes, and at least 4 run',
    ],
    [
      'a query that is a number when nothing is there',
      'kubernetes',
      "replicas: {min: 2, max: 10}\nsignals: {requestQueue: {perReplica: 10, source: {prometheus: 'sum(x) or vector(0)'}}}",
      '',
      'signals.requestQueue: it is taken for no work',
    ],
    ['target tracking holds', 'ecs', `${LAG}}`, MSK, 'signals.kafkaLag: no replica goes'],
  ])('%s', (_what, target, body, top, expected) => {
    expect(said(target, body, top)['While a source is away']).toBe(expected);
  });

  test('a Kafka scaler beside another trigger stops them all', () => {
    expect(
      said(
        'kubernetes',
        `replicas: {min: 2, max: 10}
signals:
  kafkaLag: {perReplica: 100, consumerGroup: web, topics: [orders]}
  requestQueue: {perReplica: 10, source: {prometheus: 'sum(x)'}}`,
        'kafka: {bootstrapServers: "kafka:9092"}',
      )['While a source is away'],
    ).toBe(
      'signals.kafkaLag: no signal of the pool is read, and no replica goes; signals.requestQueue: no replica goes',
    );
  });
});

describe('a rollout', () => {
  const GPU = `hardware: a10g
kind: scale-to-zero
wake: {source: {prometheus: 'sum(waiting)'}, retryBudget: 10m}
signals: {requestQueue: {perReplica: 10, source: {prometheus: 'sum(waiting)'}}}`;
  const HARDWARE = 'hardware: {a10g: {gpu: NVIDIA-A10G, count: 2, instanceTypes: [g5.12xlarge], coldStart: 4m}}';

  test.each<[string, TargetName, string, string, string]>([
    [
      'starts first: a quarter of ten, rounded up',
      'kubernetes',
      'replicas: {min: 2, max: 10}\nsignals: {cpu: 70%}',
      '',
      'starts first: takes room for up to 3 more replicas',
    ],
    [
      'stops the only replica first',
      'kubernetes',
      'rollout: {first: stop}\ncoldStart: 2m\nreplicas: {min: 1, max: 3}\nsignals: {cpu: 70%}',
      '',
      'stops a replica first: where one runs, nothing takes work for 2m',
    ],
    [
      'stops one of two first',
      'kubernetes',
      'rollout: {first: stop}\nreplicas: {min: 2, max: 3}\nsignals: {cpu: 70%}',
      '',
      'stops a replica before it starts the next',
    ],
    [
      'takes GPUs, where it starts first',
      'kubernetes',
      `${GPU}\nrollout: {first: start}\nreplicas: {max: 4}`,
      HARDWARE,
      'starts first: takes room for up to 1 more replica and 2 more GPUs',
    ],
    [
      'of a service on ECS may double it',
      'ecs',
      'replicas: {min: 2, max: 10}\nsignals: {cpu: 70%}',
      '',
      'starts first: takes room for up to 10 more replicas',
    ],
  ])('%s', (_what, target, body, top, expected) => {
    expect(said(target, body, top)['Rollout']).toBe(expected);
  });
});

describe('the end of a window', () => {
  const NIGHT = 'schedule: {timezone: UTC, windows: [{from: "07:00", to: "21:00", min: 4}]}';
  test.each<[string, TargetName, string, RegExp]>([
    [
      'on Kubernetes the signals decide',
      'kubernetes',
      `replicas: {min: 2, max: 10}\nsignals: {cpu: 70%}\n${NIGHT}`,
      /^the signals decide, within 1[0-9]m/,
    ],
    [
      'to zero on Kubernetes: the cooldown and two polls',
      'kubernetes',
      `kind: scale-to-zero\nidle: 5m\nreplicas: {min: 0, max: 10}\nsignals: {cpu: 70%}\n${NIGHT}`,
      /^the signals decide, within 5m30s/,
    ],
    [
      'on ECS the policies decide, after the action',
      'ecs',
      `replicas: {min: 2, max: 10}\nsignals: {cpu: 70%}\n${NIGHT}`,
      /^the signals decide, within .*2m scheduled action \+ /,
    ],
    [
      'on ECS, off at night, the action itself',
      'ecs',
      `kind: scale-to-zero\nreplicas: {min: 0, max: 10}\nsignals: {cpu: 70%}\n${NIGHT}`,
      /^the action at its end takes the replicas away, within 2m$/,
    ],
  ])('%s', (_what, target, body, expected) => {
    expect(said(target, body)['When a window ends']).toMatch(expected);
  });
});

test('a stage that holds the replicas moves nothing, and says so', () => {
  expect(said('kubernetes', 'stage: observe\nreplicas: {min: 2, max: 10}\nsignals: {cpu: 70%}')).toMatchObject({
    'Count set by': 'the stage, which holds 2',
  });
  expect(said('ecs', 'stage: observe\nreplicas: {min: 2, max: 10}\nsignals: {cpu: 70%}')).not.toHaveProperty(
    'Back at 2',
  );
});
