import { expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';

const SECRET = '{{resolve:secretsmanager:db:SecretString:password}}';
const KUBERNETES = 'kubernetes: { version: "1.32", namespace: shop, keda: "2.18", prometheus: "http://p:9090" }';
const ECS =
  'ecs: { region: us-east-1, accountId: "123456789012", cluster: shop, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x" }';

const SHOP = (targets: string, container: string, signal = 'cpu: 70%', pool = '') => `version: 1
name: shop
targets: { ${targets} }
pools:
  web:
    kind: demand-driven
    replicas: 2..4
    containers: { web: { image: "example.com/web:1.0.0", cpu: 500m, memory: 1Gi, ${container} } }
    signals: { ${signal} }
    ${pool}
`;
const CLOUDWATCH = (fields: string) => `latency: { p99: 2s, source: { cloudwatch: { ${fields}, statistic: p99 } } }`;

test.each([
  ['a variable', SHOP(ECS, `env: { DB: "x${SECRET}" }`)],
  ['a variable by escapes', SHOP(ECS, 'env: { DB: "\\x7b{r\\u0065solve:ssm:x}}" }')],
  ['a variable over two lines', SHOP(ECS, 'env: { DB: "{\\\n      {resolve:ssm:x}}" }')],
  ['the command', SHOP(ECS, `command: ["${SECRET}"]`)],
  ['the arguments', SHOP(ECS, `args: ["a", "${SECRET}"]`)],
  ['a health check', SHOP(ECS, `probes: { liveness: { command: ["${SECRET}"] } }`)],
  ['the namespace of a metric', SHOP(ECS, 'user: 1', CLOUDWATCH('namespace: "{{resolve:ssm:x}}", metric: m'))],
  ['a metric', SHOP(ECS, 'user: 1', CLOUDWATCH('namespace: n, metric: "{{resolve:ssm:x}}"'))],
  ['a dimension', SHOP(ECS, 'user: 1', CLOUDWATCH('namespace: n, metric: m, dimensions: { d: "{{resolve:ssm:x}}" }'))],
  [
    'a name of one',
    SHOP(ECS, 'user: 1', CLOUDWATCH('namespace: n, metric: m, dimensions: { "{{resolve:ssm:x}}": d }')),
  ],
  ['a provider', SHOP(ECS, 'user: 1', 'cpu: 70%', 'capacity: { ec2: "{{resolve:ssm:x}}" }')],
])('a reference in %s is refused at its line', (_where, yaml) => {
  const { diagnostics } = analysed(sourceText('a.yaml', yaml));
  const found = diagnostics.filter(({ id }) => id === 'dynamic-reference');
  expect(found).toHaveLength(1);
  const [line = ''] = yaml.slice(yaml.lastIndexOf('\n', found[0]?.span?.start) + 1).split(/\n(?! *\{)/, 1);
  expect(line).toMatch(/resolve|solve:/);
  expect(diagnostics.filter(({ severity, id }) => severity === 'error' && id !== 'dynamic-reference')).toEqual([]);
});

test('it is a text like any other where no stack is made of it', () => {
  const { value, diagnostics } = compile(sourceText('a.yaml', SHOP(KUBERNETES, `env: { DB: "${SECRET}" }`)));
  expect(diagnostics).toEqual([]);
  expect(value.flatMap(({ rendered }) => rendered).some(({ text }) => text.includes(SECRET))).toBe(true);
});

test('braces that refer to nothing are taken', () => {
  const { value, diagnostics } = compile(
    sourceText('a.yaml', SHOP(ECS, 'env: { T: "{{x}} ${AWS::Region} {{ resolve:x }}" }')),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(value.flatMap(({ rendered }) => rendered).find(({ path }) => path === 'ecs/stack.yaml')?.text).toContain(
    '${AWS::Region}',
  );
});
