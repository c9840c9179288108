import { describe, expect, test } from 'vitest';
import { planSource } from '../../src/pipeline.ts';
import { environmentInput } from '../../src/lint/organisation/input.ts';
import { ENVIRONMENT, GITOPS, LINT, PROMETHEUS } from '../../src/lint/organisation/input-shape.ts';
import { unwrap } from '../../src/model/sourced.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { organisationFindings, told } from './organisation.ts';

const SYSTEM = `version: 1
name: shop
policies: [mild.yaml]
targets:
  kubernetes:
    version: "1.33"
    namespace: shop
    prometheus:
      url: https://prometheus.example.com
      auth: { mode: bearer, secret: metrics }
      unsafeSsl: true
      labels: { cluster: west }
    runbooks: https://example.com/{alert}
    gitops:
      tool: argocd
      repoURL: https://git.example.com/shop.git
      revision: main
      path: out
      project: default
      destination: { server: "https://other.example.com" }
  ecs: {region: us-west-2, accountId: "123456789012", cluster: shop, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x"}
pools:
  web:
    kind: always-on
    replicas: { min: 2, max: 60 }
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
lint:
  level: recommended
  rules:
    unsafe-ssl: off
    threshold-far-from-document: { options: { times: 99 } }
`;

/** Where one assertion about an environment fails. */
function found(assert: string): readonly string[] {
  const policies = `version: 1
policies:
  - { id: rule, severity: error, scope: environment, assert: '${assert}', message: 'no', why: we say so }
`;
  return organisationFindings(SYSTEM, policies)
    .filter(({ id }) => id !== 'unsafe-ssl')
    .flatMap(told)
    .filter(line => !line.startsWith('  '));
}

describe('an assertion reads what decides how far a mistake goes', () => {
  test.each([
    ['has(environment.targets.kubernetes.gitops) && environment.targets.kubernetes.gitops.project != "default"', 19],
    ['environment.targets.kubernetes.gitops.repoURL.startsWith("https://git.internal/")', 16],
    ['environment.targets.kubernetes.gitops.revision != "main"', 17],
    ['!has(environment.targets.kubernetes.gitops.destination.server)', 20],
    ['!environment.targets.kubernetes.prometheus.unsafeSsl', 11],
    ['environment.targets.kubernetes.prometheus.url.contains(".internal")', 9],
    ['environment.targets.kubernetes.prometheus.labels["cluster"] == "east"', 12],
    ['environment.lint.level == "strict"', 29],
    ['environment.lint.rules.all(rule, !has(rule.severity) || rule.severity != "off")', 31],
    ['environment.lint.rules.all(rule, rule.options.size() == 0)', 32],
    ['environment.policies.exists(file, file.endsWith("/organization.yaml"))', 3],
    ['environment.targets.ecs.executionRoleArn.contains(":role/shop-")', 21],
    ['!environment.targets.kubernetes.gitops.sync.prune', 15],
    ['has(environment.targets.ecs.roles.permissionsBoundary)', 21],
    ['environment.targets.ecs.subnets.all(subnet, subnet == "subnet-1")', 21],
  ])('%s', (assert, line) => {
    expect(found(assert)).toEqual([expect.stringMatching(new RegExp(`^system\\.yaml:${String(line)}:\\S+ rule no$`))]);
  });

  test('and says nothing where it holds', () => {
    expect(found('environment.targets.kubernetes.gitops.tool == "argocd"')).toEqual([]);
    expect(found('environment.lint.rules.exists(rule, rule.key == "unsafe-ssl" && rule.severity == "off")')).toEqual(
      [],
    );
    expect(found('environment.policies == ["mild.yaml"]')).toEqual([]);
  });

  test('has every field of the model of these parts', () => {
    const [environment] = planSource(sourceText('system.yaml', SYSTEM)).value;
    const system = environment?.plan.system;
    const kubernetes = system?.targets.kubernetes;
    const ecs = system?.targets.ecs;
    const fields = (part: object | undefined, ...inner: readonly string[]): readonly string[] =>
      Object.keys(part ?? {})
        .filter(name => name !== 'at' && !inner.includes(name))
        .toSorted();
    const { members } = ENVIRONMENT.members.targets;
    expect(Object.keys(GITOPS.members).toSorted()).toEqual(fields(kubernetes?.gitops));
    expect(Object.keys(PROMETHEUS.members).toSorted()).toEqual(fields(kubernetes?.prometheus));
    expect(Object.keys(LINT.members).toSorted()).toEqual(fields(system?.lint));
    expect(Object.keys(members.kubernetes.members).toSorted()).toEqual(fields(kubernetes));
    // The partition follows from the region.
    expect(Object.keys(members.ecs.members).toSorted()).toEqual(fields(ecs, 'partition'));
  });

  test('in the units of the schema', () => {
    const [environment] = planSource(sourceText('system.yaml', SYSTEM)).value;
    const input = environment === undefined ? undefined : unwrap(environmentInput(environment.plan));
    expect(input).toMatchObject({
      policies: ['mild.yaml'],
      lint: {
        level: 'recommended',
        rules: [
          { key: 'unsafe-ssl', severity: 'off', options: [] },
          { key: 'threshold-far-from-document', options: ['times'] },
        ],
      },
      targets: {
        kubernetes: {
          prometheus: { auth: { mode: 'bearer', secret: 'metrics' }, unsafeSsl: true, labels: { cluster: 'west' } },
          gitops: { destination: { server: 'https://other.example.com' } },
        },
      },
    });
  });
});
