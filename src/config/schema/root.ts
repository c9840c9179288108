import * as z from 'zod/mini';
import { Pool, PriorityName, StageName } from './pool.ts';
import { EnvironmentName, Line, Name, PositiveDuration } from './scalars.ts';
import { EcsTarget, Hardware, Kafka, KubernetesTarget } from './targets.ts';

const Level = z.enum(['off', 'information', 'warning', 'error']);

const Lint = z.strictObject({
  level: z.optional(
    z.enum(['recommended', 'strict']).check(z.describe('Which policies are on; by default recommended')),
  ),
  rules: z.optional(
    z
      .record(
        z.string(),
        z.union([
          z.pipe(
            Level,
            z.transform(severity => ({ severity })),
          ),
          z.strictObject({
            severity: z.optional(Level.check(z.describe('Severity, or off'))),
            options: z.optional(
              z
                .record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]))
                .check(z.describe('Options of the policy')),
            ),
          }),
        ]),
      )
      .check(z.describe('Severity and options of single policies, by id')),
  ),
});

const Metrics = z.union([
  z.pipe(
    z.enum(['micrometer', 'grpc-prometheus', 'otel']),
    z.transform(runtime => ({ runtime })),
  ),
  z.strictObject({
    runtime: z.enum(['micrometer', 'grpc-prometheus', 'otel']).check(z.describe('Whose names the metrics have')),
    histograms: z.optional(
      z
        .boolean()
        .check(z.describe('Whether _bucket series are emitted; by default false under micrometer, true otherwise')),
    ),
    scrapeInterval: z.optional(PositiveDuration.check(z.describe('How often Prometheus scrapes; by default 30s'))),
  }),
]);

/**
 * What an environment may say: everything but itself. Overlays are merged first, and what comes out is held against
 * this.
 */
export const Config = z.strictObject({
  version: z.literal(1).check(z.describe('Version of the language')),
  name: Name.check(z.describe('Name of the system')),
  preset: z.optional(
    z.literal('pipestream').check(z.describe('Thresholds of the Pipestream scaling model, and checks against them')),
  ),
  priority: z.optional(
    PriorityName.check(
      z.describe(
        'Minimum of each kind of pool: low-cost 1/1/0, balanced 2/1/0, low-latency 3/2/1; by default balanced',
      ),
    ),
  ),
  stage: z.optional(StageName.check(z.describe('Rung of autoscaling: fixed, observe, cpu, full; by default full'))),
  targets: z
    .strictObject({
      kubernetes: z.optional(KubernetesTarget.check(z.describe('Kubernetes with KEDA'))),
      ecs: z.optional(EcsTarget.check(z.describe('Amazon ECS'))),
    })
    .check(
      z.refine(targets => targets.kubernetes !== undefined || targets.ecs !== undefined, {
        error: 'expected kubernetes, ecs or both',
        params: { id: 'missing-key', help: 'Name at least one platform.' },
      }),
    )
    .check(z.describe('Platforms that the system runs on: kubernetes, ecs or both')),
  kafka: z.optional(Kafka.check(z.describe('The Kafka that lag is measured on'))),
  metrics: z.optional(Metrics.check(z.describe('What the services emit about themselves; by default micrometer'))),
  hardware: z.optional(z.record(Name, Hardware).check(z.describe('Profiles of hardware, by name'))),
  pools: z
    .record(Name, Pool)
    .check(
      z.refine(pools => Object.keys(pools).length > 0, {
        error: 'expected at least one pool',
        params: { id: 'missing-key', help: 'Describe what scales.' },
      }),
    )
    .check(z.describe('Pools, by key: what scales together')),
  lint: z.optional(Lint.check(z.describe('Settings of the linter'))),
  policies: z.optional(z.array(Line).check(z.describe("Files of the organisation's own policies"))),
  // Merged into the rest before it is validated; only its own shape is held here.
  environments: z.optional(
    z
      .record(
        EnvironmentName,
        z.looseObject({
          extends: z.optional(EnvironmentName.check(z.describe('Another environment that this one begins from'))),
        }),
      )
      .check(z.describe('Overlays: maps merge, lists replace, null removes')),
  ),
});

/** The configuration of one environment, units read, nothing defaulted. */
export type Config = z.output<typeof Config>;
