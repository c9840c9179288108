import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NODE_MAJORS, otherNode } from '../../scripts/other-node.mjs';
import { cachedRuns } from '../e2e/cached-runs.ts';
import { unlessSkipped } from '../programs.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../examples/http-api/pipestream-scaling.yaml'), 'utf8');

/** All of them have the same cache folder. */
const runs = cachedRuns();
afterAll(() => {
  runs.end();
});

/** Milliseconds: a Node that is not there yet is fetched. */
const FETCHED = 120_000;

/** The one that runs the tests has made its caches already. */
const OTHERS = NODE_MAJORS.filter(major => !process.version.startsWith(`v${String(major)}.`));

test.for(OTHERS)(
  'Node %i makes caches of its own beside those of others, and accepts them',
  { timeout: FETCHED },
  (major, context) => {
    runs.lint(TEXT);
    const node = unlessSkipped(context, otherNode(major));
    expect(runs.lint(TEXT, { node }).verdicts).toEqual({ main: 'none', lint: 'none' });
    expect(runs.lint(TEXT, { node }).verdicts).toEqual({ main: 'accepted', lint: 'accepted' });
    expect(runs.lint(TEXT).verdicts).toEqual({ main: 'accepted', lint: 'accepted' });
  },
);
