import * as z from 'zod/mini';
import { isVersionRange } from '../version-range.ts';
import { Pool, PriorityName, StageName } from './pool.ts';
import { EnvironmentName, Line, Name, PositiveDuration } from './scalars.ts';
import { ofMainKey } from './short-form.ts';
import { EcsTarget, Hardware, Kafka, KubernetesTarget } from './targets.ts';

/** Each name that does not exist is compared with all that do. */
function atMost(most: number, what: string) {
  return z.refine<object>(entries => Object.keys(entries).length <= most, `expected ${String(most)} ${what} or fewer`);
}

const Level = z.enum(['off', 'information', 'warning', 'error']);

const Lint = z.strictObject({
  level: z.optional(z.enum(['recommended', 'strict'])),
  rules: z.optional(
    z
      .record(
        z.string(),
        ofMainKey(
          'severity',
          Level,
          z.strictObject({
            severity: z.optional(Level),
            options: z.optional(
              z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.string())])),
            ),
          }),
        ),
      )
      .check(atMost(1000, 'rules')),
  ),
});

const Runtime = z.enum(['micrometer', 'grpc-prometheus', 'otel']);
const Metrics = ofMainKey(
  'runtime',
  Runtime,
  z.strictObject({
    runtime: Runtime,
    histograms: z.optional(z.boolean()),
    scrapeInterval: z.optional(PositiveDuration),
  }),
);

/**
 * What an environment may say: everything but itself. Overlays are merged first, and what comes out is held against
 * this.
 */
export const Config = z.strictObject({
  version: z.literal(1),
  requires: z.optional(z.string().check(z.refine(isVersionRange, 'expected a range of versions, such as ">=0.9 <2"'))),
  name: Name,
  preset: z.optional(z.literal('pipestream')),
  priority: z.optional(PriorityName),
  stage: z.optional(StageName),
  targets: z
    .strictObject({
      kubernetes: z.optional(KubernetesTarget),
      ecs: z.optional(EcsTarget),
    })
    .check(
      z.refine(targets => targets.kubernetes !== undefined || targets.ecs !== undefined, {
        error: 'expected kubernetes, ecs or both',
        params: { id: 'missing-key', help: 'Name at least one platform.' },
      }),
    ),
  kafka: z.optional(Kafka),
  metrics: z.optional(Metrics),
  hardware: z.optional(z.record(Name, Hardware).check(atMost(500, 'profiles'))),
  pools: z.record(Name, Pool).check(
    z.refine(pools => Object.keys(pools).length > 0, {
      error: 'expected at least one pool',
      params: { id: 'missing-key', help: 'Describe what scales.' },
    }),
  ),
  lint: z.optional(Lint),
  policies: z.optional(z.array(Line)),
  // Merged into the rest before it is validated; only its own shape is held here.
  environments: z.optional(
    z.record(
      EnvironmentName,
      z.looseObject({
        extends: z.optional(EnvironmentName),
      }),
    ),
  ),
});

/** The configuration of one environment, units read, nothing defaulted. */
export type Config = z.output<typeof Config>;
