import type { Container, Probe } from '#model/container.ts';
import type { Pool } from '#model/pool.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

/** ECS takes at most so many failures of a health check. */
const MOST_FAILURES = 10;

export default definePolicy({
  id: 'cold-start-budget',
  group: 'gpu',
  severity: 'error',
  level: 'recommended',
  summary: 'A container has as long to start as its pool declares that it takes.',
  why: 'ECS leaves a failing health check alone for 300 s at most and then stops the task after its failures in a row, so a model that loads for longer never serves, and the service starts task after task. On Kubernetes the startup probe and the deadline of the rollout follow from the cold start',
  source: 'Semantics 49; ECS API, HealthCheck: startPeriod 0–300 s, retries 1–10, interval 5–300 s',
  messages: {
    short: {
      text: 'container "{container}" of pool "{pool}" takes {start} to start, and on ECS its health check stops it after {budget} (start period {period} + {failures} failures × {interval})',
      help: 'Write failures: {neededFailures} and period: {neededPeriod} in that probe, or check by another kind of probe than a command, which ECS leaves out',
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    // Which container is slow is not said; the first is the one that serves.
    const [container] = pool.containers;
    const health = ecs?.service?.task.containers[0]?.health;
    if (container === undefined || health === undefined) return;
    const [name, probe] = checkedBy(container);
    const start = startOf(pool);
    const period = health.startPeriod.plain;
    const interval = health.interval.plain;
    const budget = period + interval * health.retries.plain;
    if (probe === undefined || start.plain <= budget) return;
    const missing = start.plain - period;
    const neededFailures = Math.min(MOST_FAILURES, Math.ceil(missing / interval));
    const neededPeriod = Math.ceil(missing / neededFailures);
    report('short', {
      at: probe.at,
      path: ['pools', pool.key, 'containers', container.name.plain, 'probes', name],
      data: {
        pool: pool.key,
        container: container.name.plain,
        start: told(start.plain),
        budget: told(budget),
        period: told(period),
        failures: health.retries.plain,
        interval: told(interval),
        neededFailures,
        neededPeriod: told(Math.max(interval, neededPeriod)),
      },
      related: [{ message: `its cold start, of which it takes ${told(start.plain)}`, at: start.origin }],
      fixes: [
        missing <= interval * MOST_FAILURES
          ? fix(
              `Allow ${String(neededFailures)} failures`,
              'unsafe',
              replaceValue(probe.failures, String(neededFailures)),
            )
          : undefined,
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a model that loads for eight minutes, checked by a command',
        path: 'pools.embedder.containers.embedder.probes.liveness',
        message: 'short',
        targets: 'ecs',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: { node: 90s, image: 60s, startup: 8m } }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: 1..5
    containers:
      embedder:
        image: registry.example.com/embedder:1.0.0
        cpu: 2
        memory: 8Gi
        probes: { liveness: { command: [/bin/check], period: 30s, failures: 3 } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'six failures half a minute apart, after the five minutes that ECS waits',
        targets: 'ecs',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: { node: 90s, image: 60s, startup: 8m } }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: 1..5
    containers:
      embedder:
        image: registry.example.com/embedder:1.0.0
        cpu: 2
        memory: 8Gi
        probes: { liveness: { command: [/bin/check], period: 30s, failures: 6 } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'minutes for the node and the image, before the container starts',
        targets: 'ecs',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: { node: 4m, image: 3m, startup: 2m } }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: 1..5
    containers:
      embedder:
        image: registry.example.com/embedder:1.0.0
        cpu: 2
        memory: 8Gi
        probes: { liveness: { command: [/bin/check] } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

/** The probe that ECS runs: it can run commands only. */
function checkedBy({ probes }: Container): readonly ['liveness' | 'readiness', Probe | undefined] {
  return probes.liveness?.check.kind === 'command' ? ['liveness', probes.liveness] : ['readiness', probes.readiness];
}

/** The part of the cold start that the container itself takes, where it is told apart from node and image. */
function startOf({ coldStart }: Pool): Pick<Sourced<number>, 'plain' | 'origin'> {
  const startup = coldStart.origin.kind === 'derived' ? coldStart.origin.from['startup'] : undefined;
  return typeof startup?.plain === 'number' ? { plain: startup.plain, origin: startup.origin } : coldStart;
}

function told(duration: number): string {
  return formatDuration(seconds(duration));
}
