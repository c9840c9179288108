import { mergeEnvironments } from '../../../src/config/environments.ts';
import { parse } from '../../../src/config/parse.ts';
import { resolve } from '../../../src/config/resolve/system.ts';
import { Config } from '../../../src/config/schema/root.ts';
import { OTHER_WORDS } from '../../../src/config/schema/elsewhere.ts';
import { validate } from '../../../src/config/validate.ts';
import { sourcedTree } from '../../../src/config/zip.ts';
import type { EcsPool } from '../../../src/model/ecs-plan.ts';
import type { KubernetesPool, ScaledObjectDecision } from '../../../src/model/kubernetes-plan.ts';
import type { Plan, PoolPlan } from '../../../src/model/plan.ts';
import type { Proof } from '../../../src/model/proof.ts';
import type { TargetName } from '../../../src/model/targets.ts';
import { plan } from '../../../src/plan/plan.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const TARGETS = `
targets:
  kubernetes:
    version: "1.35"
    namespace: shop
    keda: "2.18"
    prometheus: "http://prometheus.monitoring:9090"
    monitoring: prometheus-operator
  ecs:
    region: eu-west-1
    accountId: "123456789012"
    cluster: main
    subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/execution
`;

/** The plan of a configuration for both targets, whose other parts are given at the top level. */
export function planOf(text: string): Plan {
  const parsed = parse(sourceText('test.yaml', `version: 1\nname: shop\n${TARGETS}${text}`));
  const root = parsed.value;
  if (root?.kind !== 'map') throw new Error(`not a map: ${parsed.diagnostics.map(({ message }) => message).join()}`);
  const [environment] = mergeEnvironments(root).value;
  if (environment === undefined) throw new Error('no environment');
  const valid = validate(Config, environment.located, OTHER_WORDS);
  if (valid.value === undefined)
    throw new Error(`not valid: ${valid.diagnostics.map(({ message }) => message).join('; ')}`);
  return plan(resolve(environment.name, sourcedTree(environment.located, valid.value)).value).value;
}

/** The plan of one pool, `web`, by the lines of its body; `top` is what stands beside the pools. */
export function poolOf(body: string, top = ''): PoolPlan {
  const lines = `${body.includes('kind:') ? '' : 'kind: demand-driven\n'}${body}`
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => `    ${line}`);
  const container = '    containers: {web: {image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 512Mi}}';
  const planned = planOf(`${top}\npools:\n  web:\n${container}\n${lines.join('\n')}\n`);
  const [pool] = planned.pools;
  if (pool === undefined) throw new Error('no pool');
  plans.set(pool, planned);
  return pool;
}

const plans = new WeakMap<PoolPlan, Plan>();

/** What is proved of a pool that `poolOf` planned. */
export function proofOf(pool: PoolPlan, target: TargetName): Proof {
  const planned = plans.get(pool);
  const proof = planned && proofsOf(planned, pool).find(one => one.target === target);
  if (proof === undefined) throw new Error(`no proof for ${target}`);
  return proof;
}

export function kubernetesOf({ on: { kubernetes } }: PoolPlan): KubernetesPool {
  if (kubernetes === undefined) throw new Error('not on Kubernetes');
  return kubernetes;
}

export function scaledObjectOf(pool: PoolPlan): ScaledObjectDecision {
  const { autoscaler } = kubernetesOf(pool);
  if (autoscaler.kind !== 'scaled-object') throw new Error(`not a ScaledObject but ${autoscaler.kind}`);
  return autoscaler;
}

export function ecsOf({ on: { ecs } }: PoolPlan): EcsPool {
  if (ecs === undefined) throw new Error('not on ECS');
  return ecs;
}
