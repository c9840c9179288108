import * as z from 'zod/mini';
import {
  DURATION,
  MEMORY,
  PERCENT,
  rangeOf,
  readCpu,
  readDuration,
  readEnds,
  readMemory,
  readPercent,
  readRate,
} from '../units.ts';
import { MOST_DAYS } from '../../model/units.ts';
import { ofSeveralKeys } from './short-form.ts';

/** The leaves of the language. Each says how it is written; the message is what the user reads when it is not. */

const written = (pattern: RegExp, expected: string) => z.string().check(z.regex(pattern, `expected ${expected}`));

/**
 * What is read, held between two ends: beyond them numbers lose their meaning on their way through JSON and quantities.
 */
const between = (least: number, most: number, said: string) => z.refine<number>(isBetween(least, most), outside(said));
const isBetween = (least: number, most: number) => (amount: number) => amount >= least && amount <= most;
const outside = (said: string) => ({ error: `expected ${said}`, params: { id: 'out-of-range' } });

const YEAR = MOST_DAYS * 86_400;
export const Duration = z
  .pipe(written(DURATION, 'a duration with its unit, such as 90s, 5m or 1h30m'), z.transform(readDuration))
  .check(between(0, YEAR, 'a duration of at most 365d'));
export const PositiveDuration = z
  .pipe(
    written(
      /^(?=.*[1-9])(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/,
      'a duration above zero with its unit, such as 500ms, 90s or 5m',
    ),
    z.transform(readDuration),
  )
  .check(between(0.001, YEAR, 'a duration from 1ms to 365d'));
/** KEDA counts whole seconds. */
export const PollingInterval = PositiveDuration.check(between(1, 3600, 'a duration from 1s to 1h'));
export const Percentage = z
  .pipe(written(PERCENT, 'a percentage, such as 70%'), z.transform(readPercent))
  .check(between(0, 10_000, 'a percentage of at most 10000%'));
export const PositivePercentage = z
  .pipe(written(/^(?=.*[1-9])\d+(?:\.\d+)?%$/, 'a percentage above zero, such as 70%'), z.transform(readPercent))
  .check(between(0.01, 10_000, 'a percentage from 0.01% to 10000%'));
export const Rate = z
  .pipe(written(/^(?=.*[1-9])\d+(?:\.\d+)?\/[smh]$/, 'a rate above zero, such as 120/s or 30/m'), z.transform(readRate))
  .check(between(0.01 / 3600, 1e9, 'a rate from 0.01/h to 1000000000/s'));

/** CPU is often written as a bare number, which YAML reads as one. */
const CpuText = z.union([
  z.pipe(
    z.number().check(z.positive('expected an amount of CPU above zero, such as 500m or 2')),
    z.transform(n => String(Math.round(n * 1000) / 1000)),
  ),
  written(/^(?=.*[1-9])(?:\d+m|\d+(?:\.\d{1,3})?)$/, 'an amount of CPU above zero, such as 500m or 2'),
]);
/** In thousandths: up to ten thousand CPUs. */
const CPU_AMOUNT = [1, 10_000_000, 'an amount of CPU from 1m to 10000'] as const;
/** Docker, and with it ECS, takes 6 MiB at least (ECS API, ContainerDefinition). */
const MEMORY_AMOUNT = [6 * 1024 ** 2, 1024 ** 5, 'an amount of memory from 6Mi to 1024Ti'] as const;
/** Both ends of a range at once. */
const bothBetween = ([least, most, said]: typeof CPU_AMOUNT | typeof MEMORY_AMOUNT) =>
  z.refine<{ readonly request: number; readonly limit: number }>(
    ({ request, limit }) => [request, limit].every(isBetween(least, most)),
    outside(said),
  );
export const Cpu = z.pipe(CpuText, z.transform(readCpu)).check(between(...CPU_AMOUNT));
export const Memory = z
  .pipe(
    written(/^(?=.*[1-9])\d+(?:\.\d+)?(?:[KMGT]i|[kMGT])$/, 'an amount of memory with its unit, such as 512Mi or 2Gi'),
    z.transform(readMemory),
  )
  .check(between(...MEMORY_AMOUNT));

const notAbove = {
  error: 'expected a request that is not above the limit',
  params: { id: 'out-of-range', help: 'Write the smaller amount first.' },
};

const CpuEnds = z.union([
  z.pipe(
    z.number().check(z.positive('expected an amount of CPU above zero, such as 500m or 2')),
    z.transform(n => String(Math.round(n * 1000) / 1000)),
  ),
  written(rangeOf(/^(?:\d+m|\d+(?:\.\d{1,3})?)$/), 'an amount of CPU such as 500m or 2, or a range such as 1..2'),
]);

/** The ends as they are written; a single amount is both. */
const requestAndLimit = (written: string | number | boolean) => {
  if (typeof written !== 'string') return { request: written, limit: written };
  const [request, limit] = readEnds(written);
  return { request, limit };
};

/** `1`, `500m` (request and limit), `1..2` (request..limit), or a map, which may leave the limit out. */
export const CpuRange = ofSeveralKeys(
  requestAndLimit,
  z
    .pipe(
      CpuEnds,
      z.transform(text => {
        const [request, limit] = readEnds(text);
        return { request: readCpu(request), limit: readCpu(limit) };
      }),
    )
    .check(
      bothBetween(CPU_AMOUNT),
      z.refine(range => range.request <= range.limit, notAbove),
    ),
  z
    .strictObject({
      request: Cpu,
      limit: z.optional(Cpu),
    })
    .check(
      z.refine(range => range.limit === undefined || range.request <= range.limit, { ...notAbove, path: ['request'] }),
    ),
);

export const MemoryRange = ofSeveralKeys(
  requestAndLimit,
  z
    .pipe(
      written(rangeOf(MEMORY), 'an amount of memory such as 2Gi, or a range such as 2Gi..4Gi'),
      z.transform(text => {
        const [request, limit] = readEnds(text);
        return { request: readMemory(request), limit: readMemory(limit) };
      }),
    )
    .check(
      bothBetween(MEMORY_AMOUNT),
      z.refine(range => range.request <= range.limit, notAbove),
    ),
  z
    .strictObject({
      request: Memory,
      limit: z.optional(Memory),
    })
    .check(
      z.refine(range => range.limit === undefined || range.request <= range.limit, { ...notAbove, path: ['request'] }),
    ),
);

/** The same as memory, of a disk: a task on ECS counts whole GiB, a node reserves any amount. */
export const StorageRange = MemoryRange;

export const Count = z.int().check(z.minimum(0), z.maximum(1_000_000));
/** KEDA hands a target to the HPA in thousandths. */
export const PositiveAmount = z.number().check(
  z.minimum(0.001),
  z.maximum(1_000_000_000),
  z.refine(amount => Number(amount.toFixed(3)) === amount, 'expected thousandths at the finest, such as 0.5 or 1.25'),
);
export const PositiveCount = z.int().check(z.minimum(1), z.maximum(1_000_000_000));

/** DNS-1123 label: what Kubernetes and ECS both take for a name. */
export const Name = z
  .string()
  .check(
    z.regex(
      /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
      'expected a name of lower-case letters, digits and hyphens that begins with a letter and does not end with a hyphen',
    ),
    z.maxLength(63),
  );
/** IANA service name: what a container port may be called. */
export const PortName = z
  .string()
  .check(
    z.regex(
      /^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$/,
      'expected a port name of lower-case letters, digits and single hyphens',
    ),
    z.maxLength(15),
  );
/** The same as a name, for what becomes a folder under out/. */
export const EnvironmentName = z
  .string()
  .check(
    z.regex(
      /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
      'expected a name of lower-case letters, digits and hyphens, as it becomes a folder under out/',
    ),
    z.maxLength(63),
  );
/** One line of printable text. */
export const Line = z
  .string()
  .check(
    z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'expected one line of text without control characters'),
    z.maxLength(2048),
  );
