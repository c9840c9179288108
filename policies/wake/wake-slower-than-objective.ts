import { arithmeticOf } from '#proof/arithmetic.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { formatDuration, seconds } from '#model/units.ts';
import { sleepersOf } from '#proof/sleepers.ts';

export default definePolicy({
  id: 'wake-slower-than-objective',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool must wake within the time that its work may wait.',
  why: oneLine(
    'The first work after a pause waits for the poll and for the cold start. An objective that is shorter is missed',
    'every time',
  ),
  source: 'Semantics 16, 44: KEDA polls, and the watcher on ECS runs once a minute with a precision of 60 s',
  options: {
    seconds: { describe: 'The longest that any pool may take to wake, in seconds; 0 for no limit', default: 0 },
    latency: {
      describe: 'Also compare the target of the latency signal with the first request after a pause',
      default: false,
    },
  },
  messages: {
    acceptable: {
      text: oneLine(
        'messages of pool "{pool}" may wait {objective}, but the pool takes up to {longest} to wake on {target}',
        '({arithmetic})',
      ),
      help: 'Raise `acceptableLatency`, shorten the cold start, or set `replicas.min` to 1',
    },
    latency: {
      text: oneLine(
        'pool "{pool}" has a latency target of {objective}, but takes up to {longest} to wake on {target}',
        '({arithmetic})',
      ),
      help: 'Set `replicas.min` to 1, or shorten the cold start',
    },
    limit: {
      text: oneLine(
        'pool "{pool}" takes up to {longest} to wake on {target} ({arithmetic}), but no pool may take longer than',
        '{objective}',
      ),
      help: 'Set `replicas.min` to 1, shorten the cold start, or raise the option `seconds`',
    },
  },
  pool(plan, { proofs, report, options }) {
    const { pool } = plan;
    const { queueBacklog, latency } = pool.signals;
    const paths = sleepersOf(proofs(plan)).flatMap(({ target, wake }) => wake.paths.map(path => ({ ...path, target })));
    const slowest = [...paths].sort((a, b) => b.longest.plain - a.longest.plain)[0];
    if (slowest === undefined) return;
    const told = (objective: number) => ({
      pool: pool.key,
      objective: formatDuration(seconds(objective)),
      longest: formatDuration(slowest.longest.plain),
      target: slowest.target === 'kubernetes' ? 'Kubernetes' : 'ECS',
      arithmetic: arithmeticOf(slowest.longest),
    });
    const acceptable = queueBacklog?.acceptableLatency;
    if (acceptable !== undefined && slowest.longest.plain > acceptable.plain) {
      report('acceptable', {
        at: acceptable.origin,
        path: ['pools', pool.key, 'signals', 'queueBacklog', 'acceptableLatency'],
        data: told(acceptable.plain),
        related: [{ message: 'the cold start', at: pool.coldStart.origin }],
      });
    }
    if (options.latency && latency !== undefined && slowest.longest.plain > latency.target.plain) {
      report('latency', {
        at: latency.target.origin,
        path: ['pools', pool.key, 'signals', 'latency'],
        data: told(latency.target.plain),
      });
    }
    if (options.seconds > 0 && slowest.longest.plain > options.seconds) {
      report('limit', { at: slowest.at, path: slowest.path, data: told(options.seconds) });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'messages that may wait a minute, and a cold start of a minute',
        path: 'pools.worker.signals.queueBacklog.acceptableLatency',
        message: 'acceptable',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    coldStart: 1m
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { queueBacklog: { sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/work" }, acceptableLatency: 1m, workTime: 250ms } }
`,
      },
      {
        title: 'a latency target that also applies to the first request',
        path: 'pools.worker.signals.latency',
        message: 'latency',
        targets: 'kubernetes',
        yaml: `lint: { rules: { wake-slower-than-objective: { options: { latency: true } } } }
pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi, ports: { grpc: 9000 } } }
    signals:
      kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 }
      latency: { p99: 2s }
`,
      },
      {
        title: 'a limit for every pool',
        path: 'pools.worker.signals.kafkaLag',
        message: 'limit',
        targets: 'kubernetes',
        yaml: `lint: { rules: { wake-slower-than-objective: { options: { seconds: 60 } } } }
pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'an objective of ten minutes, and three minutes to wake on the slower platform',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    coldStart: 1m
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { queueBacklog: { sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/work" }, acceptableLatency: 10m, workTime: 250ms } }
`,
      },
      {
        title: 'a latency target, which applies to a running pool',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi, ports: { grpc: 9000 } } }
    signals:
      kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 }
      latency: { p99: 2s }
`,
      },
    ],
  }),
});
