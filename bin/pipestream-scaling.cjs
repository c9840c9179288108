#!/usr/bin/env node
'use strict';
// Runs the bundles of dist/ with V8's code cache of each, where `npm ci` made one: a cold start then compiles next to
// nothing. None is packed: it is code that nobody can read, and holds for one version of Node.
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { basename, dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

// A short run ends before optimised code pays for its compilation: so lint takes a fifth less, and 1000 pools as long
// as before (docs/decisions/0009-speed.md). Later versions of Node have no such flag.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');

const dist = join(__dirname, '../dist');
const generated = join(__dirname, '../generated');
const make = process.env.PIPESTREAM_SCALING_CODE_CACHE === '1';
const loaded = new Map();

/** A bundle once; what it requires from beside it is loaded the same way. */
function load(file) {
  const known = loaded.get(file);
  if (known !== undefined) return known.exports;
  const module_ = { exports: {} };
  loaded.set(file, module_);
  const cache = join(dist, `${basename(file, '.cjs')}.cache`);
  let cachedData;
  try {
    cachedData = make ? undefined : readFileSync(cache);
  } catch {
    // Without a cache it is only slower.
  }
  // Bundles are ASCII, which is read without decoding.
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`,
    { filename: file, cachedData },
  );
  const fallback = createRequire(file);
  const requireFrom = request => {
    if (request.startsWith('./')) return load(join(dirname(file), request));
    // Validators take as long to compile as what calls them.
    return request.startsWith('#generated/')
      ? load(join(generated, request.slice('#generated/'.length)))
      : fallback(request);
  };
  script.runInThisContext()(
    module_.exports,
    Object.assign(requireFrom, { resolve: fallback.resolve }),
    module_,
    file,
    dirname(file),
  );
  if (make) process.on('exit', () => writeFileSync(cache, script.createCachedData()));
  return module_.exports;
}

load(join(dist, 'main.cjs'));
