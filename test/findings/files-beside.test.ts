import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { lint } from '../../src/cli/lint.ts';

/** Two files of one run that deploy one workload: each is clean alone. */

const folder = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const KUBERNETES = (namespace: string, destination?: string) =>
  `  kubernetes: { version: "1.34", namespace: ${namespace}${destination === undefined ? '' : `, gitops: { tool: argocd, repoURL: "https://git.example.com/t.git", destination: { name: ${destination} } }`} }\n`;
const ECS = (cluster: string, region = 'eu-central-1') => `  ecs:
    region: ${region}
    accountId: "123456789012"
    cluster: ${cluster}
    subnets: [subnet-0a1b2c3d4e5f60718]
    securityGroups: [sg-0a1b2c3d4e5f60718]
    executionRoleArn: arn:aws:iam::123456789012:role/shop-exec
    alarmTopicArn: arn:aws:sns:${region}:123456789012:on-call
`;
const file = (targets: string, pool = 'api', environments = '') => `version: 1
name: shop
targets:
${targets}pools:
  ${pool}:
    name: shop-api
    kind: always-on
    replicas: 2..10
    containers: { api: { image: registry.example.com/shop/api:1.4.2, cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
${environments}`;

/** Severity, message and line of what is found in two files, beside each other. */
async function found(one: string, two: string, ...argv: readonly string[]) {
  writeFileSync(join(folder, 'a.yaml'), one);
  writeFileSync(join(folder, 'b.yaml'), two);
  const parsed = parseArguments(['lint', join(folder, 'a.yaml'), join(folder, 'b.yaml'), '--format', 'json', ...argv]);
  if (parsed.kind !== 'run') throw new Error(JSON.stringify(parsed));
  let out = '';
  const code = await lint(parsed.arguments, {
    out: text => {
      out += text;
    },
    err: () => undefined,
    colour: false,
    width: 200,
    env: {},
  });
  return { code, diagnostics: JSON.parse(out).findings };
}

describe('the same workload in two files', () => {
  test('one cluster by name is an error at the second file, which names the first', async () => {
    const { code, diagnostics } = await found(
      file(KUBERNETES('shop', 'west')),
      file(KUBERNETES('shop', 'west'), 'web'),
    );
    expect(code).toBe(1);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      id: 'files-share-workloads',
      severity: 'error',
      file: join(folder, 'b.yaml'),
      message: `environment "default" deploys what environment "default" of ${join(folder, 'a.yaml')} deploys on Kubernetes: cluster west, namespace "shop", and 1 workload named alike (shop-api)`,
    });
  });

  test('where no cluster is named it may be, which fails nothing', async () => {
    const { code, diagnostics } = await found(
      file(KUBERNETES('shop')),
      file(KUBERNETES('shop')),
      '--fail-on',
      'warning',
    );
    expect(code).toBe(0);
    expect(diagnostics).toMatchObject([
      { severity: 'information', help: 'Name the cluster of each file in targets.kubernetes.gitops.destination' },
    ]);
  });

  test('a name and an address of a cluster may be one', async () => {
    const address = file(KUBERNETES('shop', 'west')).replace('name: west', 'server: "https://west.example.com"');
    expect((await found(file(KUBERNETES('shop', 'west')), address)).diagnostics).toMatchObject([
      { severity: 'information', messageId: 'unnamed' },
    ]);
  });

  test.each([
    ['two clusters', file(KUBERNETES('shop', 'west')), file(KUBERNETES('shop', 'east'))],
    ['two namespaces', file(KUBERNETES('shop')), file(KUBERNETES('shop-b'))],
    ['two regions', file(ECS('shop')), file(ECS('shop', 'us-east-1'))],
    ['two platforms', file(KUBERNETES('shop')), file(ECS('shop'))],
  ])('%s are two places', async (_what, one, two) => {
    expect((await found(one, two)).diagnostics).toEqual([]);
  });

  test('one service of one ECS cluster, in one environment of each', async () => {
    const staging = 'environments:\n  staging: { targets: { ecs: { cluster: shop-staging } } }\n  production: {}\n';
    const { diagnostics } = await found(file(ECS('shop'), 'api', staging), file(ECS('shop'), 'web'));
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        message: expect.stringContaining('deploys what environment "production" of'),
      },
    ]);
  });
});
