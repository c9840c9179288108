#!/usr/bin/env node
'use strict';
// Runs the bundles of dist/, each with V8's compiled form of it from the user's cache folder.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');

// A short run ends before optimized code pays for its compilation: lint of the example takes a fifth less, and 1000
// pools take no longer than before (docs/decisions/0018-cold-starts.md). Flags come before the first cache, because V8
// rejects the cache of other flags.
for (const flag of process.versions.node.startsWith('20.')
  ? (process.env.XF ?? '--interrupt-budget=600000').split(' ').filter(Boolean)
  : ['--invocation-count-for-maglev=4000', '--invocation-count-for-turbofan=30000'])
  setFlagsFromString(flag);
const { openCodeCache } = require('./code-cache.cjs');

const dist = join(__dirname, '../dist');
const generated = join(__dirname, '../generated');
const loaded = new Map();
const compile = openCodeCache(process.env);

/** A bundle once; what it requires from beside it is loaded the same way. */
function load(file) {
  const known = loaded.get(file);
  if (known !== undefined) return known.exports;
  const module_ = { exports: {} };
  loaded.set(file, module_);
  const script = compile(file, readFileSync(file));
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
  return module_.exports;
}

load(join(dist, 'main.cjs'));
