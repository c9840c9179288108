import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

/** What the platforms wait by default; leases take longer to hand over. */
const DEFAULT_GRACE = 30;
/** ECS waits no longer, but on EC2. */
const MOST_ON_ECS = 120;

export default definePolicy({
  id: 'grace-too-short',
  group: 'gpu',
  severity: 'warning',
  level: 'recommended',
  summary: 'A replica that stops has time to end the requests that it has and to hand over its leases.',
  why: 'At the end of the grace period the process is killed: a slow request that is within its objective is lost, and leases that were not handed over stay taken until their session times out',
  source:
    'Semantics 49, 58; Kubernetes, terminationGracePeriodSeconds (30 s by default); ECS, stopTimeout (120 s at most but on EC2)',
  messages: {
    requests: {
      text: 'requests of pool "{pool}" may take {latency}, and a replica that stops is killed after {grace} on {target}',
      help: 'Write gracePeriod: {needed}',
    },
    capped: {
      text: 'requests of pool "{pool}" may take {latency}, and ECS kills a task {most} after it was told to stop at the latest, whatever gracePeriod says, unless it runs on EC2',
      help: 'Run it on a capacity.ec2 provider or on Kubernetes, or make the requests shorter',
    },
    leases: {
      text: 'pool "{pool}" hands over up to {leases} when a replica stops, and is killed after {grace}',
      help: 'Write gracePeriod: {needed}, or leave it out, which is the same',
    },
  },
  pool(planned, { report }) {
    const { pool } = planned;
    const {
      gracePeriod: grace,
      signals: { latency, kafkaLag },
    } = pool;
    if (pool.existing !== undefined) return;
    const written = grace.origin.kind === 'written';
    const place = written
      ? { at: grace.origin, path: ['pools', pool.key, 'gracePeriod'] }
      : { at: latency?.target.origin ?? pool.at, path: ['pools', pool.key, 'signals', 'latency'] };
    const longer = (needed: number) => [fix(`Wait ${told(needed)}`, 'unsafe', replaceValue(grace, told(needed)))];

    if (kafkaLag?.leases !== undefined && written && grace.plain <= DEFAULT_GRACE) {
      const needed = 60;
      const { perReplica } = kafkaLag.leases;
      report('leases', {
        ...place,
        data: {
          pool: pool.key,
          leases: `${String(perReplica.plain)} lease${perReplica.plain === 1 ? '' : 's'}`,
          grace: told(grace.plain),
          needed: told(needed),
        },
        related: [{ message: 'the leases', at: perReplica.origin }],
        fixes: longer(needed),
      });
    }
    const shortest =
      latency === undefined
        ? undefined
        : waitsOf(planned).sort((a, b) => a.atMost - b.atMost || a.wait.plain - b.wait.plain)[0];
    if (latency === undefined || shortest === undefined || latency.target.plain <= shortest.wait.plain) return;
    const data = { pool: pool.key, latency: told(latency.target.plain) };
    const related = [{ message: 'the objective for its latency', at: latency.target.origin }];
    if (shortest.atMost < latency.target.plain)
      report('capped', { ...place, data: { ...data, most: told(shortest.atMost) }, related });
    else {
      const needed = Math.ceil(latency.target.plain) + DEFAULT_GRACE;
      report('requests', {
        ...place,
        data: { ...data, grace: told(shortest.wait.plain), target: shortest.target, needed: told(needed) },
        related,
        fixes: longer(needed),
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a transcription that may take a minute, and half a minute to end',
        path: 'pools.transcriber.gracePeriod',
        message: 'requests',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  transcriber:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    gracePeriod: 30s
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { latency: { p99: 1m } }
`,
      },
      {
        title: 'three minutes, of which ECS waits two',
        path: 'pools.transcriber.gracePeriod',
        message: 'capped',
        targets: 'ecs',
        yaml: `pools:
  transcriber:
    kind: demand-driven
    replicas: 1..5
    gracePeriod: 4m
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { latency: { p99: 3m, source: { cloudwatch: { namespace: Example, metric: Seconds, dimensions: { Service: transcriber }, statistic: p99 } } } }
`,
      },
      {
        title: 'twenty leases in the default of half a minute',
        path: 'pools.engine.gracePeriod',
        message: 'leases',
        targets: 'kubernetes',
        yaml: `pools:
  engine:
    kind: always-on
    replicas: 2..5
    gracePeriod: 30s
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: engine, topics: 40, leases: { perReplica: 20, handBack: true } } }
`,
      },
    ],
    good: [
      {
        title:
          'time for the slowest request, and a minute for leases, which is what is waited where nothing is written',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  transcriber:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    gracePeriod: 90s
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { latency: { p99: 1m } }
  engine:
    kind: always-on
    replicas: 2..5
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: engine, topics: 40, leases: { perReplica: 20, handBack: true } } }
`,
      },
      {
        title: "three minutes on machines of one's own, where ECS waits as long as it is told",
        targets: 'ecs',
        yaml: `pools:
  transcriber:
    kind: demand-driven
    replicas: 1..5
    gracePeriod: 4m
    capacity: { ec2: machines }
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { latency: { p99: 3m, source: { cloudwatch: { namespace: Example, metric: Seconds, dimensions: { Service: transcriber }, statistic: p99 } } } }
`,
      },
    ],
  }),
});

interface Wait {
  readonly target: string;
  readonly wait: Sourced<number>;
  /** What the platform waits if it is told to, in seconds. */
  readonly atMost: number;
}

/** How long each platform waits before it kills a replica. */
function waitsOf({ pool, on: { kubernetes, ecs } }: PoolPlan): Wait[] {
  const service = ecs?.service;
  const stop = service?.task.containers[0]?.stopTimeout;
  return [
    ...(kubernetes === undefined ? [] : [{ target: 'Kubernetes', wait: pool.gracePeriod, atMost: Infinity }]),
    ...(stop === undefined
      ? []
      : [{ target: 'ECS', wait: stop, atMost: service?.compute === 'EC2' ? Infinity : MOST_ON_ECS }]),
  ];
}

function told(duration: number): string {
  return formatDuration(seconds(duration));
}
