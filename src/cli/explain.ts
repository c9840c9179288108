import { completeExample } from '../lint/engine/example.ts';
import { policyIndex, policyPage } from '../lint/engine/policy-page.ts';
import type { Example, Policy } from '../lint/engine/define-policy.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { nearest } from '../model/nearest.ts';
import { lintPlans, planSource } from '../pipeline.ts';
import { plainBlock } from '../report/pretty.ts';
import { sourceText } from '../source/source-text.ts';
import { POLICIES } from '../../policies/index.ts';
import type { Arguments } from './arguments.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/**
 * Prints the page of a policy, or the index of all; as JSON every page that is asked for, which the documentation is
 * made of.
 */
export function explain({ files: [id], format }: Arguments, streams: Streams): ExitCode {
  const known = POLICIES.map(policy => policy.id);
  if (id !== undefined && !known.includes(id)) {
    const near = nearest(id, known);
    streams.err(
      `pipestream-scaling: there is no policy "${id}"; ${near === undefined ? 'run pipestream-scaling explain for all of them' : `did you mean "${near}"?`}\n`,
    );
    return EXIT.usage;
  }
  if (format !== 'pretty' && format !== 'json' && format !== 'markdown') {
    streams.err(`pipestream-scaling: explain prints pretty, markdown or json, not ${format}\n`);
    return EXIT.usage;
  }
  const asked = POLICIES.filter(policy => id === undefined || policy.id === id);
  if (format === 'json')
    streams.out(
      `${JSON.stringify({ version: 1, index: policyIndex(POLICIES), policies: asked.map(described) }, undefined, 2)}\n`,
    );
  else streams.out(id === undefined ? listed(format) : asked.map(pageOf).join('\n'));
  return EXIT.clean;
}

function described(policy: Policy): Readonly<Record<string, unknown>> {
  const { id, group, severity, level, summary, why, source } = policy;
  return { id, group, severity, level, summary, why, source, page: pageOf(policy) };
}

/** A line each for a terminal. */
function listed(format: 'pretty' | 'markdown'): string {
  if (format === 'markdown') return policyIndex(POLICIES);
  const width = Math.max(...POLICIES.map(({ id }) => id.length));
  return POLICIES.map(
    ({ id, severity, level }) => `${id.padEnd(width)}  ${severity.padEnd('information'.length)}  ${level}\n`,
  ).join('');
}

const PAGE_WIDTH = 80;

function pageOf(policy: Policy): string {
  return policyPage(policy, { look: found, frame: diagnostic => plainBlock(diagnostic, PAGE_WIDTH) });
}

function found({ yaml, before, targets }: Example): readonly Diagnostic[] {
  const planned = planSource(sourceText('pipestream-scaling.yaml', completeExample(yaml, targets)));
  const base =
    before === undefined ? undefined : planSource(sourceText('before.yaml', completeExample(before, targets))).value;
  return [...planned.diagnostics, ...lintPlans(planned.value, { base })];
}
