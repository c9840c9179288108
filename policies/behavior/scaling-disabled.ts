import type { Proof } from '#model/proof.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { TARGET_LABEL } from '#model/targets.ts';

export default definePolicy({
  id: 'scaling-disabled',
  group: 'behavior',
  severity: 'information',
  level: 'recommended',
  summary: 'Reports a pool that does not scale in, or does not scale out, because that direction is switched off.',
  why: oneLine(
    'A pool that never scales in keeps the replicas of its highest peak, and their cost, until an operator takes them away.',
    'A pool that never scales out serves every peak with the replicas that it has. Its bounds still hold: an HPA and',
    'Application Auto Scaling move a count that is outside of them',
  ),
  source: oneLine(
    'Kubernetes API, HPAScalingRules, selectPolicy `Disabled`; `horizontal.go`, reconcileAutoscaler: a count outside the',
    'bounds is moved before any rule; Application Auto Scaling API, SuspendedState',
  ),
  messages: {
    in: {
      text: oneLine(
        'pool "{pool}" never scales in on {targets}: it keeps the most replicas that it ever needed, up to {max}, because',
        '`scaleDown.select` is `disabled`',
      ),
      help: 'Take replicas away by hand after a peak, or remove `scaleDown.select`',
    },
    out: {
      text: oneLine(
        'pool "{pool}" never scales out on {targets}: no signal asks for more than {top}, because `scaleUp.select` is',
        '`disabled`',
      ),
      help: 'Add replicas by hand before a peak, or remove `scaleUp.select`',
    },
  },
  pool(planned, { proofs, report }) {
    const { pool, hold } = planned;
    if (hold !== undefined) return;
    const { select } = pool.scaleDown;
    const all = proofs(planned);
    // Of a pool that may be at zero, `never-returns-to-zero` says where it does not get there.
    const stays = all.filter(
      ({ wake, back }) => wake === undefined && back?.blocked.some(({ reason }) => reason === 'scale-in-disabled'),
    );
    if (stays.length > 0)
      report('in', {
        at: select.origin,
        path: ['pools', pool.key, 'scaleDown', 'select'],
        data: { pool: pool.key, targets: named(stays), max: pool.replicas.max.plain },
        related: [{ message: 'the maximum', at: pool.replicas.max.origin }],
      });
    for (const { reach, targets } of byReach(all, pool.replicas.max.plain))
      report('out', {
        at: pool.scaleUp.select.origin,
        path: ['pools', pool.key, 'scaleUp', 'select'],
        data: { pool: pool.key, targets, top: reach },
        related: [{ message: 'the minimum', at: pool.replicas.min.origin }],
      });
  },
  examples: () => ({
    bad: [
      {
        title: 'a cache that only grows',
        path: 'pools.cache.scaleDown.select',
        message: 'in',
        yaml: `pools:
  cache:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { cache: { image: "registry.example.com/cache:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleDown: { select: disabled }
`,
      },
      {
        title: 'an API that only people make larger',
        path: 'pools.api.scaleUp.select',
        message: 'out',
        yaml: `pools:
  api:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleUp: { select: disabled }
`,
      },
    ],
    good: [
      {
        title: 'a worker that keeps every replica while there is work, which KEDA takes to zero together',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs" } }
    scaleDown: { select: disabled }
`,
      },
      {
        title: 'a stage that holds the replicas anyway',
        yaml: `pools:
  api:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { min: 2, max: 10, fixed: 3 }
    stage: observe
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleDown: { select: disabled }
`,
      },
    ],
  }),
});

function named(proofs: readonly Proof[]): string {
  return proofs.map(({ target }) => TARGET_LABEL[target]).join(' and ');
}

/** Platforms that get equally far, which a schedule decides. */
function byReach(
  proofs: readonly Proof[],
  max: number,
): readonly { readonly reach: number; readonly targets: string }[] {
  const bounded = proofs.flatMap(proof => {
    const { owner, reach } = proof;
    return owner === 'autoscaler' && reach?.limits.some(({ kind }) => kind === 'disabled') === true && reach.top < max
      ? [{ proof, top: reach.top }]
      : [];
  });
  return [...new Set(bounded.map(({ top }) => top))].map(top => ({
    reach: top,
    targets: named(bounded.filter(one => one.top === top).map(({ proof }) => proof)),
  }));
}
