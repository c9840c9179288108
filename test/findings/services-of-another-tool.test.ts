import { describe, expect, test } from 'vitest';
import { at, run } from './run.ts';

/** Of the target no more than where the services are. */
const SERVICES = (pool: string, ecs = '', more = '') => `version: 1
name: shop
targets: { ecs: { region: us-east-1, cluster: shop${ecs} } }
${more}pools:
  api:
    replicas: 2..10
    ${pool}
`;

const EXISTING = 'kind: always-on\n    workload: { existing: { name: shop-api } }\n    signals: { cpu: 60% }';
const OWN =
  'kind: always-on\n    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }\n    signals: { cpu: 60% }';
/** Of lint: nothing is emitted where it finds an error. */
const errors = (text: string) =>
  run(text)
    .diagnostics.filter(({ id, severity }) => severity === 'error' && id !== 'output-invalid')
    .map(({ id, message, path }) => [id, path?.join('.'), message]);

describe('an ECS service that another tool deploys', () => {
  test('needs a region and a cluster, and gets a scalable target and policies', () => {
    const ran = run(SERVICES(EXISTING));
    expect(errors(SERVICES(EXISTING))).toEqual([]);
    expect([...ran.files.keys()].filter(path => path.startsWith('default/ecs/shop-api/'))).toEqual([
      'default/ecs/shop-api/scalable-target.json',
      'default/ecs/shop-api/policies/cpu.json',
      ...[...ran.files.keys()].filter(path => path.startsWith('default/ecs/shop-api/alarms/')),
    ]);
    expect(JSON.stringify([...ran.files.values()])).not.toMatch(/subnet|arn:aws[a-z-]*:iam|::role/i);
  });

  test('beside tasks of our own everything that they need is asked for once, with the pool that needs it', () => {
    expect(errors(SERVICES(OWN))).toEqual([
      ['missing-key', 'targets.ecs', '"targets.ecs" needs the key "subnets": the tasks of pool "api" run in them'],
      [
        'missing-key',
        'targets.ecs',
        '"targets.ecs" needs the key "securityGroups": the tasks of pool "api" are in them',
      ],
      [
        'missing-key',
        'targets.ecs',
        '"targets.ecs" needs the key "executionRoleArn": ECS pulls the images and the secrets of pool "api" with it',
      ],
    ]);
  });

  test('a watcher needs the account, which its roles are named by', () => {
    const sleeping = `kind: scale-to-zero
    workload: { existing: { name: shop-api } }
    signals: { queueBacklog: { sqs: { url: "https://sqs.us-east-1.amazonaws.com/210987654321/work" }, perReplica: 5 } }
`;
    expect(errors(SERVICES(sleeping).replace('2..10', '0..10'))).toEqual([
      [
        'missing-key',
        'targets.ecs',
        '"targets.ecs" needs the key "accountId": the roles and the function of the watcher of pool "api" are named by their account',
      ],
    ]);
    expect(errors(SERVICES(sleeping, ', accountId: "210987654321"').replace('2..10', '0..10'))).toEqual([]);
  });

  test('a GPU needs a name only where replicas of our own are placed by it', () => {
    const hardware = 'hardware: { large: { coldStart: 8m } }\n';
    expect(errors(SERVICES(`hardware: large\n    ${EXISTING}`, '', hardware))).toEqual([]);
    expect(
      errors(SERVICES(`hardware: large\n    ${OWN}`, '', hardware)).map(([id, path]) => [id, path]),
    ).toContainEqual(['missing-key', 'hardware.large']);
  });
});

const TARGET = (existing: string, signals = 'cpu: 70%') => `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop, keda: "2.18", prometheus: "http://prometheus:9090", monitoring: prometheus-operator } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: ${existing} }
    signals: { ${signals} }
`;

describe('a target of any kind with a scale subresource', () => {
  test.each([
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet'],
    ['pool.kubevirt.io/v1alpha1', 'VirtualMachinePool'],
    ['apps/v1', 'ReplicaSet'],
  ])('%s %s', (apiVersion, kind) => {
    const existing = `{ apiVersion: ${apiVersion}, kind: ${kind}, name: search, container: main, cpu: 500m }`;
    const scaleTargetRef = { apiVersion, kind, name: 'search' };
    const hpa = run(TARGET(existing));
    expect(hpa.diagnostics).toEqual([]);
    expect(at(hpa, 'default/kubernetes/search/hpa.yaml', 'spec', 'scaleTargetRef')).toEqual(scaleTargetRef);
    const keda = run(TARGET(existing, 'requestQueue: { perReplica: 10, source: { prometheus: { gauge: waiting } } }'));
    expect(keda.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(at(keda, 'default/kubernetes/search/scaled-object.yaml', 'spec', 'scaleTargetRef')).toEqual(scaleTargetRef);
    // kube-state-metrics counts the replicas of no such kind, and the autoscaler does.
    const rules = JSON.stringify(at(hpa, 'default/kubernetes/search/prometheus-rule.yaml'));
    expect(rules).not.toMatch(/kube_(?:deployment|statefulset)_/);
    expect(rules).not.toContain('AutoscalerAbsent');
    expect(rules).toContain('kube_horizontalpodautoscaler_status_current_replicas');
  });

  test('needs its API', () => {
    expect(errors(TARGET('{ kind: Rollout, name: search }'))).toEqual([
      [
        'missing-key',
        'pools.api.workload.existing',
        '"pools.api.workload.existing": expected apiVersion beside a kind other than Deployment and StatefulSet',
      ],
    ]);
  });

  test.each(['DaemonSet', 'CronJob'])('is no %s', kind => {
    expect(errors(TARGET(`{ apiVersion: apps/v1, kind: ${kind}, name: search }`))).toEqual([
      [
        expect.any(String),
        'pools.api.workload.existing.kind',
        `"pools.api.workload.existing.kind" is "${kind}": expected a kind with a scale subresource, such as Deployment, StatefulSet or Rollout`,
      ],
    ]);
  });
});
