import * as z from 'zod/mini';
import { SAID_ELSEWHERE, SCALER_TYPES } from '../../model/keda-scalers.ts';
import { Authentication } from './authentication.ts';
import { CloudWatch } from './cloudwatch.ts';
import { LabelKey, LabelValue, Line, Name, Text } from './scalars.ts';

const ScalerType = z.enum(SCALER_TYPES, {
  error: ({ input }) => {
    const said = typeof input === 'string' ? SAID_ELSEWHERE[input] : undefined;
    return said === undefined
      ? 'expected a scaler of KEDA, such as postgresql'
      : `expected another scaler: ${said} has its own field`;
  },
});

const Metadata = z.record(
  z
    .string()
    .check(z.regex(/^[A-Za-z][\w.-]*$/, "expected the name of a scaler's parameter, such as query"), z.maxLength(253)),
  z.union([Text, z.number(), z.boolean()]),
);

/** A whole number or a quantity; a fraction is written in thousandths, as the API server writes it back. */
const Quantity = z.union([
  z.pipe(
    z.number().check(z.minimum(0.001, 'expected a number from 0.001')),
    z.transform(amount => (Number.isInteger(amount) ? String(amount) : `${String(Math.round(amount * 1000))}m`)),
  ),
  z
    .string()
    .check(
      z.regex(/^(?=.*[1-9])\d+(?:m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/, 'expected a quantity above zero, such as 30 or 500m'),
      z.maxLength(20),
    ),
]);

const Served = { metric: Line, selector: z.optional(z.record(LabelKey, LabelValue)) };
const Compared = { ...Served, averageValue: z.optional(Quantity), value: z.optional(Quantity) };

/** Divided by the replicas or compared as it is. */
const eitherValue = z.refine<{ readonly averageValue?: unknown; readonly value?: unknown }>(
  metric => (metric.averageValue === undefined) !== (metric.value === undefined),
  {
    error: 'expected averageValue or value, not both',
    params: { help: 'A total is divided by the replicas with averageValue; a ratio or a time is compared with value.' },
  },
);

const OF_TRIGGERS = ['metadata', 'metricType', 'authentication', 'inFlight'] as const;

/** A number that the language has no field for: a trigger of KEDA, or a metric that an adapter serves. */
export const Custom = z
  .strictObject({
    type: z.optional(ScalerType),
    metadata: z.optional(Metadata),
    metricType: z.optional(z.enum(['AverageValue', 'Value'])),
    authentication: z.optional(Authentication),
    pods: z.optional(z.strictObject({ ...Served, averageValue: Quantity })),
    object: z.optional(
      z.strictObject({ apiVersion: z.optional(Line), kind: Line, name: Name, ...Compared }).check(eitherValue),
    ),
    external: z.optional(z.strictObject(Compared).check(eitherValue)),
    counts: z.optional(z.enum(['work', 'rate', 'level'])),
    total: z.optional(z.boolean()),
    own: z.optional(z.boolean()),
    inFlight: z.optional(z.boolean()),
    cloudwatch: z.optional(CloudWatch),
  })
  .check(
    z.refine(
      signal =>
        [signal.type, signal.pods, signal.object, signal.external].filter(reads => reads !== undefined).length === 1,
      {
        error: 'expected exactly one of type, pods, object and external',
        params: {
          id: 'missing-key',
          help: 'Name the scaler of KEDA with `type`, or the metric that an adapter serves to the HPA.',
        },
      },
    ),
    z.refine(signal => signal.type !== undefined || OF_TRIGGERS.every(key => signal[key] === undefined), {
      error: 'expected metadata, metricType, authentication and inFlight only beside type',
      params: { help: 'Only a trigger of KEDA has them.' },
    }),
  );
