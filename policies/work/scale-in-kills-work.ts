import type { Pool } from '#model/pool.ts';
import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

/** Between the end of the longest work and the kill. */
const MARGIN = 30;
/** ECS waits no longer between SIGTERM and SIGKILL, but on EC2; and Fargate Spot gives no more notice. */
const MOST_ON_ECS = 120;

export default definePolicy({
  id: 'scale-in-kills-work',
  group: 'work',
  severity: 'error',
  level: 'recommended',
  summary: 'What stops a replica waits for the longest piece of work that it may have.',
  why: 'Scaling in, a rollout and a drain all stop replicas that work: at the end of the grace period the process is killed, and what it did is lost or done twice',
  source:
    'Semantics 60; Kubernetes, "Termination of Pods"; ECS API, stopTimeout; ECS developer guide, "Task scale-in protection" and "Fargate Spot"',
  options: {
    protected: { describe: 'Pools whose application holds ECS task scale-in protection while it works', default: [] },
  },
  messages: {
    grace: {
      text: 'pool "{pool}" works on one piece for up to {longest}, and a replica that stops is killed after {grace}',
      help: 'Write gracePeriod: {needed}, or leave it out: it follows from work.longest',
    },
    ecs: {
      text: 'pool "{pool}" works on one piece for up to {longest}, and ECS kills a task {most} after it was told to stop at the latest',
      help: 'Let the application hold task scale-in protection while it works and name the pool in the option protected, run it on a capacity.ec2 provider or on Kubernetes, or cut the work into pieces of under {most}',
    },
    spot: {
      text: 'pool "{pool}" works on one piece for up to {longest}, and Fargate Spot takes a task away {most} after its warning, scale-in protection or not',
      help: 'Take capacity.fargateSpot out, or cut the work into pieces of under {most}',
    },
  },
  pool(planned, { report, options }) {
    const { pool } = planned;
    const { longestWork: longest, gracePeriod: grace } = pool;
    if (longest === undefined || pool.existing !== undefined) return;
    const data = { pool: pool.key, longest: formatDuration(longest.plain) };
    const capped = isCapped(planned, longest);
    // Where ECS alone runs it and waits no longer, another grace period would change nothing.
    if (longest.plain > grace.plain && (planned.on.kubernetes !== undefined || !capped)) {
      const needed = formatDuration(seconds(Math.ceil(longest.plain) + MARGIN));
      report('grace', {
        at: grace.origin,
        path: ['pools', pool.key, 'gracePeriod'],
        data: { ...data, grace: formatDuration(grace.plain), needed },
        related: [{ message: 'the longest work', at: longest.origin }],
        fixes: [fix(`Wait ${needed}`, 'unsafe', replaceValue(grace, needed))],
      });
    }
    if (!capped) return;
    const place = {
      at: longest.origin,
      path: ['pools', pool.key, 'work', 'longest'],
      data: { ...data, most: formatDuration(seconds(MOST_ON_ECS)) },
    };
    if (onSpot(pool))
      report('spot', { ...place, related: [{ message: 'where it runs', at: pool.capacity.at ?? pool.at }] });
    else if (!options.protected.includes(pool.key)) report('ecs', place);
  },
  examples: () => ({
    bad: [
      {
        title: 'ten minutes of work, and a minute to end it',
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
        title: 'protected tasks on Fargate Spot, which asks nobody',
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
    ],
    good: [
      {
        title: 'ten minutes on Kubernetes, which waits ten and a half where nothing else is written',
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
        title: 'two minutes, which is just what Fargate waits',
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
        title: "tasks that protect themselves on Fargate, and others on machines of one's own",
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

/** Only on EC2 does ECS wait as long as it is told to. */
function isCapped({ on: { ecs } }: PoolPlan, longest: Sourced<number>): boolean {
  return ecs?.service !== undefined && ecs.service.compute !== 'EC2' && longest.plain > MOST_ON_ECS;
}

function onSpot({ capacity }: Pool): boolean {
  return capacity.providers.some(({ kind }) => kind === 'fargateSpot');
}
