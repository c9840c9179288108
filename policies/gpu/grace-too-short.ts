import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { counted } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

/** The default of the platforms in seconds; leases take longer to hand over. */
const DEFAULT_GRACE = 30;
/** Seconds; only on EC2 does ECS wait longer. */
const MOST_ON_ECS = 120;

export default definePolicy({
  id: 'grace-too-short',
  group: 'gpu',
  severity: 'warning',
  level: 'recommended',
  summary: 'The grace period must be long enough to finish requests and to hand over leases.',
  why: oneLine(
    'At the end of the grace period the process is killed. A slow request that is within its objective is lost, and',
    'leases that were not handed over stay taken until their session expires',
  ),
  source: oneLine(
    'Semantics 49, 58; Kubernetes, terminationGracePeriodSeconds (default 30 s); ECS, stopTimeout (at most 120 s,',
    'except on EC2)',
  ),
  messages: {
    requests: {
      text: 'requests of pool "{pool}" may take {latency}, but a stopping replica is killed after {grace} on {target}',
      help: 'Set `gracePeriod` to {needed}',
    },
    capped: {
      text: oneLine(
        'requests of pool "{pool}" may take {latency}, but except on EC2 instances ECS kills a stopping task after',
        '{most}, even if gracePeriod is longer',
      ),
      help: 'Run the pool on a `capacity.ec2` provider or on Kubernetes, or make the requests shorter',
    },
    leases: {
      text: 'pool "{pool}" hands over up to {leases} when a replica stops, but the replica is killed after {grace}',
      help: 'Set `gracePeriod` to {needed}, or remove it, because that is its default here',
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
    const longer = (needed: number) => [
      fix(`Set \`gracePeriod\` to ${told(needed)}`, 'unsafe', replaceValue(grace, told(needed))),
    ];

    if (kafkaLag?.leases !== undefined && written && grace.plain <= DEFAULT_GRACE) {
      const needed = 60;
      const { perReplica } = kafkaLag.leases;
      report('leases', {
        ...place,
        data: {
          pool: pool.key,
          leases: counted(perReplica.plain, 'lease'),
          grace: told(grace.plain),
          needed: told(needed),
        },
        related: [{ message: 'the leases per replica', at: perReplica.origin }],
        fixes: longer(needed),
      });
    }
    const shortest =
      latency === undefined
        ? undefined
        : waitsOf(planned).sort((a, b) => a.atMost - b.atMost || a.wait.plain - b.wait.plain)[0];
    if (latency === undefined || shortest === undefined || latency.target.plain <= shortest.wait.plain) return;
    const data = { pool: pool.key, latency: told(latency.target.plain) };
    const related = [{ message: 'the latency target', at: latency.target.origin }];
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
        title: 'a request that may take a minute, and a grace period of 30 s',
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
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi, ports: { grpc: 9000 } } }
    signals: { cpu: 70%, latency: { p99: 1m } }
`,
      },
      {
        title: 'requests of three minutes, of which ECS waits two',
        path: 'pools.transcriber.gracePeriod',
        message: 'capped',
        targets: 'ecs',
        yaml: `pools:
  transcriber:
    kind: demand-driven
    replicas: 1..5
    gracePeriod: 4m
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70%, latency: { p99: 3m, source: { cloudwatch: { namespace: Example, metric: Seconds, dimensions: { Service: transcriber }, statistic: p99 } } } }
`,
      },
      {
        title: '20 leases, and a grace period of 30 s',
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
        title: 'time for the slowest request, and the default grace period of one minute for leases',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  transcriber:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    gracePeriod: 90s
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi, ports: { grpc: 9000 } } }
    signals: { cpu: 70%, latency: { p99: 1m } }
  engine:
    kind: always-on
    replicas: 2..5
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: engine, topics: 40, leases: { perReplica: 20, handBack: true } } }
`,
      },
      {
        title: 'three minutes on EC2 instances, where ECS waits as long as configured',
        targets: 'ecs',
        yaml: `pools:
  transcriber:
    kind: demand-driven
    replicas: 1..5
    gracePeriod: 4m
    capacity: { ec2: machines }
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70%, latency: { p99: 3m, source: { cloudwatch: { namespace: Example, metric: Seconds, dimensions: { Service: transcriber }, statistic: p99 } } } }
`,
      },
    ],
  }),
});

interface Wait {
  readonly target: string;
  readonly wait: Sourced<number>;
  /** The longest that the platform can wait, in seconds. */
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
