import type { Autoscaler } from '#model/kubernetes-plan.ts';
import type { KubernetesChange } from '#knowledge/history.ts';
import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Step } from '#model/diagnostic.ts';
import { applicationOf, folderOf, holdSync, kubectl, releaseSync, step, workloadReference } from '#knowledge/steps.ts';
import { changedOnKubernetes, workloadOf } from '#knowledge/history.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'container-renamed',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'A container that an autoscaler measures must keep its name.',
  why: oneLine(
    'The autoscaler looks for the new name while every running pod still has the old one. Until the rollout is',
    'complete it has no metric, and does not scale in at all',
  ),
  source: oneLine(
    'Semantics 4; Kubernetes, "Horizontal Pod Autoscaling", Container resource metrics: track both names before the',
    'workload changes',
  ),
  messages: {
    renamed: {
      text: 'pool "{pool}" scales on the {resource} of container "{now}", which was named "{before}"',
      help: 'Keep the name "{before}", or let the autoscaler measure both names until no pod has the old one',
    },
  },
  history(plan, base, { report }) {
    for (const change of changedOnKubernetes(plan, base)) {
      const { pool } = change.now;
      for (const { resource, before, measure } of renamed(change)) {
        report('renamed', {
          at: pool.signals[resource]?.container.origin ?? pool.at,
          path: ['pools', pool.key, 'signals', resource],
          data: { pool: pool.key, resource: resource === 'cpu' ? 'CPU' : resource, now: measure.container, before },
          steps: stepsFor(plan, change.now, measure),
        });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the measured container of two gets a new name',
        path: 'pools.engine.signals.cpu',
        message: 'renamed',
        targets: 'kubernetes',
        before: `pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: engine } }
`,
        yaml: `pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      server: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: server } }
`,
      },
      {
        title: 'the only container, which is measured by its name too',
        path: 'pools.api.signals.cpu',
        message: 'renamed',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { server: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a container that is not measured gets a new name',
        targets: 'kubernetes',
        before: `pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: engine } }
`,
        yaml: `pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      sidecar: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: engine } }
`,
      },
    ],
  }),
});

interface Measure {
  readonly resource: 'cpu' | 'memory';
  readonly container: string;
  /** Percent of the request. */
  readonly target: string;
}

interface Renamed {
  readonly resource: 'cpu' | 'memory';
  readonly before: string;
  readonly measure: Measure;
}

/** A new measured container is not enough: renamed means that the old name is gone and the new one did not exist. */
function renamed({ now, before, autoscaler, autoscalerBefore }: KubernetesChange): readonly Renamed[] {
  const measuredBefore = measuresOf(autoscalerBefore);
  return measuresOf(autoscaler).flatMap(measure => {
    const { resource, container } = measure;
    const old = measuredBefore.find(other => other.resource === resource)?.container;
    return old === undefined || has(now, old) || has(before, container) ? [] : [{ resource, before: old, measure }];
  });
}

const has = ({ pool }: PoolPlan, container: string) => pool.containers.some(({ name }) => name.plain === container);

/** What the autoscaler measures by container name. */
function measuresOf(autoscaler: Autoscaler): readonly Measure[] {
  switch (autoscaler.kind) {
    case 'none':
      return [];
    case 'hpa':
      return autoscaler.metrics.map(({ resource, container, utilization }) => ({
        resource,
        container: container.plain,
        target: String(utilization.plain),
      }));
    case 'scaled-object':
      return autoscaler.triggers.flatMap(trigger => {
        if (trigger.scaler !== 'resource') return [];
        const { containerName, value } = trigger.metadata;
        if (containerName === undefined) return [];
        return [{ resource: trigger.type.plain, container: containerName.plain, target: value?.plain ?? '' }];
      });
  }
}

function stepsFor(plan: Plan, pool: PoolPlan, measure: Measure): readonly Step[] {
  const [kind, path, value] =
    pool.on.kubernetes?.autoscaler.kind === 'hpa'
      ? (['hpa', '/spec/metrics/-', hpaMetric(measure)] as const)
      : (['scaledobject', '/spec/triggers/-', trigger(measure)] as const);
  // An HPA is named after the workload, and a ScaledObject after the pool.
  const name = kind === 'hpa' ? workloadOf(pool) : pool.pool.name.plain;
  return [
    ...holdSync(plan),
    kubectl(
      plan,
      `Measure container "${measure.container}" as well`,
      'patch',
      `${kind}/${name}`,
      '--type=json',
      '-p',
      JSON.stringify([{ op: 'add', path, value }]),
    ),
    rollOut(plan, pool),
    kubectl(plan, 'Wait until every pod has the new name', 'rollout', 'status', workloadReference(pool)),
    ...releaseSync(plan),
  ];
}

function hpaMetric({ resource, container, target }: Measure): object {
  return {
    type: 'ContainerResource',
    containerResource: {
      name: resource,
      container,
      target: { type: 'Utilization', averageUtilization: Number(target) },
    },
  };
}

function trigger({ resource, container, target }: Measure): object {
  return {
    type: resource,
    name: `${resource}-${container}`,
    metricType: 'Utilization',
    metadata: { value: target, containerName: container },
  };
}

/** Only the workload, not yet its autoscaler. */
function rollOut(plan: Plan, pool: PoolPlan): Step {
  if (pool.pool.existing !== undefined) return step('Ask the owner of the workload to roll out the new name');
  const { gitops } = plan.system.targets.kubernetes ?? {};
  const file = `${folderOf(plan)}/${pool.pool.name.plain}/deployment.yaml`;
  if (gitops === undefined) return kubectl(plan, 'Apply only the Deployment', 'apply', '-f', file);
  return gitops.tool.plain === 'argocd'
    ? step(
        'Merge the change and sync only the Deployment',
        'argocd',
        'app',
        'sync',
        applicationOf(plan),
        '--resource',
        `apps:Deployment:${workloadOf(pool)}`,
      )
    : kubectl(
        plan,
        'Merge the change and apply only the Deployment, with the field manager of Flux',
        'apply',
        '--server-side',
        '--field-manager=kustomize-controller',
        '-f',
        file,
      );
}
