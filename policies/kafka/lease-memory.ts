import type { Container } from '#model/container.ts';
import { bytes, formatMemory, mebibytes } from '#model/units.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { counted, leasedPool } from '#knowledge/leases.ts';

const MIB = 1024 ** 2;
const MB = 1_000_000;

export default definePolicy({
  id: 'lease-memory',
  group: 'kafka',
  severity: 'warning',
  level: 'recommended',
  summary: 'A container that holds leases must request the memory that they need.',
  why: oneLine(
    'Each leased topic has a consumer with its own buffers. A container that uses more than it requests is evicted',
    'first, and at its limit it is killed with all its leases',
  ),
  source: oneLine(
    'Semantics 57; pipestream.md: 2–3 GB for a sidecar with 50 leases of about 50 MB each, so about 0.5 GB without any',
    'lease',
  ),
  options: {
    baseMiB: { describe: 'MiB that the container needs without any lease', default: 512 },
    perLeaseMB: { describe: 'MB that one leased topic needs', default: 50 },
  },
  messages: {
    small: {
      text: oneLine(
        'container "{container}" in pool "{pool}" requests {memory} for {held}, but needs {needed} MiB ({base} MiB +',
        '{count} × {each} MB)',
      ),
      help: 'Request at least {needed}Mi of `memory`, or lower `leases.perReplica`',
    },
  },
  pool(plan, { report, options }) {
    const leased = leasedPool(plan);
    const container = holderOf(plan.pool.containers);
    if (leased === undefined || container?.memory === undefined) return;
    // There are never more leases to hold than topics.
    const held = Math.min(leased.leases.perReplica.plain, leased.topics ?? Infinity);
    const needed = mebibytes(bytes(options.baseMiB * MIB + held * options.perLeaseMB * MB));
    const { request } = container.memory;
    if (request.plain >= needed * MIB) return;
    report('small', {
      at: request.origin,
      path: ['pools', plan.pool.key, 'containers', container.name.plain, 'memory'],
      data: {
        pool: plan.pool.key,
        container: container.name.plain,
        memory: formatMemory(request.plain),
        held: counted(held, 'lease'),
        needed,
        base: options.baseMiB,
        count: held,
        each: options.perLeaseMB,
      },
      related: [{ message: 'the leases per replica', at: leased.leases.perReplica.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: '50 leases in 1 GiB',
        path: 'pools.engine.containers.sidecar.memory',
        message: 'small',
        targets: 'kubernetes',
        yaml: `pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      sidecar: { image: "registry.example.com/sidecar:1.0.0", cpu: 500m, memory: 1Gi }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: sidecar, topics: 100, leases: { perReplica: 50, handBack: true } } }
`,
      },
    ],
    good: [
      {
        title: '50 leases in 3 GiB',
        targets: 'kubernetes',
        yaml: `pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      sidecar: { image: "registry.example.com/sidecar:1.0.0", cpu: 500m, memory: 3Gi }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: sidecar, topics: 100, leases: { perReplica: 50, handBack: true } } }
`,
      },
      {
        title: "leases that need less memory than Pipestream's",
        targets: 'kubernetes',
        yaml: `lint: { rules: { lease-memory: { options: { baseMiB: 256, perLeaseMB: 10 } } } }
pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      sidecar: { image: "registry.example.com/sidecar:1.0.0", cpu: 500m, memory: 1Gi }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: sidecar, topics: 100, leases: { perReplica: 50, handBack: true } } }
`,
      },
    ],
  }),
});

/** The sidecar consumes. A pool without one consumes in its last container, which is usually the only one. */
function holderOf(containers: readonly Container[]): Container | undefined {
  return containers.find(({ name }) => name.plain.includes('sidecar')) ?? containers.at(-1);
}
