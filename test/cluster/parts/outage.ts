import { live } from '../live.ts';
import type { Live } from '../live.ts';
import type { Part } from '../part.ts';
import { time } from '../report.ts';
import type { Prometheus } from '../prometheus.ts';
import type { Report } from '../report.ts';
import { secondsUntil, sleep, until } from '../waiting.ts';

const POOLS = ['embedder', 'engine', 'api'] as const;

/** What says that a trigger cannot be read: KEDA reports a scaler that fails, or one that it cannot build. */
const BROKEN = ['ScalerFails', 'ScaledObjectFails', 'AutoscalerInactive'];

/** Sources are taken away while replicas run: none of these goes, and the emitted alerts tell the cause. */
export const outage: Part = {
  needs: 'keda',
  async run(cluster) {
    const { report } = cluster;
    const running = await live(cluster);
    try {
      await kafkaAway(running, report);
      await prometheusAway(running, report);
    } finally {
      running.stop();
    }
  },
};

async function kafkaAway(running: Live, report: Report): Promise<void> {
  const { kafka, kubelet, load, prometheus, replicas } = running;
  await until('embedder sleeps', async () => (await replicas('embedder')).wanted === 0, 300);
  await kafka.produce(3500);
  load.cpu['api'] = 100;
  await until('engine has 4 replicas', async () => (await replicas('engine')).ready === 4, 180);

  const watched = watch(running, ['engine']);
  await kafka.stop();
  // Meanwhile the embedder is to wake, and no node takes its pod.
  kubelet.startup = undefined;
  load.calls = 1;
  const fired = await firing(prometheus, [['PoolDoesNotWake'], BROKEN]);
  kubelet.startup = 5;
  report.table(
    ['Alert that fires', 'Pool', 'After the cause'],
    fired.map(({ alert, pool, seconds }) => [alert, pool, time(seconds)]),
  );
  for (const asked of [['PoolDoesNotWake'], BROKEN])
    report.expect(
      fired.some(({ alert }) => asked.includes(alert)),
      `${asked.join(' or ')} never fired`,
    );
  tell(report, 'Kafka', running, watched());

  await kafka.start();
  // The lag is as it was, so that the engine has no reason to scale in.
  await kafka.produce(3500);
  const over = await secondsUntil(
    async () => !(await prometheus.alerts()).some(({ alert }) => alert === 'PoolDoesNotWake'),
    180,
  );
  report.line(`PoolDoesNotWake is over ${time(over)} after a node is there.\n`);
  report.expect(over !== undefined, 'PoolDoesNotWake does not end');
}

async function prometheusAway(running: Live, report: Report): Promise<void> {
  const { load, prometheus, replicas } = running;
  load.calls = 1;
  load.waiting = 25;
  await until('embedder has 3 replicas', async () => (await replicas('embedder')).ready === 3, 180);
  await until('engine has 4 replicas', async () => (await replicas('engine')).ready === 4, 180);
  const watched = watch(running, POOLS);
  await prometheus.stop();
  load.calls = 0;
  load.waiting = 0;
  // Longer than its cooldown, the window of its scale-in and its polls together.
  await sleep(240);
  tell(report, 'Prometheus', running, watched());
  await prometheus.start();
  const after = running.proof('embedder').back?.after?.plain ?? 0;
  const slept = await secondsUntil(async () => (await replicas('embedder')).wanted === 0, after + 120);
  report.line(
    `embedder is at zero ${time(slept)} after Prometheus is back; ${time(after)} is claimed after the last work.`,
  );
  report.expect(slept !== undefined, 'embedder never sleeps after Prometheus is back');
}

interface Fired {
  readonly alert: string;
  readonly pool: string;
  readonly seconds: number;
}

/** Every alert that fires from now on, until one of each group did; for no longer than a quarter of an hour. */
async function firing(prometheus: Prometheus, groups: readonly (readonly string[])[]): Promise<readonly Fired[]> {
  const started = Date.now();
  const fired = new Map<string, Fired>();
  await secondsUntil(async () => {
    for (const { alert, pool, state } of await prometheus.alerts())
      if (state === 'firing' && !fired.has(`${alert} ${pool}`))
        fired.set(`${alert} ${pool}`, { alert, pool, seconds: (Date.now() - started) / 1000 });
    const names = [...fired.values()].map(({ alert }) => alert);
    return groups.every(group => group.some(alert => names.includes(alert)));
  }, 900);
  return [...fired.values()];
}

interface Span {
  readonly pool: string;
  readonly before: number;
  readonly fewest: number;
}

/** Looks at the counts every second from now on, until it is asked. */
function watch({ replicas }: Live, pools: readonly string[]): () => readonly Span[] {
  const spans = new Map<string, Span>();
  let done = false;
  const look = async (): Promise<void> => {
    while (!done) {
      for (const pool of pools) {
        const { wanted } = await replicas(pool);
        const { before = wanted, fewest = wanted } = spans.get(pool) ?? {};
        spans.set(pool, { pool, before, fewest: Math.min(fewest, wanted) });
      }
      await sleep(1);
    }
  };
  void look();
  return () => {
    done = true;
    return [...spans.values()];
  };
}

function tell(report: Report, away: string, { proof }: Live, spans: readonly Span[]): void {
  report.table(
    [`While ${away} is away`, 'Replicas before', 'Fewest', 'Claimed'],
    spans.map(({ pool, before, fewest }) => [
      pool,
      String(before),
      String(fewest),
      proof(pool)
        .lost.map(({ what, effect }) => `${what}: ${effect}`)
        .join('; '),
    ]),
  );
  for (const { pool, before, fewest } of spans)
    report.expect(fewest >= before, `${pool} went from ${String(before)} to ${String(fewest)} while ${away} was away`);
}
