import type { PoolPlan } from '#model/plan.ts';
import { counted } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

/** For a Service, and for the value of a label. */
const LONGEST_LABEL = 63;
/** For roles, functions and schedules alike. */
const LONGEST_IAM = 64;

export default definePolicy({
  id: 'name-too-long',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'A generated name, including its suffixes, must fit the length limit of its object.',
  why: oneLine(
    'The API rejects the object with the long name, and the rest of the sync or of the stack fails with it. The',
    'compiler does not truncate a name, because nobody would have chosen the result',
  ),
  source: oneLine(
    'Semantics 13, 15; RFC 1123: 63 for a label; IAM and AWS Lambda: 64; Argo CD and Flux label everything that they',
    'apply with their own name',
  ),
  messages: {
    headless: {
      text: oneLine(
        'the headless Service of pool "{pool}" would be named "{name}" ({length} characters), but Kubernetes allows 63',
      ),
      help: 'Set `name` of the pool to at most {most} characters',
    },
    watcher: {
      text: 'the watcher role of pool "{pool}" would be named "{name}" ({length} characters), but IAM allows 64',
      help: 'Shorten the name of the pool or of the cluster by {over}',
    },
    gitops: {
      text: oneLine(
        'the {kind} of environment "{environment}" would be named "{name}" ({length} characters), but a label that',
        'contains the name allows 63',
      ),
      help: 'Shorten the name of the system or of the environment',
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
    // The longest name among its functions, roles and schedules.
    const role = ecs?.watcher?.scheduleRoleName.plain ?? '';
    if (role.length > LONGEST_IAM)
      report('watcher', {
        ...place,
        related: [{ message: 'the cluster', at: ecs?.cluster.origin ?? name.origin }],
        data: {
          pool: pool.key,
          name: role,
          length: role.length,
          over: counted(role.length - LONGEST_IAM, 'character'),
        },
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
        title: 'a name that is longer than 63 characters with the suffix of its headless Service',
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
        title: 'a name that is longer than 64 characters with cluster and region',
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
        title: 'an Application that is named after system and environment',
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

/** A pool without ports has no Service, and an existing workload has its own. */
function headlessServiceOf({ pool, on: { kubernetes } }: PoolPlan): string | undefined {
  const serves = pool.existing === undefined && pool.containers.some(({ ports }) => ports.length > 0);
  return kubernetes !== undefined && serves && pool.headlessService.plain ? `${pool.name.plain}-headless` : undefined;
}
