import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { lintExample } from './lint.ts';

const GITOPS = {
  argocd: ', gitops: { tool: argocd, repoURL: "https://git.example.com/platform/scaling.git", path: deploy }',
  flux: ', gitops: { tool: flux, repoURL: "https://git.example.com/platform/scaling.git", path: deploy }',
  none: '',
} as const;

const targets = (gitops: keyof typeof GITOPS, namespace = 'shop') =>
  `targets: { kubernetes: { version: "1.32", namespace: ${namespace}, prometheus: "http://prometheus.monitoring:9090"${GITOPS[gitops]} } }\n`;

const pool = (rest: string, name = 'worker') => `pools:
  ${name}:
    kind: always-on
${rest.replace(/^/gm, '    ')}
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
`;

const CPU = 'replicas: 2..12\nsignals: { cpu: 70% }';
const LAG =
  'replicas: 2..12\nsignals: { cpu: 70%, kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 12 } }';
const FIXED = 'replicas: { fixed: 4 }';

function changed(before: string, now: string, gitops: keyof typeof GITOPS): readonly Diagnostic[] {
  return lintExample({ before: before + targets(gitops), yaml: now + targets(gitops) });
}

const commandsOf = (diagnostics: readonly Diagnostic[]) =>
  Object.fromEntries(
    diagnostics.map(({ id, steps = [] }) => [
      id,
      steps.flatMap(({ command }) => (command === undefined ? [] : [command])),
    ]),
  );

describe('the first signals of a pool that git gave a count', () => {
  const owned =
    '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"worker","namespace":"shop"},"spec":{"replicas":4}}';

  it.each(['argocd', 'flux'] as const)(
    "with %s, which applies on the server's side: a second manager owns the field first",
    gitops => {
      expect(commandsOf(changed(pool(FIXED), pool(CPU), gitops))).toEqual({
        'replicas-removal-drop-to-1': [
          `printf %s '${owned}' | kubectl apply --server-side --field-manager=handover-to-hpa --validate=false -f -`,
          'kubectl -n shop get deployment/worker --show-managed-fields -o \'jsonpath={.metadata.managedFields[?(@.manager=="handover-to-hpa")].fieldsV1}\'',
        ],
      });
    },
  );

  it('by hand: kubectl compares with what it applied last, so the field leaves that first', () => {
    expect(commandsOf(changed(pool(FIXED), pool(CPU), 'none'))).toEqual({
      'replicas-removal-drop-to-1': [
        'kubectl -n shop apply view-last-applied deployment/worker',
        'kubectl -n shop apply edit-last-applied deployment/worker',
        'kubectl apply -k out/default/kubernetes',
      ],
    });
  });
});

describe('from KEDA back to an HPA: the HPA is orphaned before the ScaledObject can take it along', () => {
  const between = [
    'kubectl -n shop delete scaledobject/worker --cascade=orphan',
    "kubectl -n shop get hpa/worker -o 'jsonpath={.metadata.name}{.metadata.ownerReferences}'",
  ];

  it.each([
    [
      'argocd',
      'argocd app set example-default --sync-policy none',
      'argocd app set example-default --sync-policy automated --auto-prune --self-heal',
    ],
    [
      'flux',
      'flux suspend kustomization example-default -n flux-system',
      'flux resume kustomization example-default -n flux-system',
    ],
  ] as const)('with %s, which is held meanwhile', (gitops, hold, release) => {
    expect(commandsOf(changed(pool(LAG), pool(CPU), gitops))).toEqual({
      'keda-to-hpa-migration': [hold, ...between, release, 'kubectl -n shop get hpa/worker'],
    });
  });

  it('by hand', () => {
    expect(commandsOf(changed(pool(LAG), pool(CPU), 'none'))).toEqual({
      'keda-to-hpa-migration': [
        ...between,
        'kubectl apply -k out/default/kubernetes',
        'kubectl -n shop get hpa/worker',
      ],
    });
  });
});

