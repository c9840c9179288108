import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { organisationFindings, told } from '../policies/organisation.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const guide = read('docs/guides/ci.md');
const blocks = (language: string): readonly string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

describe('the guide to CI', () => {
  test('lists the inputs of the Action', () => {
    const { inputs } = Object(load(read('action.yml')));
    const listed = [...guide.matchAll(/^\| `([a-z-]+)` \| (?:`([^`]*)`|none|the merge base) \|/gm)];
    expect(listed.map(([, name, standard = '']) => [name, standard])).toEqual(
      Object.entries<{ default: string }>(inputs).map(([name, input]) => [name, input.default]),
    );
  });

  test('shows policies that find what they are for, and nothing else', () => {
    const policies = `version: 1\n${blocks('yaml').find(text => text.startsWith('policies:')) ?? ''}`;
    const system = `version: 1
name: shop
targets:
  kubernetes:
    version: "1.33"
    namespace: shop
    prometheus: { url: "https://metrics.example.com" }
    gitops: { tool: argocd, repoURL: "https://git.example.com/shop.git", project: default }
pools:
  web:
    kind: always-on
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
lint: { rules: { unsafe-ssl: off } }
environments: { production: {} }
`;
    const found = organisationFindings(system, policies)
      .flatMap(told)
      .filter(line => !line.startsWith('  '));
    expect(found).toEqual([
      'system.yaml:8:83-90 own-argo-project production deploys with the Argo CD project "default", which can deploy anywhere',
      'system.yaml:7:24-53 own-prometheus production reads https://metrics.example.com',
      'system.yaml:14:30-33 no-policy-off production turns policies off: unsafe-ssl',
      expect.stringMatching(/ names-our-policies production does not name the policies of the organization$/),
    ]);
    const good = system
      .replace('project: default', 'project: shop')
      .replace('https://metrics.example.com', 'http://prometheus.monitoring:9090')
      .replace('lint: { rules: { unsafe-ssl: off } }', 'policies: [policies/organisation.yaml]');
    expect(organisationFindings(good, policies)).toEqual([]);
  });

  test('shows policies of load balancers, names, registries and files that find what they are for', () => {
    const policies = `version: 1\n${blocks('yaml').find(text => text.includes('pool.loadBalancers')) ?? ''}`;
    const listener =
      'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2';
    const system = (rule: string, more: string) => `version: 1
name: shop
targets: { ecs: { region: eu-west-1, accountId: "123456789012", cluster: shop, serviceConnect: shop, vpc: vpc-0a1b2c3d4e5f60718, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x" } }
pools:
  web:
    kind: always-on
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 }, envFrom: [{ s3: "arn:aws:s3:::${more}.env" }] } }
    signals: { cpu: 70% }
    loadBalancer:
      - { targetGroup: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/6d0ecf831eec9f09" }
      - { listener: "${listener}", priority: 10, ${rule} }
    serviceConnect: { http: "${more.includes('shop-settings') ? 'web' : 'shop'}:80" }
    serviceRegistry: arn:aws:servicediscovery:eu-west-1:${more.includes('shop-settings') ? '123456789012' : '210987654321'}:service/srv-web0123456789
environments: { production: {} }
`;
    const found = (text: string) =>
      organisationFindings(text, policies)
        .flatMap(told)
        .filter(line => !line.startsWith('  '))
        .map(line => line.replace(/^(\S+?:\d+):\S+/, '$1'));
    expect(found(system('paths: [/orders/*]', 'other/web'))).toEqual([
      'system.yaml:11 rules-name-a-host pool "web" takes the requests of every host of a shared listener',
      'system.yaml:12 called-by-its-own-name others call pool "web" as shop',
      'system.yaml:13 registry-of-this-account pool "web" registers its tasks in the Cloud Map of another account',
      'system.yaml:7 settings-of-our-bucket a container of pool "web" reads variables from another bucket than shop-settings',
    ]);
    expect(found(system('hosts: [shop.example.com]', 'shop-settings/web'))).toEqual([]);
  });

  test('has only commands that the program takes', () => {
    const commands = blocks('sh')
      .join('\n')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter(line => line.startsWith('pipestream-scaling '));
    expect(commands.length).toBeGreaterThan(2);
    for (const command of commands)
      expect(parseArguments(command.trim().split(/\s+/).slice(1)), command).toMatchObject({ kind: 'run' });
  });
});
