import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../programs.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the transcripts of the README are what its commands print', context => {
  needs(context, 'sed');
  const folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-readme-'));
  const commands = join(folder, 'bin');
  const work = join(folder, 'work');
  mkdirSync(commands);
  mkdirSync(work);
  writeFileSync(
    join(commands, 'pipestream-scaling'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'bin/pipestream-scaling.cjs')}" "$@"\n`,
    { mode: 0o755 },
  );
  const transcripts = [...readme.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  expect(transcripts.length).toBeGreaterThan(1);
  for (const transcript of transcripts) {
    const lines = transcript
      .trimEnd()
      .split('\n')
      .filter(line => line.startsWith('$ '))
      .map(line => line.slice(2));
    const said = lines.map(command => {
      const { stdout, stderr } = spawnSync('sh', ['-c', command], {
        cwd: work,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${commands}:${process.env['PATH'] ?? ''}`, CI: '' },
      });
      return `$ ${command}\n${stdout}${stderr}`;
    });
    expect(said.join('')).toBe(transcript);
  }
  rmSync(folder, { recursive: true });
});

test('every link of the hand-written pages leads to a file', () => {
  const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(page => page !== '' && !page.startsWith('out/'));
  const broken = pages
    .filter(page => existsSync(join(root, page)))
    .flatMap(page =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter(target => !existsSync(join(root, page, '..', target)))
        .map(target => `${page}: ${target}`),
    );
  expect(broken).toEqual([]);
});
