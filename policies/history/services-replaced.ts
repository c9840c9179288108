import type { Plan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import type { EcsTarget } from '#model/targets.ts';
import { changedPools } from '#knowledge/history.ts';
import type { ChangedPool } from '#knowledge/history.ts';
import { counted } from '#knowledge/leases.ts';
import { aws, awsDesiredCount, step } from '#knowledge/steps.ts';
import { definePolicy } from '#policy';

const BEFORE = `pools:
  worker:
    kind: always-on
    replicas: 2..5
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`;
const target = (fields: string) => `${BEFORE}targets:
  ecs:
    ${fields}
    subnets: [subnet-0123456789abcdef0]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/example-execution
    alarmTopicArn: arn:aws:sns:us-east-1:123456789012:on-call
`;

export default definePolicy({
  id: 'services-replaced',
  group: 'history',
  severity: 'error',
  level: 'recommended',
  summary: 'The ECS cluster, region and account of an environment must be changed in ordered steps.',
  why: 'A service cannot move. CloudFormation creates each one anew with its first count of tasks, not with the tasks that the load needs now, and deletes the old one. That of an always-on pool is kept, and goes on working beside the new one, in the same consumer group',
  source:
    'Semantics 44c; CloudFormation, AWS::ECS::Service: "Cluster: Update requires: Replacement", createOnlyProperties',
  messages: {
    replaced: {
      text: '{field} of environment "{environment}" changes from "{before}" to "{now}": {count} replaced, not moved ({names})',
      help: 'Add the new place as another environment, move the load, then remove the old one',
    },
    moved: {
      text: '{field} of environment "{environment}" changes from "{before}" to "{now}": {count} created there, and the stack in the old place keeps running ({names})',
      help: 'Add the new place as another environment, move the load, then delete the old stack',
    },
  },
  history(plan, base, { report }) {
    const [now, before] = [plan.system.targets.ecs, base.system.targets.ecs];
    if (now === undefined || before === undefined) return;
    // A setting that is not written is not known to be another.
    const field = FIELDS.find(name => isAnother(now[name], before[name]));
    const [place, old] = field === undefined ? [] : [now[field], before[field]];
    if (field === undefined || place === undefined || old === undefined) return;
    const services = changedPools(plan, base).filter(
      change => change.now.on.ecs?.service !== undefined && change.before.on.ecs?.service !== undefined,
    );
    if (services.length === 0) return;
    report(field === 'cluster' ? 'replaced' : 'moved', {
      at: place.origin,
      path: ['targets', 'ecs', field],
      data: {
        field: `targets.ecs.${field}`,
        environment: plan.system.environment,
        before: old.plain,
        now: place.plain,
        count: `${counted(services.length, 'service')} ${services.length === 1 ? 'is' : 'are'}`,
        names: services.map(({ now: { pool } }) => pool.name.plain).join(', '),
      },
      steps: stepsFor(plan, base, services, field),
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'another cluster',
        path: 'targets.ecs.cluster',
        message: 'replaced',
        before: target('region: us-east-1\n    accountId: "123456789012"\n    cluster: shop'),
        yaml: target('region: us-east-1\n    accountId: "123456789012"\n    cluster: shop-2'),
      },
      {
        title: 'another region',
        path: 'targets.ecs.region',
        message: 'moved',
        before: target('region: us-east-1\n    accountId: "123456789012"\n    cluster: shop'),
        yaml: target('region: us-west-2\n    accountId: "123456789012"\n    cluster: shop'),
      },
    ],
    good: [
      {
        title: 'the new cluster as an environment beside the old one',
        before: target('region: us-east-1\n    accountId: "123456789012"\n    cluster: shop'),
        yaml: `${target('region: us-east-1\n    accountId: "123456789012"\n    cluster: shop')}environments:
  default: {}
  next: { targets: { ecs: { cluster: shop-2 } } }
`,
      },
    ],
  }),
});

function isAnother(now: Sourced<string> | undefined, before: Sourced<string> | undefined): boolean {
  return now !== undefined && before !== undefined && now.plain !== before.plain;
}

/** In the order of how far the change goes. */
const FIELDS = ['accountId', 'region', 'cluster'] as const satisfies readonly (keyof EcsTarget)[];

function stepsFor(plan: Plan, base: Plan, services: readonly ChangedPool[], field: (typeof FIELDS)[number]) {
  const of = (which: Plan, change: ChangedPool) => (which === plan ? change.now.on.ecs : change.before.on.ecs);
  const counts = services.flatMap(change => {
    const ecs = of(base, change);
    if (ecs === undefined) return [];
    const words = ['ecs', 'describe-services', '--cluster', ecs.cluster.plain, '--services', ecs.serviceName.plain];
    return [
      aws(base, `See how many tasks "${ecs.serviceName.plain}" has`, ...words, '--query', 'services[0].desiredCount'),
    ];
  });
  const waits = services.flatMap(change => {
    const ecs = of(plan, change);
    if (ecs === undefined) return [];
    const words = [
      'ecs',
      'wait',
      'services-stable',
      '--cluster',
      ecs.cluster.plain,
      '--services',
      ecs.serviceName.plain,
    ];
    return [aws(plan, `Wait until the new "${ecs.serviceName.plain}" is stable, and give it as many tasks`, ...words)];
  });
  const kept = services.flatMap(change => {
    const ecs = of(base, change);
    if (ecs?.service?.retained !== true) return [];
    const {
      serviceName: { plain: service },
      cluster: { plain: cluster },
    } = ecs;
    return [
      awsDesiredCount(base, ecs, `Stop the old "${service}", which the stack keeps`, 0),
      aws(base, 'Delete it', 'ecs', 'delete-service', '--cluster', cluster, '--service', service),
    ];
  });
  return [
    ...counts,
    step('Deploy the new place as another environment, beside the old one'),
    ...waits,
    step(
      field === 'cluster'
        ? 'Remove the old environment in a separate change'
        : 'Delete the old stack in a separate change: it is not part of the new one',
    ),
    ...kept,
  ];
}
