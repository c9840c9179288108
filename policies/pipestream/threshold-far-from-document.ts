import type { Path, Sourced } from '#model/sourced.ts';
import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'threshold-far-from-document',
  group: 'pipestream',
  severity: 'warning',
  level: 'recommended',
  preset: 'pipestream',
  summary: 'A threshold is near the one that the scaling document starts with.',
  why: 'The thresholds of the document are where tuning starts; one that is many times off is more often a wrong unit or a digit too many than what a week of watching has shown',
  source: 'Scaling document, "Key Metrics to Monitor"; "Tune thresholds based on observed patterns"',
  options: {
    factor: { describe: 'How many times more or less than the document is far', default: 4 },
  },
  messages: {
    above: {
      text: '{what} of pool "{pool}" is {value}, {times} times the {start} that the scaling document starts with',
      help: 'Begin with {start}; suppress this with the reason where what was observed has led to {value}',
    },
    below: {
      text: '{what} of pool "{pool}" is {value}, and the scaling document starts with {start}, {times} times as much',
      help: 'Begin with {start}; suppress this with the reason where what was observed has led to {value}',
    },
    headroom: {
      text: '{what} of pool "{pool}" is {value}, which leaves {room}% for a burst while replicas start, and the {start} of the scaling document leaves {documentRoom}%',
      help: 'Begin with {start}; suppress this with the reason where what was observed has led to {value}',
    },
  },
  pool({ pool }, { report, options }) {
    for (const { what, path, threshold, start, print } of thresholdsOf(pool)) {
      const value = threshold.plain;
      const far = (times: number) => times > Math.max(1, options.factor);
      const data = { what, pool: pool.key, value: print(value), start: print(start) };
      const place = {
        at: threshold.origin,
        path,
        fixes: [fix(`Write ${print(start)}`, 'unsafe', replaceValue(threshold, print(start)))],
      };
      if (far(value / start)) report('above', { ...place, data: { ...data, times: rounded(value / start) } });
      else if (far(start / value)) report('below', { ...place, data: { ...data, times: rounded(start / value) } });
      else if (what === 'CPU' && far((100 - start) / Math.max(0, 100 - value)))
        report('headroom', { ...place, data: { ...data, room: rounded(100 - value), documentRoom: 100 - start } });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a lag with two digits too many',
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
        title: 'milliseconds for seconds',
        path: 'pools.parser.signals.latency.p99',
        message: 'below',
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
        title: 'CPU that leaves no room',
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
        title: 'an embedder, which the document gives ten seconds and no lag',
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

interface Threshold {
  readonly what: string;
  readonly path: Path;
  readonly threshold: Sourced<number>;
  /** Of the document, in the same unit. */
  readonly start: number;
  readonly print: (value: number) => string;
}

/** What the document gives a threshold for: one table for the engine, one for its modules. */
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
    ...of(engine ? cpu?.target : undefined, 'CPU', at('signals', 'cpu', 'target'), 70, value => `${String(value)}%`),
    ...of(
      engine && kafkaLag?.absolute === true ? kafkaLag.perReplica : undefined,
      'the lag for one replica',
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
      'the request queue for one replica',
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
