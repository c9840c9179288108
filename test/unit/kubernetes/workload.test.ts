import { describe, expect, test } from 'vitest';
import { CONTAINER, QUEUE, at, compilePool, list, object, paths } from './compile.ts';
import type { Compiled } from './compile.ts';

const spec = (compiled: Compiled) => at(object(compiled, 'deployment.yaml'), 'spec');
const pods = (compiled: Compiled) => at(spec(compiled), 'template', 'spec');
const container = (compiled: Compiled, index = 0) => list(pods(compiled), 'containers')[index];
const HARDWARE = (more = '') =>
  `hardware: {a10g: {gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m${more}}}`;
const GPU = `kind: scale-to-zero\nreplicas: 0..5\nhardware: a10g\n${CONTAINER}\nsignals: {${QUEUE}}`;
const gpu = (more = '', provisioner = 'karpenter') =>
  compilePool(GPU, {
    top: HARDWARE(more),
    target: `provisioner: ${provisioner}\nprometheus: "http://prometheus:9090"`,
  });

describe('semantics 46 and 47: GPUs are limits, under the name that the device plugin offers', () => {
  test.each([
    ['', { 'nvidia.com/gpu': '1' }],
    [', count: 4', { 'nvidia.com/gpu': '4' }],
    [', sharing: time-slicing', { 'nvidia.com/gpu.shared': '1' }],
    [', sharing: mig, migProfile: 1g.5gb', { 'nvidia.com/mig-1g.5gb': '1' }],
  ])('%s', (more, limit) => {
    const resources = at(container(gpu(more)), 'resources');
    expect(resources).toEqual({
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { cpu: '1', memory: '1Gi', ...limit },
    });
  });

  test('the container that serves has it, and no other', () => {
    const body = GPU.replace(
      CONTAINER,
      'containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 1, memory: 1Gi}, proxy: {image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 64Mi}}',
    );
    const compiled = compilePool(body, { top: HARDWARE() });
    expect(at(container(compiled, 0), 'resources', 'limits', 'nvidia.com/gpu')).toBe('1');
    expect(at(container(compiled, 1), 'resources', 'limits')).toEqual({ cpu: '100m', memory: '64Mi' });
  });
});

describe('semantics 48: a pool at zero selects on what is known before a node boots', () => {
  test.each([
    ['karpenter', 'NVIDIA-A10G', { 'karpenter.k8s.aws/instance-gpu-name': 'a10g' }],
    ['karpenter', 'NVIDIA-A100-SXM4-40GB', { 'karpenter.k8s.aws/instance-gpu-name': 'a100' }],
    ['karpenter', 'Tesla-T4', { 'karpenter.k8s.aws/instance-gpu-name': 't4' }],
    ['cluster-autoscaler', 'NVIDIA-A10G', { 'k8s.amazonaws.com/accelerator': 'nvidia-a10g' }],
    ['gke', 'NVIDIA-L4', { 'cloud.google.com/gke-accelerator': 'nvidia-l4' }],
  ])('%s, %s', (provisioner, name, selector) => {
    const compiled = compilePool(GPU, {
      top: HARDWARE().replace('NVIDIA-A10G', name),
      target: `provisioner: ${provisioner}\nprometheus: "http://prometheus:9090"`,
    });
    expect(at(pods(compiled), 'nodeSelector')).toEqual(selector);
    expect(JSON.stringify(pods(compiled))).not.toContain('nvidia.com/gpu.product');
  });

  test.each(['karpenter', 'cluster-autoscaler', 'gke'])('%s: the taint of GPU nodes is tolerated', provisioner => {
    expect(at(pods(gpu('', provisioner)), 'tolerations')).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });

  test('labels of the node are added', () => {
    expect(at(pods(gpu(', nodeSelector: {team: vision}')), 'nodeSelector')).toMatchObject({ team: 'vision' });
  });

  test('a pool without hardware selects and tolerates nothing', () => {
    const plain = pods(compilePool(`kind: always-on\nreplicas: 2..3\n${CONTAINER}\nsignals: {cpu: 70%}`));
    expect(plain).not.toHaveProperty('nodeSelector');
    expect(plain).not.toHaveProperty('tolerations');
  });
});

