import { expect, test } from 'vitest';
import { FakeAws } from './fake-aws.ts';
import type { Point } from './fake-aws.ts';
import { load } from './load.ts';
import { fc, runs } from '../../properties.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5);
const QUIET = 5;
const WAKE = 1;
const SCALER = JSON.stringify({
  cluster: 'main',
  service: 'web',
  wake: WAKE,
  quiet: QUIET * 60,
  queues: [],
  work: [
    {
      name: 'wake',
      above: 0,
      wakes: true,
      counts: true,
      of: [['Shop', 'Calls', 'Sum', {}]],
      beat: ['Shop', 'Up', 'Sum', {}],
    },
  ],
});

/**
 * One minute of history: calls that come, metrics that come late or not at all, others that change the count, runs at
 * once, an API that fails.
 */
const minute = fc.record({
  calls: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 7),
  late: fc.integer({ min: 0, max: 3 }),
  heartbeat: fc.boolean(),
  scaledTo: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 6, nil: undefined }),
  runs: fc.integer({ min: 0, max: 3 }),
  failing: fc.constantFrom(undefined, undefined, undefined, 'GetMetricData', 'DescribeServices', 'UpdateService'),
});

test('over any history it writes only 0 at one and the wake count at zero, sleeps on no visible work, and follows work in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(minute, { maxLength: 30 }),
      fc.scheduler(),
      fc.boolean(),
      async (history, scheduler, busyEnd) => {
        const aws = new FakeAws();
        aws.service = { status: 'ACTIVE', desired: 0, changed: START };
        const shown: { at: number; point: Point }[] = [];
        const beats: Point[] = [];
        let now = START;
        const { handler } = load(aws.require, { SCALER }, () => now);

        const step = async (
          at: number,
          {
            calls: count,
            late,
            heartbeat,
            scaledTo,
            runs,
            failing,
          }: {
            calls: number;
            late: number;
            heartbeat: boolean;
            scaledTo: number | undefined;
            runs: number;
            failing: string | undefined;
          },
        ) => {
          now = START + at * MINUTE + 30_000;
          aws.clock = now;
          if (count > 0) shown.push({ at: at + late, point: [START + at * MINUTE, count] });
          if (heartbeat) beats.push([START + at * MINUTE, 1]);
          const visible = shown.filter(one => one.at <= at).map(({ point }) => point);
          aws.metrics = new Map([
            ['Calls', { points: visible }],
            ['Up', { points: beats }],
          ]);
          // Application Auto Scaling moves what is not zero, and never below one.
          if (scaledTo !== undefined && aws.service !== undefined && aws.service.desired > 0)
            aws.service = { ...aws.service, desired: scaledTo };
          aws.fail = new Map(failing === undefined ? [] : [[failing, new Error('ThrottlingException')]]);

          const before = aws.service?.desired ?? 0;
          const written = aws.writes.length;
          aws.before = call => scheduler.schedule(Promise.resolve(), call);
          const running = Promise.all(Array.from({ length: runs }, () => handler().catch(() => undefined)));
          await scheduler.waitFor(running);
          const writes = aws.writes.slice(written);

          const inWindow = visible.some(([time]) => time >= now - QUIET * MINUTE);
          for (const write of writes) {
            expect([0, WAKE]).toContain(write);
            if (write === 0) expect({ before, inWindow }).toEqual({ before: 1, inWindow: false });
            else expect({ before, visible: visible.length > 0 }).toEqual({ before: 0, visible: true });
          }
          if (before >= 2) expect(writes).toEqual([]);
        };

        for (const [at, entry] of history.entries()) await step(at, entry);
        // Application Auto Scaling comes down to one, everything works again, and work is steady or over.
        if (aws.service.desired > 1) aws.service = { ...aws.service, desired: 1 };
        for (let more = 0; more < 20; more += 1) {
          await step(history.length + more, {
            calls: busyEnd ? 2 : 0,
            late: 0,
            heartbeat: true,
            scaledTo: undefined,
            runs: 1,
            failing: undefined,
          });
        }
        expect(aws.service.desired).toBe(busyEnd ? WAKE : 0);
      },
    ),
    { numRuns: runs(300) },
  );
});

test('two that read zero before either writes write the same', async () => {
  const aws = new FakeAws();
  aws.service = { status: 'ACTIVE', desired: 0, changed: START };
  aws.metrics = new Map([['Calls', { points: [[START, 4]] }]]);
  let described = 0;
  let release: () => void = () => undefined;
  const both = new Promise<void>(resolve => {
    release = resolve;
  });
  aws.before = async call => {
    if (call === 'DescribeServices') described += 1;
    if (described === 2) release();
    if (call === 'UpdateService') await both;
  };
  const { handler } = load(aws.require, { SCALER }, () => START + 30_000);
  await Promise.all([handler(), handler()]);
  expect(aws.writes).toEqual([1, 1]);
  expect(aws.service.desired).toBe(1);
});

test('the service is read last, and written at once', async () => {
  const aws = new FakeAws();
  aws.metrics = new Map([['Calls', { points: [[START, 4]] }]]);
  await load(aws.require, { SCALER }, () => START + 30_000).handler();
  expect(aws.calls).toEqual(['GetMetricData', 'DescribeServices', 'UpdateService']);
});
