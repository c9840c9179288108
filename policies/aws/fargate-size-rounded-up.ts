import { definePolicy } from '#policy';

export default definePolicy({
  id: 'fargate-size-rounded-up',
  group: 'aws',
  severity: 'information',
  level: 'recommended',
  summary: 'Reports a pool on Fargate whose tasks get at least half as much CPU again as its containers request.',
  why: 'Fargate sells fixed pairs of CPU and memory. A task gets the smallest pair that holds its containers, its full price is paid, and CPU utilization is a share of that size',
  source: 'Semantics 33; ECS developer guide, "Task CPU and memory"',
  messages: {
    cpu: {
      text: 'the containers of pool "{pool}" request {cpu} vCPU and {memory} GiB, which Fargate does not sell: each task gets {given} vCPU and {givenMemory} GiB{measured}',
      help: 'Request {given} vCPU and {givenMemory} GiB to use the size that you pay for, or less memory for a smaller size',
    },
  },
  pool({ pool, acting, on: { ecs } }, { report }) {
    const service = ecs?.service;
    if (service?.compute !== 'FARGATE') return;
    const { cpu, memory, needed } = service.task;
    if (Number(cpu.plain) < 1.5 * needed.cpu.plain || needed.cpu.plain === 0) return;
    // What no task holds is the policy fargate-size, and what requests nothing missing-resources.
    if (
      Number(memory.plain) < needed.memory.plain ||
      pool.containers.some(one => one.cpu === undefined || one.memory === undefined)
    )
      return;
    // Less than the smallest task is nobody's choice.
    if (Number(cpu.plain) === SMALLEST) return;
    const target = acting.flatMap(planned => (planned.name === 'cpu' ? [planned.signal.target.plain] : []))[0];
    const largest = [...pool.containers].sort((a, b) => asked(b) - asked(a))[0];
    report('cpu', {
      at: largest?.memory?.request.origin ?? pool.at,
      path: ['pools', pool.key, 'containers', ...(largest === undefined ? [] : [largest.name.plain, 'cpu'])],
      data: {
        pool: pool.key,
        cpu: inUnits(needed.cpu.plain),
        memory: inUnits(needed.memory.plain),
        given: inUnits(Number(cpu.plain)),
        givenMemory: inUnits(Number(memory.plain)),
        measured: target === undefined ? '' : `, and the CPU target of ${String(target)}% is of that size`,
      },
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'more memory than Fargate sells with one vCPU',
        path: 'pools.api.containers.api.cpu',
        message: 'cpu',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..5
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 9Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a size that Fargate sells, and one that is a little more than is requested',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..5
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 8Gi } }
    signals: { cpu: 70% }
  worker:
    kind: always-on
    replicas: 2..5
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1500m, memory: 3Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

/** CPU units of the smallest task. */
const SMALLEST = 256;

function asked({ memory }: { readonly memory: { readonly request: { readonly plain: number } } | undefined }): number {
  return memory?.request.plain ?? 0;
}

/** 1024 units a vCPU, and MiB a GiB. */
function inUnits(value: number): number {
  return Number((value / 1024).toFixed(2));
}
