import { definePolicy } from '#policy';
import { TARGET_LABEL } from '#model/targets.ts';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'lag-threshold-is-per-replica',
  group: 'kafka',
  severity: 'information',
  level: 'strict',
  summary: 'Reports the lag at which the pool reaches its maximum.',
  why: oneLine(
    'The lag target is for each replica, not for the consumer group. The tolerated backlog grows with every replica,',
    'and at the maximum it is the target times the maximum',
  ),
  source: oneLine(
    'Semantics 21; KEDA `kafka_scaler.go`: lagThreshold is an AverageValue; on ECS the compiler divides by the running',
    'tasks',
  ),
  messages: {
    reached: {
      text: oneLine(
        'pool "{pool}" grows from {before} to its maximum of {max} above a lag of {reached} on {target}, and then tolerates',
        'a lag of {held} ({perReplica} × {max})',
      ),
      help: 'Lower `perReplica` or `replicas.max` if this backlog is too large',
    },
  },
  pool(planned, { proofs, report }) {
    const { pool, acting, hold, bounds } = planned;
    const lag = acting.find(({ name }) => name === 'kafkaLag');
    if (lag?.name !== 'kafkaLag' || !lag.signal.absolute || hold !== undefined || bounds.max.plain <= bounds.min.plain)
      return;
    const perReplica = lag.signal.perReplica.plain;
    const max = bounds.max.plain;
    const reached = proofs(planned).flatMap(({ target, thresholds }) => {
      const last = thresholds.find(({ of }) => of === 'kafkaLag')?.steps.find(({ replicas }) => replicas === max - 1);
      return last?.outAbove === undefined ? [] : [{ target: TARGET_LABEL[target], lag: last.outAbove }];
    });
    const [first] = reached;
    if (first === undefined) return;
    report('reached', {
      at: lag.signal.perReplica.origin,
      path: ['pools', pool.key, 'signals', 'kafkaLag', 'perReplica'],
      data: {
        pool: pool.key,
        perReplica,
        max,
        before: max - 1,
        reached: reached.map(({ lag: most }) => String(most)).join(' and '),
        target: reached.map(({ target }) => target).join(' and '),
        held: perReplica * max,
      },
      related: [{ message: 'the maximum', at: bounds.max.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: '1000 per replica and 10 replicas: a lag of 10,000 is tolerated',
        path: 'pools.worker.signals.kafkaLag.perReplica',
        message: 'reached',
        targets: 'kubernetes',
        yaml: `lint: { rules: { lag-threshold-is-per-replica: information } }
pools:
  worker:
    kind: always-on
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'a stage that holds the replicas, so that lag has no effect yet',
        targets: 'kubernetes',
        yaml: `lint: { rules: { lag-threshold-is-per-replica: information } }
pools:
  worker:
    kind: always-on
    stage: fixed
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});
