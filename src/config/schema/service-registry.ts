import * as z from 'zod/mini';
import { PortName } from './scalars.ts';
import { ofMainKey } from './short-form.ts';

/** A service of AWS Cloud Map that exists (ECS API reference, ServiceRegistry). */
const RegistryArn = z
  .string()
  .check(
    z.regex(
      /^arn:aws[a-z-]*:servicediscovery:[a-z0-9-]+:\d{12}:service\/srv-[a-z0-9]+$/,
      'expected the ARN of a service of Cloud Map, …:service/srv-id',
    ),
    z.maxLength(255),
  );

export const ServiceRegistry = ofMainKey(
  'arn',
  RegistryArn,
  z.strictObject({
    arn: RegistryArn,
    port: z.optional(PortName),
  }),
);
