import { namesIn } from './names-in.ts';
import { oneLine } from './one-line.ts';

/** What an alert means, and what whoever is called does about it. */
export interface AlertPage {
  readonly severity: 'warning' | 'critical';
  /** When it fires, in one sentence. */
  readonly fires: string;
  /** What that means. */
  readonly means: string;
  /** What to look at, in this order. */
  readonly steps: readonly string[];
  /** The same on ECS; absent where nothing there is like it. */
  readonly onEcs?: OnEcs;
}

interface OnEcs {
  /** How the name of the alarm ends, after cluster and service. */
  readonly alarm: string;
  /** When it goes off, where that is something else. */
  readonly fires?: string;
  /** Where they differ. */
  readonly steps?: readonly string[];
}

/** A signal above its target, by how each of them is called. */
const ABOVE = {
  Cpu: 'CPU of the measured container is above its target',
  Memory: 'memory of the measured container is above its target',
  Lag: 'the lag of the consumer group for each replica is above its target',
  Backlog: 'the messages in the queue for each replica are above their target',
  RequestQueue: 'the requests that wait for each replica are above their target',
  Requests: 'the requests a second for each replica are above their target',
  Latency: 'the latency is above its target',
  Signal: 'the number of a custom signal is above its target',
} as const;

type Measured = keyof typeof ABOVE;
/** Signals of which work waits, and may grow. */
type Growing = 'Lag' | 'Backlog';

export type AlertName =
  | `${Measured}AboveTarget`
  | `${Growing}GrowsAtMax`
  | 'PoolPinnedAtMax'
  | 'PoolDoesNotWake'
  | 'PoolDoesNotReturn'
  | 'ScalerFails'
  | 'ScaledObjectFails'
  | 'AutoscalerInactive'
  | 'AutoscalerAbsent';

const ABOVE_ON_ECS: { readonly [M in Measured]: string } = {
  Cpu: 'cpu-high',
  Memory: 'memory-high',
  Lag: 'lag-high',
  Backlog: 'backlog-high',
  RequestQueue: 'queue-high',
  Requests: 'requests-high',
  Latency: 'latency-high',
  Signal: 'custom-<signal>-high',
};

function above(signal: Measured): AlertPage {
  return {
    onEcs: { alarm: ABOVE_ON_ECS[signal] },
    severity: 'warning',
    fires: `${upper(ABOVE[signal])} for as long as scaling needs to bring it down, and at least 15 minutes.`,
    means: 'Scaling had its chance: more replicas did not help, or there are none to be had.',
    steps: [
      'Compare the replicas with the maximum on the dashboard: at the maximum, `PoolPinnedAtMax` fires too.',
      'Below the maximum, check that new pods become ready, and that no other signal or window holds the count.',
      'With enough ready replicas, look at what they wait for: a database, a broker, a lock, a rate limit.',
    ],
  };
}

function growing(signal: Growing): AlertPage {
  return {
    ...(signal === 'Lag' ? { onEcs: { alarm: 'lag-growing-at-max' } } : {}),
    severity: 'critical',
    fires: oneLine(
      'The pool has run at its maximum for 10 minutes,',
      `${signal === 'Lag' ? 'its lag' : 'its queue'} is above the target, and it grows.`,
    ),
    means: 'Work arrives faster than all replicas finish it, and no more replicas will come.',
    steps: [
      'Check whether the replicas finish anything: a message that fails each time is one cause.',
      'Raise `replicas.max` if the replicas work, and nodes or capacity for them exist.',
      'For Kafka, compare the maximum with the partitions: a replica more than partitions stays idle.',
    ],
  };
}

