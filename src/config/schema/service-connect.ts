import * as z from 'zod/mini';
import { PortName } from './scalars.ts';

/** Name or ARN of an AWS Cloud Map namespace (ECS API reference, ServiceConnectConfiguration). */
export const Namespace = z
  .string()
  .check(
    z.regex(
      /^(?:[A-Za-z0-9][A-Za-z0-9._-]*|arn:aws[a-z-]*:servicediscovery:[a-z0-9-]+:\d{12}:namespace\/[A-Za-z0-9-]+)$/,
      'expected the name or the ARN of a Cloud Map namespace',
    ),
    z.maxLength(1024),
  );

/** `catalogue:80`: what clients in the namespace call. */
const Alias = z
  .string()
  .check(
    z.regex(
      /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?:(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
      'expected a name and a port that clients call, such as catalogue:80',
    ),
    z.maxLength(127),
  );

export const ServiceConnectAliases = z
  .record(PortName, Alias)
  .check(z.refine(all => Object.keys(all).length > 0, { error: 'expected at least one port' }));
