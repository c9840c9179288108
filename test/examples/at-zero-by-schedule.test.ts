import { describe, expect, test } from 'vitest';
import { compileFile, contentAt } from './compiled.ts';

/** By its schedule alone a pool leaves zero, and by its schedule alone it is back there, on both platforms. */
describe.each([
  {
    name: 'nightly-batch',
    pool: 'settlement-matcher',
    replicas: '10',
    timezone: 'Europe/Berlin',
    cron: { start: '0 2 * * 2,3,4,5,6', end: '0 5 * * 2,3,4,5,6' },
    actions: [
      { action: '0200-min-10', schedule: 'cron(0 2 ? * TUE,WED,THU,FRI,SAT *)', bound: 10 },
      { action: '0500-min-0', schedule: 'cron(0 5 ? * TUE,WED,THU,FRI,SAT *)', bound: 0 },
    ],
  },
  {
    name: 'demo-off-at-night',
    pool: 'demo-app',
    replicas: '2',
    timezone: 'America/Los_Angeles',
    cron: { start: '0 7 * * 1,2,3,4,5', end: '0 19 * * 1,2,3,4,5' },
    actions: [
      { action: '0700-min-2', schedule: 'cron(0 7 ? * MON,TUE,WED,THU,FRI *)', bound: 2 },
      { action: '1900-min-0', schedule: 'cron(0 19 ? * MON,TUE,WED,THU,FRI *)', bound: 0 },
    ],
  },
])('$name', ({ name, pool, replicas, timezone, cron, actions }) => {
  const example = compileFile(`examples/${name}/pipestream-scaling.yaml`);

  test('KEDA has no other trigger than the window', () => {
    expect(contentAt(example, `kubernetes/${pool}/scaled-object.yaml`)).toMatchObject({
      spec: {
        minReplicaCount: 0,
        triggers: [{ type: 'cron', metadata: { timezone, ...cron, desiredReplicas: replicas } }],
      },
    });
  });

  test.each(actions)('on ECS the action $action sets both bounds', ({ action, schedule, bound }) => {
    expect(contentAt(example, `ecs/${pool}/schedules/${action}.json`)).toMatchObject({
      Schedule: schedule,
      Timezone: timezone,
      ScalableTargetAction: { MinCapacity: bound, MaxCapacity: bound },
    });
  });

  test('the report names what takes the replicas away', () => {
    const report = example.files.find(({ path }) => path === 'REPORT.md')?.text ?? '';
    expect(report).toContain('| When a window ends | no signal keeps the replicas, within 5m30s');
    expect(report).toContain('| the action at its end takes the replicas away, within 2m |');
  });
});
