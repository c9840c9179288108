import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applied, objectsToApply, within } from '../applying.ts';
import type { Way } from '../applying.ts';
import { compiled, staged } from '../configurations.ts';
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

/** Whoever may change a count: KEDA, and the controller of HPAs. */
const SCALES = ['keda', 'keda-operator', 'kube-controller-manager'];

/**
 * The example goes from stage to stage and back while KEDA runs and work is there. An apply never sets a count, as no
 * manifest has one: whoever set it last still did after the apply.
 */
export const walk: Part = {
  needs: 'keda',
  async run(cluster) {
    const { api, tls, tools, processes, root } = cluster;
    const load = idle();
    load.cpu['pipestream-engine'] = 120;
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
          [`Applied ${way}`, 'Replicas before', 'Right after', `${String(SETTLE)}s after`],
          steps.map(({ stage, before, after, settled }) => [stage, written(before), written(after), written(settled)]),
        );
      }
    } finally {
      kubelet.stop();
      metrics.close();
      work.server.close();
    }
  },
};

interface Step {
  readonly stage: Stage;
  readonly before: ReadonlyMap<string, Count>;
  readonly after: ReadonlyMap<string, Count>;
  readonly settled: ReadonlyMap<string, Count>;
}

interface Count {
  readonly replicas: number;
  /** Field manager that set it last; undefined where it is a default. */
  readonly by: string | undefined;
}

async function walked(cluster: Cluster, text: string, way: Way): Promise<readonly Step[]> {
  const { api, report } = cluster;
  const namespace = `walk-${way}`;
  await api.namespace(namespace);
  const steps: Step[] = [];
  for (const stage of STEPS) {
    const environment = compiled({ name: stage, text: staged(text, stage) }).find(({ name }) => name === 'production');
    if (environment === undefined) throw new Error('the example has no environment production');
    const objects = objectsToApply(environment).map(object => within(object, namespace));
    const before = await counts(cluster, namespace);
    const { errors, warnings } = await applied(api, objects, way);
    const after = await counts(cluster, namespace);
    for (const line of [...errors, ...warnings]) report.fail(`${stage}, ${way}: ${line}`);
    for (const [pool, { replicas, by }] of after) {
      const was = before.get(pool);
      if (was === undefined || was.replicas === replicas) continue;
      report.expect(
        by !== undefined && SCALES.includes(by),
        `${stage}, ${way}: ${pool} went from ${String(was.replicas)} to ${String(replicas)} by ${by ?? 'the apply'}`,
      );
    }
    await sleep(SETTLE);
    steps.push({ stage, before, after, settled: await counts(cluster, namespace) });
  }
  return steps;
}

async function counts({ api }: Cluster, namespace: string): Promise<ReadonlyMap<string, Count>> {
  const deployments = await api.list(`/apis/apps/v1/namespaces/${namespace}/deployments`);
  return new Map(
    deployments.map(({ metadata, spec }) => [
      String(metadata.name),
      { replicas: Number(spec.replicas), by: lastOwner(metadata.managedFields) },
    ]),
  );
}

interface Managed {
  readonly manager: string;
  readonly time: string;
  readonly fieldsV1: { readonly 'f:spec'?: { readonly 'f:replicas'?: unknown } };
}

function lastOwner(managed: readonly Managed[]): string | undefined {
  return managed
    .filter(({ fieldsV1 }) => fieldsV1['f:spec']?.['f:replicas'] !== undefined)
    .sort((one, other) => one.time.localeCompare(other.time))
    .at(-1)?.manager;
}

function written(found: ReadonlyMap<string, Count>): string {
  return [...found]
    .map(([pool, { replicas, by }]) => `${pool} ${String(replicas)}${by === undefined ? '' : ` (${by})`}`)
    .join(', ');
}
