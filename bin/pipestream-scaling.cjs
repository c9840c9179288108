#!/usr/bin/env node
'use strict';
// Runs dist/main.cjs with V8's code cache of it, which `npm ci` made: a cold start then compiles next to nothing.
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const bundle = join(__dirname, '../dist/main.cjs');
const make = process.env.PIPESTREAM_SCALING_CODE_CACHE;
let cachedData;
try {
  cachedData = make === undefined ? readFileSync(join(__dirname, '../dist/main.cache')) : undefined;
} catch {
  // Without a cache it is only slower.
}
const script = new Script(`(function (exports, require, module, __filename, __dirname) {${readFileSync(bundle, 'utf8')}\n})`, { filename: bundle, cachedData });
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(bundle), module_, bundle, dirname(bundle));
if (make !== undefined) process.on('exit', () => writeFileSync(make, script.createCachedData()));
