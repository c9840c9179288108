import { expect, test } from 'vitest';
import { because } from '../../../src/model/sourced.ts';
import type { Weekday } from '../../../src/model/scaling.ts';
import { replicas } from '../../../src/model/units.ts';
import { cronTriggers } from '../../../src/plan/kubernetes/scalers/cron.ts';

const given = <T>(value: T) => because('a test', value);

test.each<[string, string, string, readonly Weekday[], string, string]>([
  ['every day', '06:00', '20:30', [], '0 6 * * *', '30 20 * * *'],
  ['on some days', '06:00', '20:00', ['mon', 'fri'], '0 6 * * 1,5', '0 20 * * 1,5'],
  ['over midnight it ends the day after', '22:00', '04:15', ['fri', 'sat'], '0 22 * * 5,6', '15 4 * * 0,6'],
])('semantics 61: a window %s', (_what, from, to, days, start, end) => {
  const at = { kind: 'chosen', why: 'a test' } as const;
  const [trigger] = cronTriggers({
    at,
    timezone: given('Europe/Berlin'),
    windows: [{ at, from: given(from), to: given(to), days: days.map(given), min: given(replicas(5)) }],
  });
  const metadata = Object.fromEntries(
    Object.entries(trigger?.metadata ?? {}).map(([key, value]) => [key, value?.plain]),
  );
  expect(metadata).toEqual({ timezone: 'Europe/Berlin', start, end, desiredReplicas: '5' });
});
