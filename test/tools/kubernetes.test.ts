import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubeconform } from '../../scripts/kubeconform.mjs';
import { kustomize } from '../../scripts/kustomize.mjs';
import { render } from '../../src/output/render.ts';
import { CONTAINER, QUEUE, compileText, paths, systemOf } from '../unit/kubernetes/compile.ts';
import type { Compiled } from '../unit/kubernetes/compile.ts';
import { unlessSkipped } from '../programs.ts';

const PROBED = CONTAINER.replace(
  'ports: {grpc: 9000}',
  'ports: {grpc: 9000, http: 8080}, user: 1000, metrics: {path: /metrics, port: http}, probes: {liveness: {grpc: true}, readiness: {http: /ready, port: http}}, secrets: {TOKEN: {secret: login}}',
);
const SCHEDULE = 'schedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: 5}]}';

/** Pools that between them use everything that Kubernetes is given. */
function everything(stage: string, tool: string, version: string): Compiled {
  return compileText(
    systemOf(
      {
        web: `stage: ${stage}\nkind: always-on\nreplicas: 2..10\n${PROBED}\nservice: {headless: true}\nsignals: {cpu: {target: 70%, for: 5m}, memory: 80%}`,
        worker: `stage: ${stage}\nkind: always-on\nreplicas: 2..10\n${PROBED}\nfallback: {replicas: 3}\n${SCHEDULE}\nsignals: {cpu: 70%, kafkaLag: {perReplica: 1000, topics: [a, b], growth: 5m}, queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, perReplica: 2}, ${QUEUE}, requests: 10/s, latency: {p99: 1s}}`,
        consumer: `stage: ${stage}\nkind: demand-driven\nreplicas: 1..10\n${CONTAINER}\nsignals: {kafkaLag: {perReplica: 1000, offsetReset: earliest, leases: {perReplica: 5}, topics: 20}}`,
        model: `stage: ${stage}\nkind: scale-to-zero\nreplicas: 0..5\nhardware: a10g\n${CONTAINER}\nwake: {source: {prometheus: {counter: calls_total, job: web}}}\nsignals: {latency: {p99: 10s}}`,
        counted: `stage: ${stage}\nkind: always-on\nreplicas: 3..3\n${CONTAINER}`,
        other: `stage: ${stage}\nkind: always-on\nreplicas: 2..10\nworkload: {existing: {kind: StatefulSet, name: other, cpu: 500m}}\nsignals: {cpu: 70%}`,
      },
      {
        version,
        top: 'kafka: {bootstrapServers: "kafka:9092", auth: {sasl: scram_sha512, tls: true, secret: kafka-login}}\nhardware: {a10g: {gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 20m, sharing: mig, migProfile: 1g.5gb}}',
        target: `prometheus: {url: "https://prometheus.example.com", auth: {mode: basic, secret: prometheus-login}}\ngitops: {tool: ${tool}, repoURL: "https://git.example.com/shop.git"}`,
      },
    ),
  );
}

const CASES = [
  ['fixed', 'argocd', '1.28'],
  ['observe', 'flux', '1.32'],
  ['cpu', 'argocd', '1.34'],
  ['full', 'flux', '1.36'],
] as const;

describe.each(CASES)('what is emitted on %s for %s and Kubernetes %s', (stage, tool, version) => {
  const compiled = everything(stage, tool, version);
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubernetes-'));
    for (const { path, text } of compiled.files.map(render)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('is valid to the real kubeconform', context => {
    const report = unlessSkipped(context, kubeconform([folder], { kubernetesVersion: version }));
    expect(report.resources.filter(({ status }) => status !== 'statusValid')).toEqual([]);
    expect(report.summary.valid).toBe(paths(compiled).length);
  });

  test('builds with the real Kustomize, each object under its own name', context => {
    const built = unlessSkipped(context, kustomize(join(folder, 'kubernetes')));
    expect(built.stderr).toBe('');
    const names = loadAll(built.stdout).map(named).sort();
    const emitted = compiled.files
      .filter(({ path }) => path.startsWith('kubernetes/') && !path.endsWith('/kustomization.yaml'))
      .flatMap(found => loadAll(render(found).text))
      .map(named)
      .sort();
    expect(names).toEqual(emitted);
  });
});

function named(object: unknown): string {
  if (typeof object !== 'object' || object === null || !('kind' in object) || !('metadata' in object))
    return String(object);
  const { kind, metadata } = object;
  return `${String(kind)}/${typeof metadata === 'object' && metadata !== null && 'name' in metadata ? String(metadata.name) : ''}`;
}
