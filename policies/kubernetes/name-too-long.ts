import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';

/** Of a Service, and of a label's value. */
const LONGEST_LABEL = 63;
/** Of roles, functions and schedules alike. */
const LONGEST_IAM = 64;

export default definePolicy({
  id: 'name-too-long',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'What is made of a name, suffixes and all, fits where it goes.',
  why: "The API refuses the one object whose name is too long, and the rest of the sync or of the stack with it; a name that the compiler cut would be nobody's choice",
  source:
    'Semantics 13, 15; RFC 1123: 63 for a label; IAM and AWS Lambda: 64; Argo CD and Flux label what they apply with their own name',
  messages: {
    headless: {
      text: 'the headless Service of pool "{pool}" would be called "{name}", {length} characters, and Kubernetes takes 63',
      help: 'Give the pool a name of {most} characters at most',
    },
    watcher: {
      text: 'the role of the watcher of pool "{pool}" would be called "{name}", {length} characters, and IAM takes 64',
      help: 'Give the pool a name that is {over} shorter, or the cluster',
    },
    gitops: {
      text: 'the {kind} of environment "{environment}" would be called "{name}", {length} characters, and a label that holds it takes 63',
      help: 'Give the system or the environment a shorter name',
    },
  },
  pool(plan, { report }) {
    const {
      pool,
      on: { ecs },
    } = plan;
    const name = pool.existing?.name ?? pool.name;
    const place = {
      at: name.origin,
      path: ['pools', pool.key, ...(pool.existing === undefined ? ['name'] : ['workload', 'existing', 'name'])],
    };
    const headless = headlessServiceOf(plan);
    if (headless !== undefined && headless.length > LONGEST_LABEL) {
      report('headless', {
        ...place,
        data: { pool: pool.key, name: headless, length: headless.length, most: LONGEST_LABEL - '-headless'.length },
      });
    }
    // The longest of the names that its functions, roles and schedules have.
    const role = ecs?.watcher?.scheduleRoleName.plain ?? '';
    if (role.length > LONGEST_IAM)
      report('watcher', {
        ...place,
        related: [{ message: 'the cluster', at: ecs?.cluster.origin ?? name.origin }],
        data: { pool: pool.key, name: role, length: role.length, over: role.length - LONGEST_IAM },
      });
  },
  environment({ system }, { report }) {
    const gitops = system.targets.kubernetes?.gitops;
    const name = `${system.name.plain}-${system.environment}`;
    if (gitops === undefined || name.length <= LONGEST_LABEL) return;
    const kind = gitops.tool.plain === 'argocd' ? 'Argo CD Application' : 'Flux Kustomization';
    report('gitops', {
      at: system.name.origin,
      path: ['name'],
      data: { kind, environment: system.environment, name, length: name.length },
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a name that its headless Service lengthens beyond 63',
        path: 'pools.api.name',
        message: 'headless',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    name: public-api-of-the-document-intake-and-enrichment-system
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 8080 } } }
    signals: { cpu: 70% }
    service: { headless: true }
`,
      },
      {
        title: 'a name that cluster and region lengthen beyond 64',
        path: 'pools.worker.name',
        message: 'watcher',
        targets: 'ecs',
        yaml: `pools:
  worker:
    name: worker-for-reports-of-the-past-quarter
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, partitions: 12 } }
`,
      },
      {
        title: 'an Application named for system and environment',
        path: 'name',
        message: 'gitops',
        yaml: `name: document-intake-and-enrichment
targets:
  kubernetes:
    version: "1.32"
    namespace: example
    gitops: { tool: argocd, repoURL: "https://git.example.com/platform/scaling.git" }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
environments:
  production-of-the-second-region-in-europe: {}
`,
      },
    ],
    good: [
      {
        title: 'one character less',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    name: public-api-of-the-document-intake-and-enriching-system
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 8080 } } }
    signals: { cpu: 70% }
    service: { headless: true }
`,
      },
      {
        title: 'one character less on ECS',
        targets: 'ecs',
        yaml: `pools:
  worker:
    name: worker-for-reports-of-the-new-quarter
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, partitions: 12 } }
`,
      },
    ],
  }),
});

/** A pool without ports has no Service, and somebody else's workload has somebody else's. */
function headlessServiceOf({ pool, on: { kubernetes } }: PoolPlan): string | undefined {
  const serves = pool.existing === undefined && pool.containers.some(({ ports }) => ports.length > 0);
  return kubernetes !== undefined && serves && pool.headlessService.plain ? `${pool.name.plain}-headless` : undefined;
}
