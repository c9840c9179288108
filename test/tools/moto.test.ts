import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMoto } from '../../scripts/moto.mjs';
import type { Moto } from '../../scripts/moto.mjs';
import { unwrap } from '../../src/model/sourced.ts';
import type { Json } from '../../src/model/sourced.ts';
import { unlessSkipped } from '../programs.ts';
import { at, compileText, payload } from '../unit/ecs/compile.ts';
import type { Compiled } from '../unit/ecs/compile.ts';
import { systemOn } from '../unit/ecs/systems.ts';

/** In the order in which a person applies them: a policy needs its target, and the target its service. */
const ORDER = [
  'RegisterTaskDefinition',
  'CreateService',
  'UpdateService',
  'RegisterScalableTarget',
  'PutScalingPolicy',
  'PutMetricAlarm',
  'PutScheduledAction',
];

describe('the payloads, sent by the real clients to moto', () => {
  let started: Moto | undefined;
  beforeAll(async () => {
    started = await startMoto();
  });
  afterAll(() => {
    started?.stop();
  });

  test('are taken, and what was asked for is there', async context => {
    const moto = unlessSkipped(context, started);
    const { subnets, securityGroups } = await moto.network();
    const compiled = compileText(
      systemOn('full')
        .replace(/subnets: .*/, `subnets: [${subnets.join(', ')}]`)
        .replace(/securityGroups: .*/, `securityGroups: [${securityGroups.join(', ')}]`),
    );
    await moto.call('ecs', 'CreateCluster', { clusterName: 'main' });
    // The service that another team owns.
    await moto.call('ecs', 'RegisterTaskDefinition', {
      family: 'billing',
      containerDefinitions: [{ name: 'billing', image: 'billing', memory: 512 }],
    });
    await moto.call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'billing',
      taskDefinition: 'billing',
      desiredCount: 2,
    });
    await apply(moto, compiled);

    const described = unwrap(
      await plain(
        moto.call('ecs', 'DescribeServices', { cluster: 'main', services: ['worker', 'api', 'transcoder', 'encoder'] }),
      ),
    );
    expect(pick(at(described, 'services'), 'serviceName', 'desiredCount')).toEqual([
      ['worker', 2],
      ['api', 1],
      ['transcoder', 0],
      ['encoder', 1],
    ]);

    const targets = unwrap(
      await plain(moto.call('application-auto-scaling', 'DescribeScalableTargets', { ServiceNamespace: 'ecs' })),
    );
    expect(pick(at(targets, 'ScalableTargets'), 'ResourceId', 'MinCapacity', 'MaxCapacity')).toEqual([
      ['service/main/worker', 2, 10],
      ['service/main/api', 1, 20],
      ['service/main/transcoder', 1, 5],
      ['service/main/encoder', 1, 3],
      ['service/main/billing', 2, 6],
    ]);

    const policies = unwrap(
      await plain(
        moto.call('application-auto-scaling', 'DescribeScalingPolicies', {
          ServiceNamespace: 'ecs',
          ResourceId: 'service/main/worker',
        }),
      ),
    );
    expect(pick(at(policies, 'ScalingPolicies'), 'PolicyName', 'PolicyType')).toEqual([
      ['worker-cpu-out', 'StepScaling'],
      ['worker-memory', 'TargetTrackingScaling'],
      ['worker-lag', 'TargetTrackingScaling'],
      ['worker-latency-out', 'StepScaling'],
      ['worker-lag-growth-out', 'StepScaling'],
      ['worker-in', 'StepScaling'],
    ]);

    const actions = unwrap(
      await plain(moto.call('application-auto-scaling', 'DescribeScheduledActions', { ServiceNamespace: 'ecs' })),
    );
    expect(pick(at(actions, 'ScheduledActions'), 'ScheduledActionName', 'Schedule', 'Timezone')).toEqual([
      ['api-0600-min-5', 'cron(0 6 ? * MON,TUE,WED,THU,FRI *)', 'Europe/Berlin'],
      ['api-2000-min-1', 'cron(0 20 ? * MON,TUE,WED,THU,FRI *)', 'Europe/Berlin'],
    ]);

    const alarms = unwrap(
      await plain(moto.call('cloudwatch', 'DescribeAlarms', { AlarmNames: ['main-worker-in', 'main-worker-cpu-out'] })),
    );
    expect(
      pick(at(alarms, 'MetricAlarms'), 'AlarmName', 'Threshold', 'EvaluationPeriods', 'TreatMissingData').sort(),
    ).toEqual([
      ['main-worker-cpu-out', 70, 5, 'notBreaching'],
      ['main-worker-in', 1, 15, 'notBreaching'],
    ]);
  });

  test('34: a policy in camelCase, as the scaling document writes it, is not what the client takes', async context => {
    const moto = unlessSkipped(context, started);
    await expect(
      moto.call('application-auto-scaling', 'PutScalingPolicy', {
        policyName: 'engine-cpu-scaling',
        policyType: 'TargetTrackingScaling',
        targetTrackingScalingPolicyConfiguration: { targetValue: 70 },
      }),
    ).rejects.toThrow();
  });
});

async function apply(moto: Moto, compiled: Compiled): Promise<void> {
  const arns = new Map<string, Json>();
  for (const operation of ORDER) {
    for (const file of compiled.files) {
      if (file.form === 'text' || file.schema?.of !== 'aws' || file.schema.operation !== operation) continue;
      const input = unwrap(file.tree);
      // An alarm that scales is given what put-scaling-policy returned for the policy of the same name.
      const arn = operation === 'PutMetricAlarm' ? arns.get(file.path.replace('/alarms/', '/policies/')) : undefined;
      const answer = unwrap(
        await plain(
          moto.call(
            file.schema.service,
            operation,
            arn === undefined ? input : { ...Object(input), AlarmActions: [arn] },
          ),
        ),
      );
      const returned = at(answer, 'PolicyARN');
      if (returned !== undefined) arns.set(file.path, returned);
    }
  }
  expect([...arns.keys()]).toContain('ecs/worker/policies/in.json');
  expect(payload(compiled, 'policies/in.json', 'worker')).toBeDefined();
}

/** Dates and the like as JSON has them. */
async function plain(answer: Promise<unknown>): Promise<unknown> {
  return JSON.parse(JSON.stringify(await answer));
}

function pick(list: Json | undefined, ...keys: readonly string[]): (Json | undefined)[][] {
  return Array.isArray(list) ? list.map((item: Json) => keys.map(key => at(item, key))) : [];
}
