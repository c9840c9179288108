import type { Container, Probe } from '#model/container.ts';
import type { Pool } from '#model/pool.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

/** The most failures that a health check of ECS can have. */
const MOST_FAILURES = 10;

export default definePolicy({
  id: 'cold-start-budget',
  group: 'gpu',
  severity: 'error',
  level: 'recommended',
  summary: 'The health check of a container must allow for the cold start that its pool declares.',
  why: oneLine(
    'ECS ignores a failing health check for at most 300 s, and then stops the task after a number of failures. A model',
    'that loads for longer never serves, and the service starts task after task. On Kubernetes, the startup probe and',
    'the rollout deadline follow from the cold start',
  ),
  source: 'Semantics 49; ECS API, HealthCheck: startPeriod 0–300 s, retries 1–10, interval 5–300 s',
  messages: {
    short: {
      text: oneLine(
        'container "{container}" in pool "{pool}" takes {start} to start, but on ECS its health check stops it after',
        '{budget} ({period} start period + {failures} failures × {interval})',
      ),
      help: oneLine(
        'Set `failures` to {neededFailures} and `period` to {neededPeriod} in this probe, or use a probe that is not a',
        'command, which ECS ignores',
      ),
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    // The file does not say which container is slow; the first is the one that serves.
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
      related: [{ message: `the startup time of ${told(start.plain)}`, at: start.origin }],
      fixes: [
        missing <= interval * MOST_FAILURES
          ? fix(
              `Set \`failures\` to ${String(neededFailures)}`,
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
        title: 'six failures, 30 s apart, after the five minutes that ECS ignores',
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

/** The part of the cold start that the container itself takes, if node and image are declared separately. */
function startOf({ coldStart }: Pool): Pick<Sourced<number>, 'plain' | 'origin'> {
  const startup = coldStart.origin.kind === 'derived' ? coldStart.origin.from['startup'] : undefined;
  return typeof startup?.plain === 'number' ? { plain: startup.plain, origin: startup.origin } : coldStart;
}

function told(duration: number): string {
  return formatDuration(seconds(duration));
}
