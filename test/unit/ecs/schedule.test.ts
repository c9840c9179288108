import { describe, expect, test } from 'vitest';
import { CONTAINER, at, compilePool, payload, paths, stack } from './compile.ts';

function schedules(windows: string, min = 2): readonly (readonly unknown[])[] {
  const compiled = compilePool(
    `kind: demand-driven\nreplicas: ${String(min)}..20\n${CONTAINER}\nsignals: {cpu: 70%}\nschedule: {timezone: Europe/Berlin, windows: [${windows}]}`,
  );
  return paths(compiled)
    .filter(path => path.includes('/schedules/'))
    .map(path => {
      const action = payload(compiled, path.slice('ecs/web/'.length));
      return [
        at(action, 'ScheduledActionName'),
        at(action, 'Schedule'),
        at(action, 'ScalableTargetAction', 'MinCapacity'),
      ];
    });
}

describe('61: schedules are scheduled actions that raise the minimum and put it back', () => {
  test('every day', () => {
    expect(schedules('{from: "06:00", to: "20:00", min: 5}')).toEqual([
      ['web-0600-min-5', 'cron(0 6 * * ? *)', 5],
      ['web-2000-min-2', 'cron(0 20 * * ? *)', 2],
    ]);
  });

  test('on some days', () => {
    expect(schedules('{from: "06:30", to: "20:15", min: 5, days: [fri, mon]}')).toEqual([
      ['web-0630-min-5', 'cron(30 6 ? * MON,FRI *)', 5],
      ['web-2015-min-2', 'cron(15 20 ? * MON,FRI *)', 2],
    ]);
  });

  test('over midnight it ends on the day after, Sunday night on Monday', () => {
    expect(schedules('{from: "22:00", to: "04:00", min: 5, days: [sat, sun]}')).toEqual([
      ['web-0400-min-2', 'cron(0 4 ? * MON,SUN *)', 2],
      ['web-2200-min-5', 'cron(0 22 ? * SAT,SUN *)', 5],
    ]);
  });

  test('where windows overlap the highest minimum holds until its own end', () => {
    expect(schedules('{from: "06:00", to: "20:00", min: 5}, {from: "12:00", to: "14:00", min: 8}')).toEqual([
      ['web-0600-min-5', 'cron(0 6 * * ? *)', 5],
      ['web-1200-min-8', 'cron(0 12 * * ? *)', 8],
      ['web-1400-min-5', 'cron(0 14 * * ? *)', 5],
      ['web-2000-min-2', 'cron(0 20 * * ? *)', 2],
    ]);
  });

  test('windows that meet change the minimum once', () => {
    expect(schedules('{from: "06:00", to: "12:00", min: 5}, {from: "12:00", to: "20:00", min: 5}')).toEqual([
      ['web-0600-min-5', 'cron(0 6 * * ? *)', 5],
      ['web-2000-min-2', 'cron(0 20 * * ? *)', 2],
    ]);
  });

  test('a window below the minimum changes nothing', () => {
    expect(schedules('{from: "06:00", to: "20:00", min: 1}, {from: "08:00", to: "09:00", min: 4}')).toEqual([
      ['web-0800-min-4', 'cron(0 8 * * ? *)', 4],
      ['web-0900-min-2', 'cron(0 9 * * ? *)', 2],
    ]);
  });

  test('a pool that sleeps comes back to 1, below which only its watcher goes', () => {
    const compiled = compilePool(
      `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nsignals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/work"}, perReplica: 2}}\nschedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: 3}]}`,
    );
    expect(at(payload(compiled, 'schedules/2000-min-1.json'), 'ScalableTargetAction')).toEqual({ MinCapacity: 1 });
  });

  test('the whole payload, and the same in the stack', () => {
    const compiled = compilePool(
      `kind: demand-driven\nreplicas: 2..20\n${CONTAINER}\nsignals: {cpu: 70%}\nschedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: 5}]}`,
    );
    expect(payload(compiled, 'schedules/0600-min-5.json')).toEqual({
      ServiceNamespace: 'ecs',
      ScheduledActionName: 'web-0600-min-5',
      ResourceId: 'service/main/web',
      ScalableDimension: 'ecs:service:DesiredCount',
      Schedule: 'cron(0 6 * * ? *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: 5 },
    });
    expect(stack(compiled, 'Resources', 'WebTarget', 'Properties', 'ScheduledActions', 0)).toEqual({
      ScheduledActionName: 'web-0600-min-5',
      Schedule: 'cron(0 6 * * ? *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: 5 },
    });
  });
});
