import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { longestOf } from '#model/work.ts';
import { formatDuration, seconds } from '#model/units.ts';

/** Seconds that Kubernetes and ECS wait where nothing is written. */
const DEFAULT_GRACE = 30;
/** Seconds between the end of the longest work and the kill. */
const MARGIN = 30;

export default definePolicy({
  id: 'grace-set-elsewhere',
  group: 'work',
  severity: 'information',
  level: 'recommended',
  summary: 'A workload that is deployed elsewhere must have a grace period that covers its longest unit of work.',
  why: oneLine(
    'This file takes replicas away, but it does not set how long they have to finish: without a grace period in the',
    'manifest of the workload they are killed after 30 seconds, and their work is lost or done twice',
  ),
  source: oneLine(
    'Semantics 60, 63; Kubernetes, "Termination of Pods" (terminationGracePeriodSeconds, default 30 s); ECS API,',
    'stopTimeout (default 30 s)',
  ),
  options: {
    covered: {
      describe: 'Pools of existing workloads whose manifests give each replica enough time to finish its work',
      default: [],
    },
  },
  messages: {
    unknown: {
      text: oneLine(
        'pool "{pool}" can work on one unit for up to {longest}, but the grace period of {workload} is not set in this',
        'file; its default is {usual}',
      ),
      help: oneLine(
        'Set `{field}` to {needed} or more where {workload} is deployed, and then add the pool to the option `covered`',
      ),
    },
    short: {
      text: oneLine(
        'pool "{pool}" can work on one unit for up to {longest}, but "{file}" gives the pods of {workload} a grace period',
        'of {grace}',
      ),
      help: 'Set `terminationGracePeriodSeconds` to {needed} or more where the manifest is made, and render it again',
      severity: 'warning',
    },
  },
  pool(planned, { report, options }) {
    const { pool } = planned;
    const longest = longestOf(pool.workTimes);
    if (pool.existing === undefined || longest === undefined || longest.time.plain <= DEFAULT_GRACE) return;
    if (!takesAway(planned) || options.covered.includes(pool.key)) return;
    const { kind, name } = pool.existing;
    const onKubernetes = planned.on.kubernetes !== undefined;
    const place = { at: longest.time.origin, path: ['pools', pool.key, ...longest.field.split('.')] };
    const data = {
      pool: pool.key,
      longest: formatDuration(longest.time.plain),
      workload: onKubernetes ? `${kind.plain} ${name.plain}` : `service ${name.plain}`,
      needed: formatDuration(seconds(Math.ceil(longest.time.plain) + MARGIN)),
    };
    const { manifest } = pool.existing;
    if (onKubernetes && manifest?.pod !== undefined) {
      const { gracePeriod, at } = manifest.pod;
      const grace = gracePeriod?.plain ?? DEFAULT_GRACE;
      if (grace >= longest.time.plain) return;
      report('short', {
        ...place,
        data: { ...data, file: manifest.path.plain, grace: formatDuration(seconds(grace)) },
        related: [{ message: 'the pods', at: gracePeriod?.origin ?? at }],
      });
      return;
    }
    report('unknown', {
      ...place,
      data: {
        ...data,
        usual: formatDuration(seconds(DEFAULT_GRACE)),
        field: onKubernetes ? 'terminationGracePeriodSeconds' : 'stopTimeout',
      },
      related: [{ message: 'the workload', at: pool.existing.at }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'minutes of work in pods of a chart, whose grace period is not known here',
        path: 'pools.renderer.work.longest',
        message: 'unknown',
        targets: 'kubernetes',
        yaml: `pools:
  renderer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 4m }
    workload: { existing: { name: renderer, cpu: 2 } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'minutes of work in pods whose manifest leaves the grace period at its default',
        path: 'pools.renderer.work.longest',
        message: 'short',
        targets: 'kubernetes',
        yaml: `pools:
  renderer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 4m }
    workload: { existing: { name: renderer, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`,
        manifest: `apiVersion: apps/v1
kind: Deployment
metadata: { name: renderer }
spec:
  template:
    spec:
      containers: [{ name: main, resources: { requests: { cpu: 2 } } }]
`,
      },
    ],
    good: [
      {
        title: 'a manifest that gives the pods five minutes',
        targets: 'kubernetes',
        yaml: `pools:
  renderer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 4m }
    workload: { existing: { name: renderer, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`,
        manifest: `apiVersion: apps/v1
kind: Deployment
metadata: { name: renderer }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 300
      containers: [{ name: main, resources: { requests: { cpu: 2 } } }]
`,
      },
      {
        title: 'a chart that gives its pods five minutes, and work that ends within the default',
        targets: 'kubernetes',
        yaml: `lint: { rules: { grace-set-elsewhere: { options: { covered: [renderer] } } } }
pools:
  renderer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 4m }
    workload: { existing: { name: renderer, cpu: 2 } }
    signals: { cpu: 70% }
  thumbnailer:
    kind: demand-driven
    replicas: 1..20
    work: { longest: 10s }
    workload: { existing: { name: thumbnailer, cpu: 1 } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

/** Whether anything that is emitted stops a replica. */
function takesAway({ hold, bounds, on: { kubernetes, ecs } }: PoolPlan): boolean {
  if (hold !== undefined || bounds.min.plain >= bounds.max.plain) return false;
  return [kubernetes?.owner, ecs?.owner].some(owner => owner !== undefined && owner !== 'elsewhere');
}
