import { formatDuration } from '#model/units.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'pre-stop-exceeds-grace',
  group: 'work',
  severity: 'error',
  level: 'recommended',
  summary: 'A preStop hook must end before the grace period does.',
  why: oneLine(
    'The hook runs within the grace period, and SIGTERM comes after it. A hook that takes all of it leaves the program',
    'two seconds before it is killed, in the middle of its work',
  ),
  source: 'Kubernetes, "Container Lifecycle Hooks"; kubelet, `minimumGracePeriodInSeconds`',
  messages: {
    longer: {
      text: oneLine(
        'the preStop hook of container "{container}" in pool "{pool}" sleeps {sleep} of a grace period of {grace}, so',
        'SIGTERM comes when the time is over',
      ),
      help: 'Set `gracePeriod` to more than {sleep}, or sleep less in `lifecycle.preStop`',
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    if (kubernetes === undefined || pool.existing !== undefined) return;
    for (const { name, lifecycle } of pool.containers) {
      const run = lifecycle.preStop?.run;
      if (run?.kind !== 'sleep' || run.time.plain < pool.gracePeriod.plain) continue;
      report('longer', {
        at: run.time.origin,
        path: ['pools', pool.key, 'containers', name.plain, 'lifecycle', 'preStop', 'sleep'],
        related: [{ message: 'the grace period', at: pool.gracePeriod.origin }],
        data: {
          pool: pool.key,
          container: name.plain,
          sleep: formatDuration(run.time.plain),
          grace: formatDuration(pool.gracePeriod.plain),
        },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a sleep of the default grace period',
        path: 'pools.api.containers.api.lifecycle.preStop.sleep',
        message: 'longer',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, lifecycle: { preStop: { sleep: 30s } } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'time for load balancers, and time for the work after it',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    gracePeriod: 45s
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, lifecycle: { preStop: { sleep: 10s } } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
