import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'rollout-cannot-proceed',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'A deployment on ECS must be able to start a task or to stop one.',
  why: oneLine(
    'ECS rounds the tasks that must stay up, and the tasks that may run down. Where neither leaves room for one, a',
    'deployment waits until it fails, and the new version never runs',
  ),
  source: 'ECS API reference, DeploymentConfiguration: minimumHealthyPercent is rounded up, maximumPercent down',
  messages: {
    stuck: {
      text: oneLine(
        'a deployment of pool "{pool}" on ECS cannot proceed with {count} running: {least} must stay ({minimum}%, rounded',
        'up) and no more than {most} may run ({maximum}%, rounded down)',
      ),
      help: 'Raise `rollout.maximumPercent` to {enough}% or more, or lower `rollout.minimumHealthyPercent`',
    },
  },
  pool({ pool, bounds, on: { ecs } }, { report }) {
    const service = ecs?.service;
    const { minimumHealthy, maximum } = pool.deploymentPercent;
    const written = maximum ?? minimumHealthy;
    if (service === undefined || written === undefined) return;
    const [low, high] = [service.minimumHealthyPercent.plain, service.maximumPercent.plain];
    // With more tasks there is more room, so the smallest count decides.
    const count = Math.max(1, (service.heldCount ?? ecs?.scaling?.min ?? bounds.min).plain);
    const least = Math.ceil((count * low) / 100);
    const most = Math.floor((count * high) / 100);
    if (most > count || least < count) return;
    report('stuck', {
      at: written.origin,
      path: ['pools', pool.key, 'rollout', maximum === undefined ? 'minimumHealthyPercent' : 'maximumPercent'],
      data: {
        pool: pool.key,
        count: count === 1 ? '1 task' : `${String(count)} tasks`,
        least,
        minimum: low,
        most,
        maximum: high,
        enough: Math.ceil((100 * (count + 1)) / count),
      },
      related: [{ message: 'the fewest tasks', at: bounds.min.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'half a task more than one',
        path: 'pools.api.rollout.maximumPercent',
        message: 'stuck',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: demand-driven
    replicas: 1..6
    rollout: { maximumPercent: 150% }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'one task more than two',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..6
    rollout: { maximumPercent: 150% }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'one of two that may stop',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..6
    rollout: { minimumHealthyPercent: 50%, maximumPercent: 100% }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
