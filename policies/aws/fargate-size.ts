import type { Container } from '#model/container.ts';
import type { Pool } from '#model/pool.ts';
import type { Sourced } from '#model/sourced.ts';
import { counted } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

/** Largest Fargate task, in CPU units and MiB. */
const LARGEST = { cpu: 16 * 1024, memory: 120 * 1024 };

export default definePolicy({
  id: 'fargate-size',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'The containers of a pool on Fargate must fit into a Fargate task size.',
  why: oneLine(
    'Fargate offers fixed combinations of CPU and memory, and rejects a task definition with any other. The compiler',
    'chooses the next combination that holds all containers. There is none above 16 vCPU or 120 GB',
  ),
  source: 'Semantics 33; ECS developer guide, "Task CPU and memory"',
  messages: {
    cpu: {
      text: oneLine(
        'the containers of pool "{pool}" request {needed} vCPU together ({arithmetic}), but the largest Fargate task',
        'has 16',
      ),
      help: 'Request less and run more replicas, or set `capacity.ec2` or `capacity.managedInstances`',
    },
    memory: {
      text: oneLine(
        'the containers of pool "{pool}" can use {needed} GiB together ({arithmetic}), but the largest Fargate task',
        'has 120',
      ),
      help: 'Request less and run more replicas, or set `capacity.ec2` or `capacity.managedInstances`',
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    const service = ecs?.service;
    if (service?.compute !== 'FARGATE') return;
    const { cpu, memory } = service.task.needed;
    if (cpu.plain > LARGEST.cpu)
      report('cpu', {
        ...placeOf(pool, 'cpu'),
        data: { pool: pool.key, needed: cpu.plain / 1024, arithmetic: termsOf(cpu) },
      });
    if (memory.plain > LARGEST.memory)
      report('memory', {
        ...placeOf(pool, 'memory'),
        data: { pool: pool.key, needed: Number((memory.plain / 1024).toFixed(2)), arithmetic: termsOf(memory) },
      });
  },
  examples: () => ({
    bad: [
      {
        title: 'a container with 20 vCPU',
        path: 'pools.scorer.containers.scorer.cpu',
        message: 'cpu',
        targets: 'ecs',
        yaml: `pools:
  scorer:
    kind: demand-driven
    replicas: 1..3
    containers: { scorer: { image: "registry.example.com/scorer:1.0.0", cpu: 20, memory: 64Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'two containers that fit alone, but not together',
        path: 'pools.index.containers.index.memory',
        message: 'memory',
        targets: 'ecs',
        yaml: `pools:
  index:
    kind: demand-driven
    replicas: 1..3
    containers:
      index: { image: "registry.example.com/index:1.0.0", cpu: 8, memory: 96Gi..112Gi }
      cache: { image: "registry.example.com/cache:1.0.0", cpu: 2, memory: 16Gi }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'exactly the largest Fargate task',
        targets: 'ecs',
        yaml: `pools:
  scorer:
    kind: demand-driven
    replicas: 1..3
    containers: { scorer: { image: "registry.example.com/scorer:1.0.0", cpu: 16, memory: 120Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a pool that is rounded up to the next Fargate size (1.5 vCPU, 3 GiB), and a pool on EC2 instances',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..5
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1500m, memory: 3Gi } }
    signals: { cpu: 70% }
  scorer:
    kind: demand-driven
    replicas: 1..3
    capacity: { ec2: machines }
    containers: { scorer: { image: "registry.example.com/scorer:1.0.0", cpu: 20, memory: 160Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

/** The container that requests the most. */
function placeOf({ key, containers, at }: Pool, what: 'cpu' | 'memory') {
  const asked = ({ cpu, memory }: Container) => (what === 'cpu' ? cpu?.request : (memory?.limit ?? memory?.request));
  const largest = [...containers].sort((a, b) => (asked(b)?.plain ?? 0) - (asked(a)?.plain ?? 0))[0];
  return {
    at: (largest === undefined ? undefined : asked(largest)?.origin) ?? at,
    path: ['pools', key, 'containers', ...(largest === undefined ? [] : [largest.name.plain, what])],
  };
}

/** `index 112 + cache 16`; for a single container, `1 container`. */
function termsOf({ origin }: Sourced<number>): string {
  const terms =
    origin.kind === 'derived'
      ? Object.entries(origin.from).flatMap(([name, { plain }]) =>
          typeof plain === 'number' ? [`${name} ${String(Number((plain / 1024).toFixed(2)))}`] : [],
        )
      : [];
  return terms.length < 2 ? counted(terms.length, 'container') : terms.join(' + ');
}
