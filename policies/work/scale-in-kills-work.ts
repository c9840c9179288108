import type { Pool } from '#model/pool.ts';
import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { longestOf } from '#model/work.ts';
import { formatDuration, seconds } from '#model/units.ts';

/** Seconds between the end of the longest work and the kill. */
const MARGIN = 30;
/** Seconds. cluster-autoscaler waits no longer for a pod of a node that it drains (--max-graceful-termination-sec). */
const MOST_OF_CLUSTER_AUTOSCALER = 600;
/** Seconds. Only on EC2 does ECS wait longer between SIGTERM and SIGKILL; Fargate Spot gives no more notice. */
const MOST_ON_ECS = 120;

export default definePolicy({
  id: 'scale-in-kills-work',
  group: 'work',
  severity: 'error',
  level: 'recommended',
  summary: 'The shutdown grace period must cover the longest unit of work.',
  why: oneLine(
    'Scale-in, rollouts and node drains stop replicas that are working. At the end of the grace period the process is',
    'killed, and its work is lost or done twice',
  ),
  source: oneLine(
    'Semantics 60; Kubernetes, "Termination of Pods"; ECS API, stopTimeout; ECS developer guide, "Task scale-in',
    'protection" and "Fargate Spot"; cluster-autoscaler FAQ, --max-graceful-termination-sec',
  ),
  options: {
    protected: {
      describe:
        'Pools whose application holds ECS task scale-in protection while it works, and pools of existing workloads whose pods have the safe-to-evict annotation',
      default: [],
    },
  },
  messages: {
    grace: {
      text: 'pool "{pool}" can work on one unit for up to {longest}, but a stopping replica is killed after {grace}',
      help: 'Set `gracePeriod` to {needed}, or remove it, because its default follows from `{field}`',
    },
    contradiction: {
      text: 'pool "{pool}" declares {longest} as its longest unit of work, but one message takes {time}',
      help: 'Set `work.longest` to at least {time}, or correct `{field}`',
    },
    ecs: {
      text: oneLine(
        'pool "{pool}" can work on one unit for up to {longest}, but ECS kills a stopping task after at most {most}',
      ),
      help: oneLine(
        'Let the application hold task scale-in protection and add the pool to the option `protected`, run it on a',
        '`capacity.ec2` provider or on Kubernetes, or split the work into units under {most}',
      ),
    },
    spot: {
      text: oneLine(
        'pool "{pool}" can work on one unit for up to {longest}, but Fargate Spot stops a task {most} after its',
        'warning, even with scale-in protection',
      ),
      help: 'Remove `capacity.fargateSpot`, or split the work into units under {most}',
    },
    evicted: {
      text: oneLine(
        'pool "{pool}" can work on one unit for up to {longest}, but cluster-autoscaler kills a pod {most} after it',
        'starts to drain a node, with any grace period',
      ),
      help: oneLine(
        'Add the annotation `cluster-autoscaler.kubernetes.io/safe-to-evict: "false"` to the pods of {workload}, and add',
        'the pool to the option `protected`',
      ),
    },
  },
  pool(planned, { plan, report, options }) {
    const { pool } = planned;
    const { workTimes, gracePeriod: grace } = pool;
    const works = longestOf(workTimes);
    const said = workTimes.find(({ field }) => field === 'work.longest');
    if (works === undefined) return;
    const { field, time: longest } = works;
    if (said !== undefined && said.time.plain < longest.plain) {
      report('contradiction', {
        at: said.time.origin,
        path: ['pools', pool.key, ...said.field.split('.')],
        data: { pool: pool.key, longest: formatDuration(said.time.plain), time: formatDuration(longest.plain), field },
        related: [{ message: 'the time that one message takes', at: longest.origin }],
      });
    }
    const data = { pool: pool.key, longest: formatDuration(longest.plain) };
    if (pool.existing !== undefined) {
      const { provisioner } = plan.system.targets.kubernetes ?? {};
      // GKE runs cluster-autoscaler itself.
      if (planned.on.kubernetes === undefined || provisioner === undefined || provisioner.plain === 'karpenter') return;
      if (longest.plain <= MOST_OF_CLUSTER_AUTOSCALER || options.protected.includes(pool.key)) return;
      report('evicted', {
        at: longest.origin,
        path: ['pools', pool.key, ...field.split('.')],
        data: {
          ...data,
          most: formatDuration(seconds(MOST_OF_CLUSTER_AUTOSCALER)),
          workload: `${pool.existing.kind.plain} ${pool.existing.name.plain}`,
        },
        related: [{ message: 'what drains its nodes', at: provisioner.origin }],
      });
      return;
    }
    const capped = isCapped(planned, longest);
    // If only ECS runs the pool and cannot wait longer, another grace period would change nothing.
    if (longest.plain > grace.plain && (planned.on.kubernetes !== undefined || !capped)) {
      const needed = formatDuration(seconds(Math.ceil(longest.plain) + MARGIN));
      report('grace', {
        at: grace.origin,
        path: ['pools', pool.key, 'gracePeriod'],
        data: { ...data, field, grace: formatDuration(grace.plain), needed },
        related: [{ message: 'the longest unit of work', at: longest.origin }],
        fixes: [fix(`Set \`gracePeriod\` to ${needed}`, 'unsafe', replaceValue(grace, needed))],
      });
    }
    if (!capped) return;
    const place = {
      at: longest.origin,
      path: ['pools', pool.key, ...field.split('.')],
      data: { ...data, most: formatDuration(seconds(MOST_ON_ECS)) },
    };
    if (onSpot(pool))
      report('spot', { ...place, related: [{ message: 'the capacity', at: pool.capacity.at ?? pool.at }] });
    else if (!options.protected.includes(pool.key)) report('ecs', place);
  },
  examples: () => ({
    bad: [
      {
        title: 'messages that take longer than the longest piece of work',
        path: 'pools.transcoder.work.longest',
        message: 'contradiction',
        targets: 'kubernetes',
        yaml: `pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10s }
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { acceptableLatency: 90m, workTime: 30m, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'messages of half an hour on Fargate, which waits two minutes',
        path: 'pools.transcoder.signals.queueBacklog.workTime',
        message: 'ecs',
        targets: 'ecs',
        yaml: `pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { acceptableLatency: 90m, workTime: 30m, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'ten minutes of work, and a grace period of one minute',
        path: 'pools.transcoder.gracePeriod',
        message: 'grace',
        targets: 'kubernetes',
        yaml: `pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10m }
    gracePeriod: 60s
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'ten minutes of work on Fargate, which waits two',
        path: 'pools.transcoder.work.longest',
        message: 'ecs',
        targets: 'ecs',
        yaml: `pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10m }
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'protected tasks on Fargate Spot, which ignores the protection',
        path: 'pools.transcoder.work.longest',
        message: 'spot',
        targets: 'ecs',
        yaml: `lint: { rules: { scale-in-kills-work: { options: { protected: [transcoder] } } } }
pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10m }
    capacity: { fargate: { base: 1 }, fargateSpot: { weight: 3 } }
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'an hour of work in pods of a chart, on nodes that cluster-autoscaler drains',
        path: 'pools.renderer.work.longest',
        message: 'evicted',
        also: ['grace-set-elsewhere'],
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example, provisioner: cluster-autoscaler }
pools:
  renderer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 1h }
    workload: { existing: { name: renderer, cpu: 2 } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'messages of a minute on average, and of five at most',
        targets: 'kubernetes',
        yaml: `pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 5m }
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { acceptableLatency: 10m, workTime: 1m, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'the pods of a chart that have the annotation, and those of a pool that get it',
        yaml: `lint:
  rules:
    scale-in-kills-work: { options: { protected: [renderer] } }
    grace-set-elsewhere: { options: { covered: [renderer] } }
targets:
  kubernetes: { version: "1.32", namespace: example, provisioner: cluster-autoscaler, prometheus: "http://prometheus.monitoring:9090" }
pools:
  renderer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 1h }
    workload: { existing: { name: renderer, cpu: 2 } }
    signals: { cpu: 70% }
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 50m }
    gracePeriod: 1h
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'ten minutes on Kubernetes, with the default grace period of ten and a half minutes',
        targets: 'kubernetes',
        yaml: `pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10m }
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'two minutes, which is exactly what Fargate waits',
        yaml: `pools:
  transcoder:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 1..20
    work: { longest: 2m }
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
`,
      },
      {
        title: 'protected tasks on Fargate, and other tasks on EC2 instances',
        targets: 'ecs',
        yaml: `lint: { rules: { scale-in-kills-work: { options: { protected: [transcoder] } } } }
pools:
  transcoder:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10m }
    containers: { transcoder: { image: "registry.example.com/transcoder:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/videos" } } }
  renderer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10m }
    capacity: { ec2: machines }
    containers: { renderer: { image: "registry.example.com/renderer:1.0.0", cpu: 2, memory: 4Gi } }
    signals: { queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/scenes" } } }
`,
      },
    ],
  }),
});

/** Only on EC2 does ECS wait as long as configured. */
function isCapped({ on: { ecs } }: PoolPlan, longest: Sourced<number>): boolean {
  return ecs?.service !== undefined && ecs.service.compute !== 'EC2' && longest.plain > MOST_ON_ECS;
}

function onSpot({ capacity }: Pool): boolean {
  return capacity.providers.some(({ kind }) => kind === 'fargateSpot');
}
