// Configurations to measure with, made of the example.
import { readFileSync } from 'node:fs';
import { exampleOf } from './example.mjs';

const read = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The example of this revision: other revisions are measured with the same text. */
export const EXAMPLE = read('pipestream-scaling.yaml');

/** A system of one pool. */
export const SMALL = read('examples/http-api/pipestream-scaling.yaml');

/**
 * The example with any number of pools, on both platforms, in two environments.
 *
 * @param {number} pools
 */
export function bothPlatforms(pools) {
  return exampleOf(EXAMPLE, pools);
}

/**
 * The same pools on Kubernetes alone, in one environment: what a chart can be measured with.
 *
 * @param {number} pools
 */
export function kubernetesOnly(pools) {
  return bothPlatforms(pools)
    .replace(/^ {2}ecs:\n(?: {4}.*\n)+/m, '')
    .replace(/^ {4}gitops:\n(?: {6}.*\n)+/m, '')
    .replace(/^ {10}cloudwatch: .*\n/gm, '')
    .replace(/^ {2}cloudwatch: .*\n/m, '')
    .replace(/^environments:[\s\S]*$/m, 'environments:\n  production: {}\n');
}

/**
 * A file of policies as an organisation writes them, each of which every pool keeps.
 *
 * @param {number} count
 */
export function organisationPolicies(count) {
  const policies = Array.from({ length: count }, (_, index) => {
    const most = String(1000 + index);
    return `  - id: replica-ceiling-${String(index)}
    severity: warning
    scope: pool
    assert: pool.replicas.max <= ${most}
    message: pool "{pool.name}" can have {pool.replicas.max} replicas, but the ceiling is ${most}
    why: A queue that is never drained keeps a pool at its maximum
    help: Lower \`replicas.max\`
`;
  });
  return `version: 1\npolicies:\n${policies.join('')}`;
}