const NO_COLON = z.regex(
  /^[^:\p{Cc}\p{Zl}\p{Zp}][^\p{Cc}\p{Zl}\p{Zp}]*$/u,
  'expected a name of CloudWatch: one line of text that does not begin with a colon',
);
/** Namespace, metric or name of a dimension of CloudWatch (PutMetricData, Dimension). */
export const MetricName = z.string().check(NO_COLON, z.maxLength(255));
export const DimensionValue = z
  .string()
  .check(
    z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'expected one line of text without control characters'),
    z.maxLength(1024),
  );
/** No white space at all. */
export const Word = z
  .string()
  .check(z.regex(/^[^\s\p{Cc}]+$/u, 'expected text without spaces or control characters'), z.maxLength(2048));
export const Text = z.string().check(z.regex(/^[^\0]*$/, 'expected text without NUL'), z.maxLength(32_768));
export const TopicName = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9._-]{1,249}$/,
      'expected the name of a Kafka topic: letters, digits, dots, underscores and hyphens, at most 249',
    ),
  );
export const Url = z
  .string()
  .check(
    z.regex(/^https?:\/\/[^\s/$.?#][^\s]*$/, 'expected a URL that begins with http:// or https://'),
    z.maxLength(2048),
  );
/** Base of an API: no credentials, which belong into a Secret, and nothing behind the path. */
export const ApiUrl = z
  .string()
  .check(
    z.regex(
      /^https?:\/\/[^\s/$.?#@](?:[^\s?#@]*[^\s?#@/])?$/,
      'expected a URL that begins with http:// or https://, without user, query and trailing slash',
    ),
    z.maxLength(2048),
  );
/** Of a page for each alert: `{alert}` stands for its name, and no other brace for anything. */
export const RunbookAddress = z
  .string()
  .check(
    z.regex(
      /^https?:\/\/(?:[^\s{}]|\{alert\})+$/,
      'expected a URL that begins with http:// or https://, with {alert} for the name of the alert',
    ),
    z.maxLength(2048),
  );
export const RoleArn = z
  .string()
  .check(
    z.regex(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      'expected the ARN of a role, such as arn:aws:iam::123456789012:role/name',
    ),
  );
export const RolePath = z
  .string()
  .check(
    z.regex(
      /^\/(?:[\w+=,.@-]+\/)*$/,
      'expected a path of IAM that begins and ends with a slash, such as /teams/search/',
    ),
    z.maxLength(512),
  );
export const PolicyArn = z
  .string()
  .check(
    z.regex(
      /^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/,
      'expected the ARN of a policy, such as arn:aws:iam::123456789012:policy/boundary',
    ),
  );
export const VariableName = z
  .string()
  .check(z.regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'expected the name of an environment variable'), z.maxLength(253));
export const LabelKey = z
  .string()
  .check(
    z.regex(
      /^(?:[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
      'expected a label key, such as team or example.com/team',
    ),
  );
export const LabelValue = z
  .string()
  .check(
    z.regex(
      /^(?:[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
      'expected a label value: at most 63 letters, digits, dots, underscores and hyphens',
    ),
  );
export const TimeOfDay = z
  .string()
  .check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day, such as "06:00"'));
/** DNS-1123 subdomain: what a Kubernetes Secret may be called. */
export const SecretName = z
  .string()
  .check(z.regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected the name of a Kubernetes Secret'), z.maxLength(253));
/** IANA time zone, held against what this Node knows. */
export const Timezone = z.string().check(
  z.refine(isTimezone, {
    error: 'expected an IANA time zone, such as Europe/Berlin',
    params: { id: 'unknown-value' },
  }),
);

function isTimezone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
/** The key of an annotation has the form of a label's; its value may be any text. */
export const AnnotationKey = LabelKey;
/** DNS-1123 subdomain: the name of a Secret, a ConfigMap, a claim, a class. */
export const ObjectName = z
  .string()
  .check(
    z.regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
      'expected the name of a Kubernetes object: lower-case letters, digits, hyphens and dots',
    ),
    z.maxLength(253),
  );
/** Key of a ConfigMap or Secret. */
export const ConfigurationKey = z
  .string()
  .check(
    z.regex(/^(?!\.{1,2}$)[-._A-Za-z0-9]+$/, 'expected a key of letters, digits, hyphens, dots and underscores'),
    z.maxLength(253),
  );
