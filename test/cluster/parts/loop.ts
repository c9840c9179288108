import { live } from '../live.ts';
import type { Live } from '../live.ts';
import type { Part } from '../part.ts';
import { time } from '../report.ts';
import type { Report } from '../report.ts';
import { secondsUntil, until } from '../waiting.ts';

/** Seconds beyond a claim: our own half second of looking, and the second in which the kubelet's stand-in looks. */
const SLACK = 3;
/** How long to wait beyond a claim, so that a run says by how much one was missed. */
const PATIENCE = 120;

interface Measured {
  readonly what: string;
  readonly claimed: number | undefined;
  readonly seen: number | undefined;
}

/** Every pool goes up and comes back under a load, within the times that its proof claims. */
export const loop: Part = {
  needs: 'keda',
  async run(cluster) {
    const running = await live(cluster);
    try {
      await until('every pool is at rest', async () => await atRest(running), 300);
      const measured = await Promise.all([embedder(running), engine(running), api(running)]);
      tell(cluster.report, measured.flat());
    } finally {
      running.stop();
    }
  },
};

async function atRest({ replicas, proof }: Live): Promise<boolean> {
  for (const pool of ['embedder', 'engine', 'api']) {
    const { wanted, ready } = await replicas(pool);
    if (wanted !== proof(pool).rest.plain || ready !== wanted) return false;
  }
  return true;
}

/** 0 → 1 by the wake counter, → 3 by its queue, → 0 when both are quiet. */
async function embedder({ load, replicas, proof }: Live): Promise<readonly Measured[]> {
  const { wake, back } = proof('embedder');
  const longest = wake?.paths[0]?.longest.plain;
  const after = back?.after?.plain;
  load.calls = 1;
  load.waiting = 25;
  const woken = await secondsUntil(async () => (await replicas('embedder')).ready >= 1, (longest ?? 0) + PATIENCE);
  const grown = await secondsUntil(async () => (await replicas('embedder')).ready === 3, PATIENCE);
  load.calls = 0;
  load.waiting = 0;
  const slept = await secondsUntil(async () => (await replicas('embedder')).wanted === 0, (after ?? 0) + PATIENCE);
  return [
    { what: 'embedder 0 → 1 on a counter', claimed: longest, seen: woken },
    { what: 'embedder 1 → 3 on 25 that wait', claimed: undefined, seen: grown },
    { what: 'embedder → 0', claimed: after, seen: slept },
  ];
}

/** To its maximum on lag that is read from the brokers, and back when the group has caught up. */
async function engine({ kafka, replicas, proof }: Live): Promise<readonly Measured[]> {
  const { back, pace, rest } = proof('engine');
  await kafka.produce(4500);
  const begun = await secondsUntil(async () => (await replicas('engine')).wanted > rest.plain, PATIENCE);
  const grown = await secondsUntil(async () => (await replicas('engine')).wanted === 4, (pace?.up ?? 0) + PATIENCE);
  await kafka.catchUp();
  const after = back?.after?.plain;
  const fewer = await secondsUntil(
    async () => (await replicas('engine')).wanted === rest.plain,
    (after ?? 0) + PATIENCE,
  );
  return [
    { what: 'engine: 4500 messages of lag → the first replica more', claimed: undefined, seen: begun },
    { what: 'engine: from there → 4', claimed: pace?.up, seen: grown },
    { what: 'engine → 1', claimed: after, seen: fewer },
  ];
}

/** To its maximum on CPU, and back. */
async function api({ load, replicas, proof }: Live): Promise<readonly Measured[]> {
  const { back, pace, rest } = proof('api');
  load.cpu['api'] = 300;
  const begun = await secondsUntil(async () => (await replicas('api')).wanted > rest.plain, PATIENCE);
  const grown = await secondsUntil(async () => (await replicas('api')).wanted === 4, (pace?.up ?? 0) + PATIENCE);
  load.cpu['api'] = 5;
  const after = back?.after?.plain;
  const fewer = await secondsUntil(async () => (await replicas('api')).wanted === rest.plain, (after ?? 0) + PATIENCE);
  return [
    { what: 'api: CPU at 300% → the first replica more', claimed: undefined, seen: begun },
    { what: 'api: from there → 4', claimed: pace?.up, seen: grown },
    { what: 'api → 1', claimed: after, seen: fewer },
  ];
}

function tell(report: Report, measured: readonly Measured[]): void {
  report.table(
    ['What', 'At the latest, as claimed', 'Seen'],
    measured.map(({ what, claimed, seen }) => [what, claimed === undefined ? 'nothing' : time(claimed), time(seen)]),
  );
  for (const { what, claimed, seen } of measured) {
    report.expect(seen !== undefined, `${what} never happened`);
    if (seen !== undefined && claimed !== undefined)
      report.expect(seen <= claimed + SLACK, `${what} took ${time(seen)}, and ${time(claimed)} is claimed`);
  }
}