/** Every alert that is emitted for Prometheus, and what is like it among the alarms of CloudWatch. */
export const ALERT_PAGES: { readonly [N in AlertName]: AlertPage } = {
  PoolPinnedAtMax: {
    severity: 'warning',
    fires: 'The pool has run at its maximum for 15 minutes.',
    means: 'The load asks for more replicas than the configuration allows, or the replicas do not get through it.',
    steps: [
      'Look at which signal asks for replicas: REPORT.md lists at which load each replica comes.',
      'Raise `replicas.max`, or find out why the work does not get less.',
    ],
    onEcs: { alarm: 'pinned-at-max' },
  },
  PoolDoesNotWake: {
    severity: 'critical',
    fires: 'Work that wakes the pool exists, and for longer than its proof allows no replica takes it.',
    means: 'The pool is at zero, or its first replica does not start.',
    steps: [
      'Run `kubectl describe scaledobject`: the Active condition must be true, and no trigger may fail.',
      'If the Deployment has replicas, run `kubectl describe pod`: a node, a GPU, an image or a probe is missing.',
      'If the start takes longer than declared, correct `coldStart`: the proof, the alert and the probes use it.',
    ],
    onEcs: {
      alarm: 'does-not-wake',
      fires: oneLine(
        'Each minute for longer than the proof allows there was work, and no task ran. Each source that wakes the',
        'service has its own alarm, and the name of a signal ends it: `does-not-wake-kafka-lag`.',
      ),
      steps: [
        'Check the alarms of the watcher: `<cluster>-<service>-scaler-errors` and `<cluster>-<service>-scaler-silent`.',
        'Run `aws ecs describe-services`: the events say why no task starts. Check capacity, image, role and health check.',
        'If the start takes longer than declared, correct `coldStart`: the proof and the alarm use it.',
      ],
    },
  },
  PoolDoesNotReturn: {
    severity: 'warning',
    fires: 'No work is left, and for longer than its proof allows the pool has not returned to zero.',
    means: 'The pool costs money without work.',
    steps: [
      'Run `kubectl describe scaledobject`: a trigger that fails keeps the pool awake.',
      'Check that nothing else sets the replica count: a person, a pipeline, another autoscaler.',
    ],
    onEcs: {
      alarm: 'does-not-return',
      fires: 'Each minute for longer than the proof allows there was no work, and tasks ran.',
      steps: [
        'Check the alarms of the watcher: `<cluster>-<service>-scaler-errors` and `<cluster>-<service>-scaler-silent`.',
        'Check that every metric of the work is published: the watcher changes nothing while one is unknown.',
        'Check that nothing else sets the desired count, and that no deployment hangs: `aws ecs describe-services`.',
      ],
    },
  },
  CpuAboveTarget: above('Cpu'),
  MemoryAboveTarget: above('Memory'),
  LagAboveTarget: above('Lag'),
  BacklogAboveTarget: above('Backlog'),
  RequestQueueAboveTarget: above('RequestQueue'),
  RequestsAboveTarget: above('Requests'),
  LatencyAboveTarget: above('Latency'),
  SignalAboveTarget: above('Signal'),
  LagGrowsAtMax: growing('Lag'),
  BacklogGrowsAtMax: growing('Backlog'),
  ScalerFails: {
    severity: 'warning',
    fires: 'More than half of the reads of a trigger have failed for 10 minutes.',
    means: 'Without its metric nothing scales in, and a pool at zero is not woken by it.',
    steps: [
      'Run `kubectl describe scaledobject`: its events name the trigger and the error.',
      'Check the source of the trigger: address, credentials, and that the query returns one element.',
    ],
  },
  ScaledObjectFails: {
    severity: 'warning',
    fires: 'KEDA has failed to check the ScaledObject in more than half of its polls for 10 minutes.',
    means: 'KEDA builds all scalers of a ScaledObject or none, so one that cannot be built stops every trigger.',
    steps: [
      'Run `kubectl describe scaledobject` and check the Ready condition.',
      'A Kafka trigger connects to the brokers while it is built: check that they can be reached.',
    ],
  },
  AutoscalerInactive: {
    severity: 'warning',
    fires: 'The HorizontalPodAutoscaler has read no metric for 10 minutes, while replicas run.',
    means: 'The replica count is frozen.',
    steps: [
      'Run `kubectl describe hpa` and check the ScalingActive condition.',
      'For CPU and memory check metrics-server, for other metrics the KEDA metrics server.',
    ],
  },
  AutoscalerAbsent: {
    severity: 'warning',
    fires: 'For 10 minutes the workload has existed without a HorizontalPodAutoscaler.',
    means: 'Nothing scales the pool.',
    steps: [
      'Check that the autoscaler was applied: Argo CD or Flux shows whether the sync failed.',
      'KEDA creates no HPA before it has built every trigger once.',
    ],
  },
};

export const ALERT_NAMES = namesIn(ALERT_PAGES);

/** The section of an alert, as Markdown. */
export function alertSection(name: AlertName): string {
  const { severity, fires, means, steps, onEcs } = ALERT_PAGES[name];
  const ecs = onEcs === undefined ? '' : `\n${ecsPart(onEcs)}`;
  return `## ${name}\n\nSeverity ${severity}. ${fires}\n\n${means}\n\n${numbered(steps)}\n${ecs}`;
}

function ecsPart({ alarm, fires, steps }: OnEcs): string {
  const named = `On ECS the alarm is \`<cluster>-<service>-${alarm}\`.${fires === undefined ? '' : ` ${fires}`}`;
  return steps === undefined ? `${named}\n` : `${named}\n\n${numbered(steps)}\n`;
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${String(index + 1)}. ${step}`).join('\n');
}

/** docs/alerts.md: every alert, by name. */
export function alertsPage(): string {
  const sections = ALERT_NAMES.toSorted().map(alertSection);
  return `# Alerts

Where \`targets.kubernetes.monitoring\` is \`prometheus-operator\`, each pool from the stage observe on has these alerts.
Each names the environment, the namespace, the pool and the pool's own labels. Its \`runbook_url\` leads to its section
here, or to your own page: \`targets.kubernetes.runbooks: "https://runbooks.example.com/{alert}"\`. In a terminal,
\`pipestream-scaling explain PoolDoesNotWake\` prints the same. In Grafana each alert leads to the panel that shows what
it is about.

On ECS each service from the stage observe on has alarms in CloudWatch, whose descriptions end with the address of the
section here, or of your own page with \`targets.ecs.runbooks\`. They tell \`targets.ecs.alarmTopicArn\`. A service that may be at zero also has the alarms
\`does-not-wake\` and \`does-not-return\`, while its watcher is on:

- They wait for the time of the proof in whole minutes, and three more: one in which work begins or ends, and two by
  which the metrics of tasks may be late.
- They count tasks by \`SampleCount\` of \`CPUUtilization\`, which ECS publishes without Container Insights. A task that
  starts and stops again counts as running.
- They are silent while a metric of the work is not published: that is neither work nor none. Events without a
  heartbeat are such a metric, so give their source one.
- There is none where the proof has no time, where CloudWatch would look at more than a day or more than ten metrics,
  and none on the way back where the pool has a schedule, since a window needs no work.

${sections.join('\n')}`;
}

function upper(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
