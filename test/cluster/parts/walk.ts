import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledEnvironment } from '../../../src/pipeline.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import type { Tree } from '../../matrix/objects.ts';
import type { Api } from '../api.ts';
import { WAYS, applied, objectsToApply, within } from '../applying.ts';
import type { Way } from '../applying.ts';
import { compiled, minorOf, staged } from '../configurations.ts';
import type { Stage } from '../configurations.ts';
import { Kubelet } from '../kubelet.ts';
import { idle } from '../load.ts';
import type { Cluster, Part } from '../part.ts';
import { podMetrics } from '../pod-metrics.ts';
import { freePort } from '../processes.ts';
import { Prometheus } from '../prometheus.ts';
import { source } from '../sources.ts';
import { sleep } from '../waiting.ts';

const STEPS: readonly Stage[] = ['fixed', 'observe', 'cpu', 'full', 'cpu', 'observe', 'fixed'];

/** Seconds after each apply in which KEDA and the HPAs act on it. */
const SETTLE = 35;

/** Work for the pools of the example, so that no count is that of a new Deployment. */
const WORK = [
  'engine_module_pending_requests{module="parser"} 35',
  'engine_module_pending_requests{module="chunker"} 25',
  'engine_module_pending_requests{module="opensearch-sink"} 45',
  'engine_module_pending_requests{module="embedder"} 15',
  'kafka_consumergroup_lag{consumergroup="pipestream-sidecar",topic="t",partition="0"} 4000',
];

/**
 * The example goes from stage to stage and back while KEDA runs and work is there. An apply sets no count, as no
 * manifest has one; what it would leave behind is asked of the API server first, since KEDA may act within a second.
 */
export const walk: Part = {
  needs: 'keda',
  async run(cluster) {
    const { api, tls, tools, processes, root } = cluster;
    const load = idle();
    // At its target, so that the count stands still when a step begins.
    load.cpu['pipestream-engine'] = 87;
    const kubelet = new Kubelet(api);
    await kubelet.start();
    const metrics = await podMetrics(api, tls, load);
    const work = await source(() => WORK);
    const prometheus = new Prometheus(tools, processes, await freePort());
    prometheus.configure({ 'pipestream-engine': work.port }, []);
    await prometheus.start();
    const text = readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8').replace(
      'http://prometheus.monitoring:9090',
      `http://127.0.0.1:${String(prometheus.port)}`,
    );
    try {
      const ways = await Promise.all([walked(cluster, text, 'client-side'), walked(cluster, text, 'server-side')]);
      for (const [way, steps] of [
        ['client-side', ways[0]],
        ['server-side', ways[1]],
      ] as const) {
        cluster.report.table(
          [`Applied ${way}`, 'Replicas before', 'As the apply leaves them', `${String(SETTLE)}s after`],
          steps.map(({ stage, before, applied: alone, settled }) => [
            stage,
            written(before),
            written(alone),
            written(settled),
          ]),
        );
      }
    } finally {
      kubelet.stop();
      metrics.close();
      work.server.close();
    }
  },
};

type Counts = ReadonlyMap<string, number>;

interface Step {
  readonly stage: Stage;
  readonly before: Counts;
  /** What the apply alone would leave. */
  readonly applied: Counts;
  readonly settled: Counts;
}

async function walked(cluster: Cluster, text: string, way: Way): Promise<readonly Step[]> {
  const { api, report, tools } = cluster;
  const namespace = `walk-${way}`;
  await api.namespace(namespace);
  const steps: Step[] = [];
  for (const stage of STEPS) {
    const environment = compiled({
      name: stage,
      text: staged(text, stage, { keda: minorOf(tools.versions.keda) }),
    }).find(({ name }) => name === 'production');
    if (environment === undefined) throw new Error('the example has no environment production');
    const objects = objectsToApply(environment).map(object => within(object, namespace));
    const before = await counts(cluster, namespace);
    const alone = await countsAfter(api, objects, way);
    const { errors, warnings } = await applied(api, objects, way);
    for (const line of [...errors, ...warnings]) report.fail(`${stage}, ${way}: ${line}`);
    for (const [pool, was] of before)
      report.expect(
        alone.get(pool) === was,
        `${stage}, ${way}: the apply sets ${pool} from ${String(was)} to ${String(alone.get(pool))}`,
      );
    await sleep(SETTLE);
    const settled = await counts(cluster, namespace);
    for (const [pool, count] of settled) {
      // On these stages nothing else moves a count; on the others the load does.
      const held = stage === 'fixed' ? restOf(environment, pool) : stage === 'observe' ? before.get(pool) : count;
      report.expect(count === held, `${stage}, ${way}: ${pool} is at ${String(count)}, and ${String(held)} is claimed`);
    }
    steps.push({ stage, before, applied: alone, settled });
  }
  return steps;
}

async function counts({ api }: Cluster, namespace: string): Promise<Counts> {
  return countsOf(await api.list(`/apis/apps/v1/namespaces/${namespace}/deployments`));
}

/** What the API server would make of the objects, without doing it. */
async function countsAfter(api: Api, objects: readonly Tree[], way: Way): Promise<Counts> {
  const { stdout } = await api.kubectl(
    ['apply', '-f', '-', '--dry-run=server', '-o', 'json', ...WAYS[way]],
    objects.map(object => JSON.stringify(object)).join('\n---\n'),
  );
  const { items } = JSON.parse(stdout);
  return countsOf(items.filter(({ kind }: Tree) => kind === 'Deployment'));
}

interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas?: number };
}

function countsOf(deployments: readonly Deployment[]): Counts {
  return new Map(deployments.map(({ metadata, spec }) => [metadata.name, spec.replicas ?? 1]));
}

function restOf({ plan }: CompiledEnvironment, pool: string): number | undefined {
  const planned = plan.pools.find(({ pool: { name } }) => name.plain === pool);
  return planned && proofsOf(plan, planned).find(({ target }) => target === 'kubernetes')?.rest.plain;
}

function written(found: Counts): string {
  return [...found].map(([pool, count]) => `${pool} ${String(count)}`).join(', ');
}
