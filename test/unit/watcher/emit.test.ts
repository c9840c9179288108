import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipOf } from '../../../src/targets/ecs/watcher/zip.ts';

const out = join(import.meta.dirname, '../../../out/production/lambda/embedder-module-scaler');
const read = (name: string): unknown => JSON.parse(readFileSync(join(out, `${name}.json`), 'utf8'));

test('the zip is one that others unpack, and the same bytes every time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  writeFileSync(join(folder, 'code.zip'), zipOf('index.js', 'exports.x = "ü";\n'));
  if (spawnSync('python3', ['--version']).error !== undefined) {
    console.warn('SKIPPED: python3, which unpacks the zip, is not installed');
    expect(process.env['CI']).not.toBe('true');
    return;
  }
  const unpacked = execFileSync('python3', ['-c', 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; sys.stdout.buffer.write(z.read("index.js"))', join(folder, 'code.zip')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(unpacked).toBe('exports.x = "ü";\n');
  expect(zipOf('index.js', 'a').equals(zipOf('index.js', 'a'))).toBe(true);
});

test('semantics 45: the role may do exactly what the handler calls, on the one service', () => {
  const policy = read('role-policy');
  expect(policy).toMatchObject({ RoleName: 'pipestream-embedder-module-scaler' });
  const document: unknown = JSON.parse(policy instanceof Object && 'PolicyDocument' in policy ? String(policy.PolicyDocument) : '{}');
  expect(document).toEqual({ Version: '2012-10-17', Statement: [
    { Effect: 'Allow', Action: ['ecs:DescribeServices', 'ecs:UpdateService'], Resource: 'arn:aws:ecs:us-east-1:123456789012:service/pipestream/embedder-module' },
    { Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' },
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/pipestream-embedder-module-scaler:*' },
  ] });
});

test('the window is idle and cold start together: 5 m + 4 m', () => {
  expect(read('function')).toMatchObject({ Environment: { Variables: { SCALER: expect.stringContaining('"wake":1,"activation":0,"window":540,') } } });
});