describe('semantics 49: a cold start is given its time', () => {
  const PROBED = (probes: string, coldStart: string) =>
    compilePool(`kind: always-on\nreplicas: 2..3\ncoldStart: ${coldStart}
containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 1, memory: 1Gi, ports: {grpc: 9000}, probes: {${probes}}}}\nsignals: {cpu: 70%}`);
  const budget = (compiled: Compiled) =>
    Number(at(container(compiled), 'startupProbe', 'periodSeconds')) *
    Number(at(container(compiled), 'startupProbe', 'failureThreshold'));

  test.each([
    ['liveness: {http: /live}', '4m', 240],
    ['liveness: {grpc: true, period: 7s}', '20m', 1200],
    ['startup: {tcp: true, period: 3s, failures: 2}, liveness: {http: /live}', '90s', 90],
    ['liveness: {http: /live}', '{node: 2m, image: 3m, startup: 15m}', 1200],
  ])('%s after %s', (probes, coldStart, seconds) => {
    const compiled = PROBED(probes, coldStart);
    expect(budget(compiled)).toBeGreaterThanOrEqual(seconds);
    expect(at(spec(compiled), 'progressDeadlineSeconds')).toBeGreaterThanOrEqual(Math.max(600, seconds));
    // The rollout may not be called failed while the probe still waits.
    expect(at(spec(compiled), 'progressDeadlineSeconds')).toBeGreaterThanOrEqual(budget(compiled));
  });

  test("the hardware's cold start counts where the pool says none", () => {
    const compiled = compilePool(GPU, {
      top: HARDWARE().replace('coldStart: 4m', 'coldStart: {node: 5m, image: 5m, startup: 10m}'),
    });
    expect(at(spec(compiled), 'progressDeadlineSeconds')).toBe(1500);
  });
});

describe('semantics 58 and 60: a replica that is taken away finishes what it has', () => {
  const grace = (more: string, signals = 'cpu: 70%') =>
    at(
      pods(
        compilePool(`kind: always-on\nreplicas: 2..3\n${more}\n${CONTAINER}\nsignals: {${signals}}`, {
          top: 'kafka: {bootstrapServers: "kafka:9092"}',
        }),
      ),
      'terminationGracePeriodSeconds',
    );

  test.each([
    ['', 30],
    ['gracePeriod: 2m', 120],
    ['work: {longest: 10s}', 30],
    ['work: {longest: 45m}', 2730],
    ['work: {longest: 45m}\ngracePeriod: 1h', 3600],
  ])('"%s"', (more, seconds) => {
    expect(grace(more)).toBe(seconds);
  });

  test('leases are handed over in more than the default', () => {
    expect(grace('', 'kafkaLag: {perReplica: 10, topics: 20, leases: {perReplica: 10}}')).toBe(60);
  });
});

describe('a probe or a scrape names a port of its container', () => {
  const found = (container: string) =>
    compilePool(
      `kind: always-on\nreplicas: 2..3\ncontainers: {app: {image: "registry.example.com/app:1.0.0", cpu: 1, memory: 1Gi, ${container}}}\nsignals: {cpu: 70%}`,
    ).diagnostics.map(({ id, path, message, help }) => ({ id, path: path?.join('.'), message, help }));

  test.each([
    [
      'ports: {grpc: 9000}, metrics: {path: /metrics, port: http}',
      {
        path: 'pools.web.containers.app.metrics',
        message: 'the scrape of container "app" of pool "web" asks the port "http", which the container does not have',
        help: 'Name one of grpc, or declare it under ports',
      },
    ],
    [
      'probes: {liveness: {tcp: true}}',
      {
        path: 'pools.web.containers.app.probes.liveness',
        message:
          'the liveness probe of container "app" of pool "web" asks the port "http", which the container does not have',
        help: 'Declare it under ports',
      },
    ],
  ])('%s', (container, expected) => {
    expect(found(container)).toEqual([{ id: 'unknown-port', ...expected }]);
  });

  test('a command asks none', () => {
    expect(found('probes: {liveness: {command: [/well]}}')).toEqual([]);
  });
});

describe('semantics 64: an image may be left to an overlay', () => {
  test('a name stands in for it, which a Kustomize overlay replaces', () => {
    const left = (image: string) =>
      at(
        container(
          compilePool(
            `kind: always-on\nreplicas: 2..3\ncontainers: {app: {image: ${image}, cpu: 1, memory: 1Gi}}\nsignals: {cpu: 70%}`,
          ),
        ),
        'image',
      );
    expect(left('{parameter: true}')).toBe('web-app');
    expect(left('{parameter: true, name: registry.example.com/app}')).toBe('registry.example.com/app');
  });
});

describe('semantics 68: a headless Service is a second one', () => {
  const pool = (more: string) =>
    compilePool(`kind: always-on\nreplicas: 2..3\n${CONTAINER}\n${more}\nsignals: {cpu: 70%}`);

  test('beside the first, which never changes', () => {
    const both = pool('service: {headless: true}');
    expect(at(object(both, 'service-headless.yaml'), 'metadata', 'name')).toBe('web-headless');
    expect(at(object(both, 'service-headless.yaml'), 'spec', 'clusterIP')).toBe('None');
    expect(object(both, 'service.yaml')).toEqual(object(pool(''), 'service.yaml'));
    expect(at(object(both, 'service.yaml'), 'spec')).not.toHaveProperty('clusterIP');
  });

  test('and only on request', () => {
    expect(paths(pool(''))).not.toContain('kubernetes/web/service-headless.yaml');
  });
});
