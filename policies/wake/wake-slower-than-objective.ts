import { arithmeticOf } from '#knowledge/proof/arithmetic.ts';
import { definePolicy } from '#policy';
import { formatDuration, seconds } from '#model/units.ts';

export default definePolicy({
  id: 'wake-slower-than-objective',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool wakes within the time that its work may wait.',
  why: 'The first work after a pause waits for the poll and for the cold start; a declared objective that is shorter is missed each time',
  source: 'Semantics 16, 44: KEDA polls, and the watcher on ECS runs once a minute with a precision of 60 s',
  options: {
    seconds: { describe: 'Longest that any pool may take to wake, in seconds; 0 for no such limit', default: 0 },
    latency: {
      describe: "Hold the latency signal's target against the first request after a pause as well",
      default: false,
    },
  },
  messages: {
    acceptable: {
      text: 'messages of pool "{pool}" may wait {objective}, and waking it takes up to {longest} on {target} ({arithmetic})',
      help: 'Raise acceptableLatency, shorten the cold start, or keep replicas.min at 1',
    },
    latency: {
      text: 'the latency of pool "{pool}" is to stay under {objective}, and waking it takes up to {longest} on {target} ({arithmetic})',
      help: 'Keep replicas.min at 1, or shorten the cold start',
    },
    limit: {
      text: 'waking pool "{pool}" takes up to {longest} on {target}, and no pool may take longer than {objective} ({arithmetic})',
      help: 'Keep replicas.min at 1, shorten the cold start, or raise the option seconds',
    },
  },
  pool(plan, { proofs, report, options }) {
    const { pool } = plan;
    const { queueBacklog, latency } = pool.signals;
    const paths = proofs(plan).flatMap(({ target, wake }) => wake.paths.map(path => ({ ...path, target })));
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
        related: [{ message: 'its cold start', at: pool.coldStart.origin }],
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
        title: 'a latency that counts for the first request too',
        path: 'pools.worker.signals.latency',
        message: 'latency',
        targets: 'kubernetes',
        yaml: `lint: { rules: { wake-slower-than-objective: { options: { latency: true } } } }
pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
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
        title: 'ten minutes, of which waking takes three on the slower platform',
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
        title: 'a latency, which speaks of a pool that runs',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 }
      latency: { p99: 2s }
`,
      },
    ],
  }),
});
