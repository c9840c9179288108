// What is measured, a group at a time: the commands of each, and what its rows compare.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath, versions } from 'node:process';
import { NODE_MAJORS, otherNode } from '../scripts/other-node.mjs';
import { pythonTool } from '../scripts/python-tools.mjs';
import { cost } from './measure.mjs';
import { chart, helmAndKubeconform, kubeScore } from './peers.mjs';
import { bothPlatforms, EXAMPLE, kubernetesOnly, organisationPolicies, SMALL } from './systems.mjs';

/**
 * This program at one revision, with a cache folder of its own.
 *
 * @typedef {{ root: string, bin: string, scratch: string, env: NodeJS.ProcessEnv }} Checkout
 *
 * `own` are measured for each revision, `beside` once.
 * @typedef {{
 *   turns: number,
 *   own: (checkout: Checkout) => Record<string, import('./measure.mjs').Command>,
 *   beside?: Record<string, import('./measure.mjs').Command>,
 *   rows: readonly Row[],
 *   after?: () => void,
 * }} Group
 *
 * A row shows one of the commands, and how often it takes another one; the aim is of that, or else of the seconds.
 * @typedef {{ name: string, of: string, times?: string, aim?: number, most?: number }} Row
 */

/** @type {Readonly<Record<string, (here: Checkout, runs: number | undefined) => readonly Group[]>>} */
export const GROUPS = {
  cold: (here, runs = 15) => nodes().map(node => coldStarts(here, node, runs)),
  pools: (here, runs = 3) => [manyPools(here, 1000, runs), tenThousand(here)],
  peers: (here, runs = 9) => [5, 100, 1000].map(count => peers(here, count, count === 1000 ? Math.min(3, runs) : runs)),
  files: (here, runs = 3) => [manyFiles(here, runs)],
};

/** The running one first. */
function nodes() {
  const running = Number(versions.node.split('.')[0]);
  return [
    { major: running, program: execPath },
    ...NODE_MAJORS.filter(major => major !== running).flatMap(major => {
      const program = otherNode(major);
      return program === undefined ? [] : [{ major, program }];
    }),
  ];
}

const COLD_AIMS = { 20: { lint: 1.8, build: 2.8, again: 1.8 }, 24: { lint: 3 } };

function coldStarts(here, { major, program }, turns) {
  const bare = join(here.scratch, 'empty.cjs');
  writeFileSync(bare, '');
  const aims = COLD_AIMS[major] ?? {};
  const name = what => `${what}, Node ${String(major)}`;
  return {
    turns,
    beside: { bare: { args: [program, bare] } },
    own: ({ root, bin, scratch, env }) => {
      const file = join(scratch, 'pipestream-scaling.yaml');
      writeFileSync(file, EXAMPLE);
      const out = join(scratch, 'cold');
      const build = [program, bin, 'build', file, '--out', out];
      return {
        lint: { args: [program, bin, 'lint', file], env },
        'lint, in git': { args: [program, bin, 'lint'], cwd: root, env },
        build: { args: build, env, before: () => forget(scratch, out) },
        again: { args: build, env },
      };
    },
    rows: [
      { name: name('bare Node'), of: 'bare' },
      { name: name('lint of the example'), of: 'lint', times: 'bare', aim: aims.lint },
      { name: name('the same in a Git repository'), of: 'lint, in git', times: 'bare' },
      { name: name('first build of the example'), of: 'build', times: 'bare', aim: aims.build },
      { name: name('again, nothing new'), of: 'again', times: 'bare', aim: aims.again },
    ],
  };
}

/** A first build finds neither its output nor what is known of an earlier one; compiled code stays. */
function forget(scratch, out) {
  rmSync(out, { recursive: true, force: true });
  rmSync(join(scratch, 'cache/pipestream-scaling/builds'), { recursive: true, force: true });
}

function manyPools(here, count, turns) {
  const copy = join(here.scratch, 'copy');
  return {
    turns,
    own: checkout => poolsOf(checkout, count),
    beside: {
      cp: {
        args: ['cp', '-r', join(here.scratch, `out-${String(count)}`), copy],
        before: () => rmSync(copy, { recursive: true, force: true }),
      },
    },
    rows: [
      { name: `lint of ${String(count)} pools`, of: 'lint', aim: 1.5, most: 200 },
      { name: `first build of ${String(count)} pools, both platforms`, of: 'build', aim: 6, most: 300 },
      { name: '`cp -r` of what it wrote', of: 'cp' },
      { name: 'again, nothing new', of: 'again', aim: 0.8, most: 150 },
    ],
  };
}