describe('a renamed container', () => {
  const two = (name: string, more = '') => `pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      ${name}: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: ${name} }${more} }
`;
  const LAG_TOO = ', kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 12 }';

  it('is measured by both names while the Deployment rolls out', () => {
    expect(commandsOf(changed(two('engine'), two('server'), 'argocd'))).toEqual({
      'container-renamed': [
        'argocd app set example-default --sync-policy none',
        'kubectl -n shop patch hpa/engine --type=json -p \'[{"op":"add","path":"/spec/metrics/-","value":{"type":"ContainerResource","containerResource":{"name":"cpu","container":"server","target":{"type":"Utilization","averageUtilization":70}}}}]\'',
        'argocd app sync example-default --resource apps:Deployment:engine',
        'kubectl -n shop rollout status deployment/engine',
        'argocd app set example-default --sync-policy automated --auto-prune --self-heal',
      ],
    });
  });

  it('is a trigger of its own where KEDA writes the HPA', () => {
    expect(commandsOf(changed(two('engine', LAG_TOO), two('server', LAG_TOO), 'flux'))['container-renamed']).toEqual([
      'flux suspend kustomization example-default -n flux-system',
      'kubectl -n shop patch scaledobject/engine --type=json -p \'[{"op":"add","path":"/spec/triggers/-","value":{"type":"cpu","name":"cpu-server","metricType":"Utilization","metadata":{"value":"70","containerName":"server"}}}]\'',
      'kubectl -n shop apply --server-side --field-manager=kustomize-controller -f deploy/default/kubernetes/engine/deployment.yaml',
      'kubectl -n shop rollout status deployment/engine',
      'flux resume kustomization example-default -n flux-system',
    ]);
  });
});

it('a renamed pool is confirmed to Argo CD and deleted by hand under Flux, which would keep it', () => {
  const last = (gitops: 'argocd' | 'flux') => commandsOf(changed(pool(CPU), pool(CPU, 'crew'), gitops))['pool-renamed'];
  expect(last('argocd')).toEqual([
    'kubectl -n shop rollout status deployment/crew',
    'argocd app confirm-deletion example-default',
  ]);
  expect(last('flux')).toEqual([
    'kubectl -n shop rollout status deployment/crew',
    'kubectl -n shop delete deployment/worker',
  ]);
});

describe('what is compared', () => {
  it('nothing changes in place where the namespace is another one', () => {
    expect(
      lintExample({ before: pool(LAG) + targets('argocd', 'old'), yaml: pool(CPU) + targets('argocd', 'shop') }),
    ).toEqual([]);
  });

  it('a pool under another key with the name of before', () => {
    expect(Object.keys(commandsOf(changed(pool(LAG), pool(`name: worker\n${CPU}`, 'crew'), 'argocd')))).toEqual([
      'keda-to-hpa-migration',
    ]);
  });

  it('an environment that the base does not have has no history', () => {
    const found = lintExample({
      before: pool(LAG) + targets('argocd'),
      yaml: `${pool(CPU)}${targets('argocd')}environments: { production: {} }\n`,
    });
    expect(found).toEqual([]);
  });

  it('each environment has the steps for its own namespace', () => {
    const environments =
      'environments:\n  staging: { targets: { kubernetes: { namespace: shop-staging } } }\n  production: {}\n';
    const found = changed(pool(LAG) + environments, pool(CPU) + environments, 'none');
    expect(found.map(({ environments: seen, steps }) => [seen, steps?.[0]?.command])).toEqual([
      [['staging'], 'kubectl -n shop-staging delete scaledobject/worker --cascade=orphan'],
      [['production'], 'kubectl -n shop delete scaledobject/worker --cascade=orphan'],
    ]);
  });
});

it('every command is one line that a shell can read', () => {
  const found = [
    ...changed(pool(FIXED), pool(CPU), 'argocd'),
    ...changed(pool(LAG), pool(CPU), 'flux'),
    ...changed(pool(CPU), pool(LAG), 'none'),
  ];
  const commands = found.flatMap(({ steps = [] }) =>
    steps.flatMap(({ command }) => (command === undefined ? [] : [command])),
  );
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands) {
    expect(command).not.toContain('\n');
    execFileSync('sh', ['-n', '-c', command]);
  }
});
