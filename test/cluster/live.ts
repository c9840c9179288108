import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolPlan } from '../../src/model/plan.ts';
import type { Proof } from '../../src/model/proof.ts';
import type { CompiledEnvironment } from '../../src/pipeline.ts';
import { proofsOf } from '../../src/proof/prove.ts';
import { applied, objectsToApply } from './applying.ts';
import { compiled, minorOf } from './configurations.ts';
import { Kafka } from './kafka.ts';
import { Kubelet } from './kubelet.ts';
import { idle } from './load.ts';
import type { Load } from './load.ts';
import type { Cluster } from './part.ts';
import { podMetrics } from './pod-metrics.ts';
import { freePort } from './processes.ts';
import { Prometheus } from './prometheus.ts';
import { engineMetrics, kubeStateMetrics } from './sources.ts';

const NAMESPACE = 'live';

/** Replicas of one pool, as the Deployment says. */
export interface Replicas {
  readonly wanted: number;
  readonly ready: number;
}

/** The system of live.yaml, applied, with everything that it reads. */
export interface Live {
  readonly load: Load;
  readonly kafka: Kafka;
  readonly kubelet: Kubelet;
  readonly prometheus: Prometheus;
  readonly replicas: (pool: string) => Promise<Replicas>;
  /** The claims about a pool on Kubernetes. */
  readonly proof: (pool: string) => Proof;
  readonly stop: () => void;
}

/** Starts what the pools read, compiles them for its addresses, and applies them. */
export async function live(cluster: Cluster & { readonly kedaMetrics: number | undefined }): Promise<Live> {
  const { api, tls, tools, processes, root, kedaMetrics } = cluster;
  const load = idle();
  const kubelet = new Kubelet(api);
  await kubelet.start();
  const kafka = await Kafka.of(tools, processes);
  await kafka.start();
  const prometheus = new Prometheus(tools, processes, await freePort());
  const environment = compiledFor(root, minorOf(tools.versions.keda), prometheus.port, kafka.port);
  const sources = [await engineMetrics(load), await kubeStateMetrics(api)] as const;
  const metrics = await podMetrics(api, tls, load);
  prometheus.configure(
    { engine: sources[0].port, 'kube-state-metrics': sources[1].port, 'keda-operator': kedaMetrics ?? 0 },
    environment.rendered,
  );
  await prometheus.start();

  const { errors, warnings } = await applied(api, objectsToApply(environment), 'client-side');
  if (errors.length + warnings.length > 0) throw new Error([...errors, ...warnings].join('\n'));
  return {
    load,
    kafka,
    kubelet,
    prometheus,
    async replicas(pool) {
      const { body } = await api.get(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments/${pool}`);
      return { wanted: body.spec?.replicas ?? 0, ready: body.status?.readyReplicas ?? 0 };
    },
    proof: pool => proofOf(environment, pool),
    stop() {
      kubelet.stop();
      for (const { server } of sources) server.close();
      metrics.close();
    },
  };
}

function compiledFor(root: string, keda: string, prometheus: number, kafka: number): CompiledEnvironment {
  const text = readFileSync(join(root, 'test/cluster/live.yaml'), 'utf8')
    .replace('keda: "2.18"', `keda: "${keda}"`)
    .replace('127.0.0.1:9090', `127.0.0.1:${String(prometheus)}`)
    .replace('127.0.0.1:9092', `127.0.0.1:${String(kafka)}`);
  const [environment] = compiled({ name: 'live.yaml', text });
  if (environment === undefined) throw new Error('live.yaml has no environment');
  return environment;
}

function proofOf({ plan }: CompiledEnvironment, pool: string): Proof {
  const planned = plan.pools.find(({ pool: { name } }: PoolPlan) => name.plain === pool);
  const proof = planned && proofsOf(plan, planned).find(({ target }) => target === 'kubernetes');
  if (proof === undefined) throw new Error(`live.yaml has no pool ${pool}`);
  return proof;
}