function tenThousand(here) {
  return {
    turns: 1,
    own: checkout =>
      Object.fromEntries(
        [1000, 10_000].flatMap(count => {
          const { lint, build } = poolsOf(checkout, count);
          return [
            [`lint ${String(count)}`, lint],
            [`build ${String(count)}`, build],
          ];
        }),
      ),
    rows: [
      { name: 'lint of 10,000 pools, times that of 1000', of: 'lint 10000', times: 'lint 1000', aim: 10.5, most: 1024 },
      {
        name: 'first build of 10,000 pools, times that of 1000',
        of: 'build 10000',
        times: 'build 1000',
        aim: 10.5,
        most: 1024,
      },
    ],
    after: () => rmSync(join(here.scratch, 'out-10000'), { recursive: true, force: true }),
  };
}

function poolsOf({ bin, scratch, env }, count) {
  const file = join(scratch, `${String(count)}.yaml`);
  const out = join(scratch, `out-${String(count)}`);
  writeFileSync(file, bothPlatforms(count));
  const build = [execPath, bin, 'build', '--large', file, '--out', out];
  return {
    lint: { args: [execPath, bin, 'lint', '--large', file], env },
    build: { args: build, env, before: () => forget(scratch, out) },
    again: { args: build, env },
  };
}

/** Kubernetes alone, one environment. */
function peers(here, count, turns) {
  const name = what => `${what}, ${String(count)} pools`;
  const file = join(here.scratch, `kubernetes-${String(count)}.yaml`);
  const out = join(here.scratch, `kubernetes-${String(count)}`);
  writeFileSync(file, kubernetesOnly(count));
  const built = join(out, 'production/kubernetes');
  const own = ({ bin, scratch, env }) => {
    const to = join(scratch, `kubernetes-${String(count)}`);
    return {
      build: {
        args: [execPath, bin, 'build', '--large', file, '--out', to],
        env,
        before: () => forget(scratch, to),
      },
    };
  };
  // The chart is made of what is built here.
  cost(own(here).build, join(here.scratch, 'notes'));
  const folder = join(here.scratch, `chart-${String(count)}`);
  chart(built, folder, count);
  const helm = helmAndKubeconform(here.root, folder);
  const score = count < 1000 ? kubeScore(built) : undefined;
  const stack = count === 5 ? stackFor(here) : undefined;
  return {
    turns,
    own,
    beside: {
      ...(helm && { helm: { args: helm } }),
      ...(score && { score: { args: score } }),
      ...stack?.beside,
    },
    rows: [
      { name: name('build for Kubernetes'), of: 'build', ...(helm && { times: 'helm', aim: 1 }) },
      ...(helm ? [{ name: name('`helm template` and kubeconform'), of: 'helm' }] : []),
      ...(score ? [{ name: name('kube-score'), of: 'score' }] : []),
      ...(stack?.rows ?? []),
    ],
  };
}

/** cfn-lint of the stack that the example compiles to, in one environment. */
function stackFor(here) {
  const program = pythonTool('cfn-lint');
  const template = join(here.root, 'out/production/ecs/stack.yaml');
  if (program === undefined || !existsSync(template)) return undefined;
  return {
    beside: { cfn: { args: [program, '--regions', 'us-east-1', '--template', template] } },
    rows: [{ name: 'cfn-lint of the stack of the example', of: 'cfn' }],
  };
}

function manyFiles(here, turns) {
  const folders = { plain: '', own: 'policies: [organisation.yaml]\n' };
  return {
    turns,
    own: ({ bin, scratch, env }) =>
      Object.fromEntries(
        Object.entries(folders).map(([name, extra]) => {
          const folder = join(scratch, `files-${name}`);
          mkdirSync(folder, { recursive: true });
          writeFileSync(join(folder, 'organisation.yaml'), organisationPolicies(10));
          for (let file = 0; file < 300; file += 1)
            writeFileSync(join(folder, `${String(file)}.yaml`), extra + oneOfMany(file));
          return [name, { args: ['bash', '-c', '"$0" "$1" lint [0-9]*.yaml', execPath, bin], cwd: folder, env }];
        }),
      ),
    rows: [
      { name: 'lint of 300 configurations', of: 'plain', aim: 2 },
      { name: 'the same with ten policies of an organisation', of: 'own', aim: 2.5 },
    ],
  };
}

/** A system of one pool, on both platforms in two environments, in places that no other has. */
function oneOfMany(index) {
  return SMALL.replaceAll(/(namespace|cluster): [a-z]+(?:-staging)?/g, `$&-${String(index)}`);
}
