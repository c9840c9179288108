'use strict';
// V8's compiled form of each bundle, in the user's own cache folder. A run that finds none makes it as it ends, so that
// it holds the functions that ran. V8 executes what is in it: so it is read only from a folder and a file that nobody
// else may write, and never from a repository (SECURITY.md). Everything here fails silently: it only costs time.
const fs = require('node:fs');
const { homedir } = require('node:os');
const { basename, dirname, isAbsolute, join, relative } = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

/**
 * How to compile a bundle: with its cache where there is a good one.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {(file: string, bytes: Buffer) => import('node:vm').Script} of a function like that of a CommonJS module
 */
exports.openCodeCache = env => {
  const folder = env.PIPESTREAM_SCALING_NO_CACHE === '1' ? undefined : attempt(() => codeFolder(env));
  const exists = folder !== undefined && attempt(() => isOnlyOurs(folder)) === true;
  const compiled = [];
  if (folder !== undefined) process.on('exit', () => attempt(() => save(folder, compiled)));
  return (file, bytes) => {
    const path = folder === undefined ? '' : join(folder, nameOf(file));
    const cache = exists ? attempt(() => read(path, bytes)) : undefined;
    // Bundles are ASCII, which is read without decoding.
    const script = new Script(
      `(function (exports, require, module, __filename, __dirname) {${bytes.latin1Slice()}\n})`,
      { filename: file, cachedData: cache?.data },
    );
    compiled.push({ path, bytes, script, cache: script.cachedDataRejected === true ? undefined : cache });
    return script;
  };
};

/**
 * Run by run, a cache lacks less: the first one may have found an error in line 1. So it is made again in the 4th run
 * with it, the 16th, the 64th, and so on. Later runs only count, which costs a write of four bytes.
 */
const isToBeMade = runs => runs === 0 || (runs > 1 && Number.isInteger(Math.log2(runs) / 2));

function save(folder, compiled) {
  const wanted = compiled.filter(({ cache }) => isToBeMade(cache?.runs ?? 0));
  if (wanted.length === 0) return;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOnlyOurs(folder)) return;
  for (const { path, bytes, script, cache } of wanted) {
    const data = script.createCachedData();
    // A long run forgets the compiled form of functions that it needed only once.
    if (cache !== undefined && data.length <= cache.data.length) continue;
    const head = headOf({ source: bytes, data, runs: cache?.runs ?? 0 });
    const written = `${path}.${String(process.pid)}`;
    try {
      fs.writeFileSync(written, Buffer.concat([head, data]), { flag: 'wx', mode: 0o600 });
      fs.renameSync(written, path);
    } catch {
      fs.rmSync(written, { force: true });
    }
  }
  removeOldest(folder);
}

function read(path, source) {
  const file = open(path);
  try {
    const status = fs.fstatSync(file);
    if (!status.isFile() || !isOwnAlone(status)) return undefined;
    const all = fs.readFileSync(file);
    const head = all.subarray(0, HEAD);
    const data = all.subarray(HEAD);
    const runs = head.readUint32LE(RUNS);
    if (!head.equals(headOf({ source, data, runs }))) return undefined;
    head.writeUint32LE(runs + 1, RUNS);
    attempt(() => fs.writeSync(file, head, RUNS, 4, RUNS));
    return { data, runs: runs + 1 };
  } finally {
    fs.closeSync(file);
  }
}

/** Neither a link nor, for ever, a pipe; to read only where the file system is. */
function open(path) {
  const { O_RDONLY, O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  const flags = O_NOFOLLOW | O_NONBLOCK;
  return attempt(() => fs.openSync(path, O_RDWR | flags)) ?? fs.openSync(path, O_RDONLY | flags);
}

/**
 * V8 compares its version, its flags and the length of the source, and takes a damaged cache as it is. So both have a
 * checksum here. V8 copies data that does not begin at a multiple of its word.
 */
function headOf({ source, data, runs }) {
  const head = Buffer.alloc(HEAD);
  [crc32(source), source.length, crc32(data), data.length, runs].forEach((word, at) =>
    head.writeUint32LE(word, 4 * at),
  );
  return head;
}

const HEAD = 32;
const RUNS = 16;

/** A bundle at another place has its own, since Node 20 takes the path in a stack from the cache. */
function nameOf(file) {
  const of = `${file}\n${process.version} ${process.arch} ${String(cachedDataVersionTag())}`;
  return `${basename(file, '.cjs')}-${crc32(of).toString(16).padStart(8, '0')}.cache`;
}

/** `pipestream-scaling/code` in the user's cache folder; none inside a repository, whose author could fill it. */
function codeFolder(env) {
  const home = homedir();
  const wanted = cacheFolder(env, home);
  if (!isAbsolute(wanted)) return undefined;
  const base = fs.existsSync(wanted) ? fs.realpathSync(wanted) : wanted;
  // Without owners and modes, the user's profile is the only place that others may not write.
  if (process.platform === 'win32' && !isWithin(fs.realpathSync(home), base)) return undefined;
  const here = process.cwd();
  if (isWithin(here, base) && !isWithin(here, home)) return undefined;
  return upwards(base).some(at => fs.existsSync(join(at, '.git')))
    ? undefined
    : join(base, 'pipestream-scaling', 'code');
}

function cacheFolder(env, home) {
  if (env.XDG_CACHE_HOME !== undefined && isAbsolute(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME;
  if (process.platform === 'darwin') return join(home, 'Library/Caches');
  return process.platform === 'win32' ? (env.LOCALAPPDATA ?? '') : join(home, '.cache');
}

/** Whether nobody but this user and root may put another folder or another file in its place. */
function isOnlyOurs(folder) {
  return upwards(folder).every((at, index) => {
    const status = fs.lstatSync(at);
    if (!status.isDirectory()) return false;
    // The two folders of this program; those above them may be root's, or like /tmp.
    if (index < 2) return isOwnAlone(status);
    if (process.getuid === undefined) return true;
    const isSticky = (status.mode & 0o1000) !== 0;
    return [0, process.getuid()].includes(status.uid) && ((status.mode & 0o022) === 0 || isSticky);
  });
}

function isOwnAlone({ uid, mode }) {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** A folder and all above it. */
function upwards(folder) {
  return dirname(folder) === folder ? [folder] : [folder, ...upwards(dirname(folder))];
}

function isWithin(folder, path) {
  const way = relative(folder, path);
  return way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
}

/** Each is of a bundle, a version of Node and a place of the package, and has 0.03 to 3 MB. */
const MOST_FILES = 64;

/** Those that no run has counted in for longest. */
function removeOldest(folder) {
  const files = fs.readdirSync(folder).map(name => join(folder, name));
  if (files.length <= MOST_FILES) return;
  const times = new Map(files.map(file => [file, fs.lstatSync(file).mtimeMs]));
  const oldestFirst = files.sort((one, other) => times.get(one) - times.get(other));
  for (const file of oldestFirst.slice(0, -MOST_FILES)) fs.rmSync(file, { force: true });
}

/** What it gives, or undefined where it throws. */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
