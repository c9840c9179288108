// The programs of a real cluster that `npm run test:cluster` starts: kube-apiserver, KEDA and a Kafka broker are built
// from pinned Go modules, etcd and Prometheus are taken out of Debian's packages. Everything is in .tools/cluster/, in
// folders that are named by the hash of what they are made from.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env, pid, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { debianProgram, MissingTool } from './debian-programs.mjs';

const sources = fileURLToPath(new URL('../test/cluster/programs/', import.meta.url));
const tools = fileURLToPath(new URL('../.tools/cluster/', import.meta.url));

const KUBERNETES = '1.33.13';

/** Minor → the release of it. */
const KEDA = { 2.18: '2.18.3', '2.20': '2.20.2' };
export const KEDA_MINORS = Object.keys(KEDA);

/** Flags that every program shares, as the build cache is by flags: no debug data, which is a third of the time. */
const GO_FLAGS = '-mod=readonly -buildvcs=false -gcflags=all=-dwarf=false';

/** Programs that are built together, of one go.mod under test/cluster/programs/. */
const BUILT = {
  kubernetes: {
    programs: Object.fromEntries(
      ['kube-apiserver', 'kube-controller-manager', 'kubectl'].map(name => [name, `k8s.io/kubernetes/cmd/${name}`]),
    ),
    // Without a version it says that it is 0.0.0, and kubectl refuses it.
    linked: [`gitVersion=v${KUBERNETES}`, 'gitMajor=1', 'gitMinor=33'].map(
      set => `-X k8s.io/component-base/version.${set}`,
    ),
  },
  ...Object.fromEntries(
    Object.entries(KEDA).map(([minor, version]) => [
      `keda-${minor}`,
      {
        programs: Object.fromEntries(
          ['operator', 'adapter', 'webhooks'].map(name => [`keda-${name}`, `github.com/kedacore/keda/v2/cmd/${name}`]),
        ),
        linked: [`-X github.com/kedacore/keda/v2/version.Version=${version}`],
        patched: kedaModule(minor),
      },
    ]),
  ),
  kafka: { programs: { kafka: '.' }, linked: [] },
};

/** KEDA's own kinds, which its operator watches all. */
const KEDA_KINDS = [
  'keda.sh_scaledobjects',
  'keda.sh_scaledjobs',
  'keda.sh_triggerauthentications',
  'keda.sh_clustertriggerauthentications',
  'eventing.keda.sh_cloudeventsources',
  'eventing.keda.sh_clustercloudeventsources',
].map(name => `config/crd/bases/${name}.yaml`);

/** Definitions of the other objects that are applied, out of the zips of the modules that serve them. */
const DEFINED = {
  'github.com/argoproj/argo-cd/v3@v3.2.0': ['manifests/crds/application-crd.yaml'],
  'github.com/fluxcd/kustomize-controller@v1.7.3': ['config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml'],
  'github.com/fluxcd/source-controller@v1.7.0': ['config/crd/bases/source.toolkit.fluxcd.io_gitrepositories.yaml'],
  'github.com/prometheus-operator/prometheus-operator@v0.85.0': ['podmonitors', 'prometheusrules'].map(
    name => `example/prometheus-operator-crd/monitoring.coreos.com_${name}.yaml`,
  ),
};

/**
 * Builds and unpacks the missing programs.
 *
 * @param {string} kedaMinor one of KEDA_MINORS
 * @returns {import('./cluster-tools.d.mts').ClusterTools}
 * @throws MissingTool where something that it needs is not installed
 */
export function clusterTools(kedaMinor) {
  requireProgram('go', ['version'], 'install Go 1.26 or later');
  requireProgram('openssl', ['version'], 'install openssl');
  return {
    versions: { kubernetes: KUBERNETES, keda: KEDA[kedaMinor] },
    ...built('kubernetes'),
    ...built(`keda-${kedaMinor}`),
    ...built('kafka'),
    etcd: debianProgram('etcd-server', 'usr/bin/etcd'),
    prometheus: debianProgram('prometheus', 'usr/bin/prometheus'),
    keda: downloaded(kedaModule(kedaMinor)),
    definitions: Object.entries({ [kedaModule(kedaMinor)]: KEDA_KINDS, ...DEFINED }).flatMap(([module, files]) => {
      const folder = downloaded(module);
      return files.map(file => join(folder, file));
    }),
  };
}

function kedaModule(minor) {
  return `github.com/kedacore/keda/v2@v${KEDA[minor]}`;
}

/** name → path of each program of a set. */
function built(name) {
  const { programs, linked, patched: module } = BUILT[name];
  const set = join(sources, name);
  const patch = join(sources, 'keda');
  const hash = createHash('sha256').update(JSON.stringify([GO_FLAGS, linked, programs, module]));
  for (const file of [...filesIn(set), ...(module === undefined ? [] : filesIn(patch))])
    hash.update(file.slice(sources.length)).update(readFileSync(file));
  const folder = join(tools, `${name}-${hash.digest('hex').slice(0, 12)}`);
  const paths = Object.fromEntries(Object.keys(programs).map(program => [program, join(folder, program)]));
  if (Object.values(paths).every(path => existsSync(path))) return paths;

  // Built in a folder of this process, and moved when it is whole.
  const building = `${folder}.${String(pid)}`;
  mkdirSync(building, { recursive: true });
  cpSync(set, building, { recursive: true });
  if (module !== undefined) patched(downloaded(module), patch, building);
  for (const [program, path] of Object.entries(programs)) {
    const started = Date.now();
    stderr.write(`building ${program} …\n`);
    go(['build', '-ldflags', ['-s -w', ...linked].join(' '), '-o', join(building, program), path], {
      cwd: building,
      GOFLAGS: GO_FLAGS,
    });
    stderr.write(`built ${program} in ${String(Math.round((Date.now() - started) / 1000))}s\n`);
  }
  for (const file of readdirSync(building))
    if (!Object.hasOwn(programs, file)) rmSync(join(building, file), { recursive: true });
  try {
    renameSync(building, folder);
  } catch (error) {
    // Another process was first.
    if (!existsSync(folder)) throw error;
    rmSync(building, { recursive: true });
  }
  return paths;
}

/** A copy of the module with our patch, where the go.mod of the set looks for it: in keda/. */
function patched(module, patch, building) {
  const copy = join(building, 'keda');
  cpSync(module, copy, { recursive: true, filter: file => !file.endsWith('_test.go') });
  spawnSync('chmod', ['-R', 'u+w', copy]);
  const done = spawnSync(process.execPath, [join(patch, 'patch.mjs'), copy], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`the patch of KEDA does not apply: ${done.stderr}`);
}

/** The folder of a module, downloaded and held against the checksum database by Go. */
function downloaded(module) {
  mkdirSync(tools, { recursive: true });
  return JSON.parse(go(['mod', 'download', '-json', module], { cwd: tools, GOFLAGS: '-mod=mod' })).Dir;
}

function go(args, { cwd, GOFLAGS }) {
  const {
    status,
    stdout,
    stderr: complaint,
  } = spawnSync('nice', ['-n', '5', 'go', ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...env, GOFLAGS, GOWORK: 'off', CGO_ENABLED: '0', GOGC: '400' },
  });
  if (status !== 0) throw new Error(`go ${args.slice(0, 3).join(' ')} failed: ${complaint}${stdout}`);
  return stdout;
}

function requireProgram(program, args, help) {
  if (spawnSync(program, args).error !== undefined) throw new MissingTool(`${program} is not installed; ${help}`);
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}
