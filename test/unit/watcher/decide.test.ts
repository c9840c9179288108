import { describe, expect, test } from 'vitest';
import { load } from './load.ts';
import type { Decision, ServiceState, SourceState } from './load.ts';
import { FakeAws } from './fake-aws.ts';

const { decide } = load(new FakeAws().require, { SCALER: '{}' });
const NOW = 1_800_000_000_000;
const config = { wake: 1, quiet: 540 };
const service = (desired: number, more: Partial<ServiceState> = {}): ServiceState => ({
  status: 'ACTIVE',
  desired,
  deploying: false,
  changed: NOW - 3_600_000,
  ...more,
});
const source = (more: Partial<SourceState> = {}): SourceState => ({
  wakes: true,
  now: false,
  busy: false,
  known: true,
  ...more,
});
const working = source({ now: true, busy: true });

describe('the watcher decides', () => {
  test.each<[string, ServiceState | undefined, SourceState[], Decision]>([
    ['wakes at zero with work', service(0), [working], { to: 1, why: 'work' }],
    ['wakes by any of several sources', service(0), [source(), working], { to: 1, why: 'work' }],
    [
      'wakes even where another source is unknown',
      service(0),
      [source({ known: false }), working],
      { to: 1, why: 'work' },
    ],
    ['wakes during a deployment', service(0, { deploying: true, changed: NOW }), [working], { to: 1, why: 'work' }],
    ['stays asleep without work', service(0), [source()], { why: 'asleep' }],
    ['is not woken by what was', service(0), [source({ busy: true })], { why: 'asleep' }],
    [
      'is not woken by what only keeps awake',
      service(0),
      [source({ wakes: false, now: true, busy: true })],
      { why: 'asleep' },
    ],
    ['changes nothing at zero when nothing is known (41a)', service(0), [source({ known: false })], { why: 'unknown' }],
    ['sleeps at one when idle', service(1), [source()], { to: 0, why: 'idle' }],
    ['stays while there is work', service(1), [working], { why: 'work' }],
    ['stays while there was work in the window', service(1), [source({ busy: true })], { why: 'work' }],
    [
      'stays while other signals show work',
      service(1),
      [source(), source({ wakes: false, busy: true })],
      { why: 'work' },
    ],
    ['stays when nothing is known (41a)', service(1), [source({ known: false })], { why: 'unknown' }],
    ['stays when one source is unknown', service(1), [source(), source({ known: false })], { why: 'unknown' }],
    ['stays during a deployment (37)', service(1, { deploying: true }), [source()], { why: 'deployment' }],
    [
      'stays a millisecond before it has been up long enough',
      service(1, { changed: NOW - 539_999 }),
      [source()],
      { why: 'started too recently' },
    ],
    [
      'sleeps when it has just been up long enough',
      service(1, { changed: NOW - 540_000 }),
      [source()],
      { to: 0, why: 'idle' },
    ],
    [
      'stays when nobody knows since when',
      service(1, { changed: Number.NaN }),
      [source()],
      { why: 'started too recently' },
    ],
    [
      'leaves two to Application Auto Scaling (41)',
      service(2),
      [source()],
      { why: 'Application Auto Scaling owns it' },
    ],
    ['leaves many, work or not', service(7), [working], { why: 'Application Auto Scaling owns it' }],
    ['leaves a service that is going', service(1, { status: 'DRAINING' }), [source()], { why: 'service DRAINING' }],
    ['leaves a service that is gone', service(0, { status: 'INACTIVE' }), [working], { why: 'service INACTIVE' }],
    ['leaves a service that never was', undefined, [working], { why: 'service MISSING' }],
  ])('%s', (_, state, sources, expected) => {
    expect(decide({ service: state, sources }, config, NOW)).toEqual(expected);
  });

  test('wakes to the count it is given', () => {
    expect(decide({ service: service(0), sources: [working] }, { wake: 3, quiet: 1 }, NOW)).toEqual({
      to: 3,
      why: 'work',
    });
  });

  test('whatever it sees, it writes nothing but 0 at one and the wake count at zero', () => {
    const flags = [false, true];
    let seen = 0;
    for (const status of ['ACTIVE', 'DRAINING', 'INACTIVE'])
      for (const desired of [0, 1, 2, 9])
        for (const deploying of flags)
          for (const changed of [0, NOW])
            for (const wakes of flags)
              for (const now of flags)
                for (const busy of flags)
                  for (const known of flags) {
                    const { to } = decide(
                      { service: { status, desired, deploying, changed }, sources: [{ wakes, now, busy, known }] },
                      config,
                      NOW,
                    );
                    if (to !== undefined) {
                      expect(to).toBe(desired === 0 ? 1 : 0);
                      expect(desired).toBeLessThan(2);
                      expect(status).toBe('ACTIVE');
                      if (to === 0)
                        expect({ busy, known, deploying, changed }).toEqual({
                          busy: false,
                          known: true,
                          deploying: false,
                          changed: 0,
                        });
                      else expect({ wakes, now }).toEqual({ wakes: true, now: true });
                      seen += 1;
                    }
                  }
    expect(seen).toBe(20);
  });
});
