import type { Path, Sourced } from '#model/sourced.ts';
import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'threshold-far-from-document',
  group: 'pipestream',
  severity: 'warning',
  level: 'recommended',
  preset: 'pipestream',
  summary: 'A threshold must be near the starting point in the scaling document.',
  why: oneLine(
    'Tuning starts at the thresholds of the scaling document. A threshold that differs many times over is usually a',
    'wrong unit or an extra digit, not the result of a week of observation',
  ),
  source: 'Scaling document, "Key Metrics to Monitor"; "Tune thresholds based on observed patterns"',
  options: {
    factor: { describe: 'How many times above or below the scaling document counts as far', default: 4 },
  },
  messages: {
    above: {
      text: '{what} of pool "{pool}" is {value}, {times}x the recommended starting point of {start}',
      help: 'Start with {start}; if observation led to {value}, suppress this finding with the reason',
    },
    below: {
      text: '{what} of pool "{pool}" is {value}, but the recommended starting point is {start}, {times}x as much',
      help: 'Start with {start}; if observation led to {value}, suppress this finding with the reason',
    },
    headroom: {
      text: oneLine(
        '{what} of pool "{pool}" is {value}, which leaves {room}% for a burst while replicas start: the recommended',
        'starting point of {start} leaves {documentRoom}%',
      ),
      help: 'Start with {start}; if observation led to {value}, suppress this finding with the reason',
    },
  },
  pool({ pool }, { report, options }) {
    for (const { what, path, threshold, start, print } of thresholdsOf(pool)) {
      const value = threshold.plain;
      const far = (times: number) => times > Math.max(1, options.factor);
      const above = far(value / start);
      const below = far(start / value);
      if (!above && !below && !(what === CPU && far((100 - start) / Math.max(0, 100 - value)))) continue;
      const data = { what, pool: pool.key, value: print(value), start: print(start) };
      const place = {
        at: threshold.origin,
        path,
        fixes: [fix(`Set ${what} to ${print(start)}`, 'unsafe', replaceValue(threshold, print(start)))],
      };
      if (above) report('above', { ...place, data: { ...data, times: rounded(value / start) } });
      else if (below) report('below', { ...place, data: { ...data, times: rounded(start / value) } });
      else report('headroom', { ...place, data: { ...data, room: rounded(100 - value), documentRoom: 100 - start } });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a lag with two extra digits',
        path: 'pools.engine.signals.kafkaLag.perReplica',
        message: 'above',
        yaml: `preset: pipestream
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 100000, consumerGroup: engine, topics: [orders], partitions: 12, offsetReset: earliest } }
`,
      },
      {
        title: 'milliseconds instead of seconds',
        path: 'pools.parser.signals.latency.p99',
        message: 'below',
        also: ['latency-alone'],
        yaml: `preset: pipestream
pools:
  parser:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      latency:
        p99: 2ms
        source: { cloudwatch: { namespace: Example/Grpc, metric: LatencySeconds, dimensions: { Service: parser }, statistic: p99 } }
`,
      },
      {
        title: 'a CPU target without headroom',
        path: 'pools.engine.signals.cpu.target',
        message: 'headroom',
        yaml: `preset: pipestream
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1..2, memory: 2Gi } }
    signals: { cpu: 95% }
`,
      },
    ],
    good: [
      {
        title: 'thresholds that were tuned',
        yaml: `preset: pipestream
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1..2, memory: 2Gi } }
    signals:
      cpu: 60%
      kafkaLag: { perReplica: 4000, consumerGroup: engine, topics: [orders], partitions: 12, offsetReset: earliest }
`,
      },
      {
        title: 'an embedder, for which the document has ten seconds and no lag',
        yaml: `preset: pipestream
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    hardware: a10g
    capacity: { managedInstances: gpu }
    idle: 10m
    scaleDown: { stabilizationWindow: 10m }
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals:
      kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12, offsetReset: earliest }
      latency:
        p99: 20s
        source: { cloudwatch: { namespace: Example/Grpc, metric: LatencySeconds, dimensions: { Service: embedder }, statistic: p99 } }
`,
      },
      {
        title: 'a distance that this system allows',
        yaml: `preset: pipestream
lint: { rules: { threshold-far-from-document: { options: { factor: 20 } } } }
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 20000, consumerGroup: engine, topics: [orders], partitions: 12, offsetReset: earliest } }
`,
      },
    ],
  }),
});

const CPU = 'the CPU target';

interface Threshold {
  readonly what: string;
  readonly path: Path;
  readonly threshold: Sourced<number>;
  /** In the scaling document, in the same unit. */
  readonly start: number;
  readonly print: (value: number) => string;
}

/** The thresholds of the scaling document: one table for the engine, one for its modules. */
function thresholdsOf(pool: Pool): readonly Threshold[] {
  const { cpu, kafkaLag, latency, requestQueue } = pool.signals;
  const at = (...path: Path): Path => ['pools', pool.key, ...path];
  const engine = pool.kind.plain === 'always-on';
  const p99 = engine ? 0.5 : pool.hardware === undefined ? 2 : 10;
  const of = (
    threshold: Sourced<number> | undefined,
    what: string,
    path: Path,
    start: number,
    print: Threshold['print'],
  ): readonly Threshold[] => (threshold === undefined ? [] : [{ what, path, threshold, start, print }]);
  return [
    ...of(engine ? cpu?.target : undefined, CPU, at('signals', 'cpu', 'target'), 70, value => `${String(value)}%`),
    ...of(
      engine && kafkaLag?.absolute === true ? kafkaLag.perReplica : undefined,
      'the lag per replica',
      at('signals', 'kafkaLag', 'perReplica'),
      1000,
      String,
    ),
    ...of(
      latency?.quantile.plain === 0.99 ? latency.target : undefined,
      'the p99 latency',
      at('signals', 'latency', 'p99'),
      p99,
      formatDuration,
    ),
    ...of(
      engine ? undefined : requestQueue?.perReplica,
      'the request queue per replica',
      at('signals', 'requestQueue', 'perReplica'),
      10,
      String,
    ),
    ...of(engine ? undefined : pool.idle, 'the idle time', at('idle'), 300, formatDuration),
  ];
}

function rounded(times: number): number {
  return Math.round(times * 10) / 10;
}
