import * as z from 'zod/mini';
import {
  PortName,
  ConfigurationKey,
  CpuRange,
  Duration,
  MemoryRange,
  Name,
  ObjectName,
  PositiveCount,
  PositiveDuration,
  StorageRange,
  Text,
  VariableName,
  Word,
} from './scalars.ts';
import { ofAlternative, ofMainKey } from './short-form.ts';
import { exactlyOne } from './exactly-one.ts';

const PortNumber = z.int().check(z.minimum(1), z.maximum(65_535));

const ImageReference = z
  .string()
  .check(
    z.regex(
      /^[a-zA-Z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
      'expected an image, such as registry.example.com/team/app:1.4.2',
    ),
    z.maxLength(512),
  );
const Image = ofAlternative(
  z.pipe(
    ImageReference,
    z.transform((reference): { reference: string; parameter?: never; name?: never } => ({ reference })),
  ),
  z.strictObject({
    parameter: z.literal(true),
    name: z.optional(ImageReference),
  }),
);

const UrlPath = z.string().check(z.regex(/^\/[^\s]*$/, 'expected a path that begins with /'));
/** Name of a header of HTTP, as the API server takes it (kubernetes, `IsHTTPHeaderName`). */
const HeaderName = z
  .string()
  .check(z.regex(/^[-A-Za-z0-9]+$/, 'expected the name of an HTTP header'), z.maxLength(253));
const Scheme = z.enum(['HTTP', 'HTTPS']);

const ProbeCheck = {
  http: z.optional(UrlPath),
  grpc: z.optional(z.literal(true)),
  tcp: z.optional(z.literal(true)),
  command: z.optional(z.array(Text).check(z.minLength(1, 'expected a command'))),
};
const PROBE_FIELDS = {
  ...ProbeCheck,
  port: z.optional(PortName),
  scheme: z.optional(Scheme),
  headers: z.optional(z.record(HeaderName, Text)),
  initialDelay: z.optional(Duration),
  period: z.optional(PositiveDuration),
  timeout: z.optional(PositiveDuration),
  failures: z.optional(PositiveCount.check(z.maximum(1000))),
};
interface ProbeChecked {
  readonly http?: unknown;
  readonly grpc?: unknown;
  readonly tcp?: unknown;
  readonly command?: unknown;
  readonly scheme?: unknown;
  readonly headers?: unknown;
}
const oneCheck = z.refine<ProbeChecked>(
  probe => [probe.http, probe.grpc, probe.tcp, probe.command].filter(check => check !== undefined).length === 1,
  {
    error: 'expected exactly one of http, grpc, tcp and command',
    params: { help: 'Keep the one that shows the container is well.' },
  },
);
const ofHttpOnly = z.refine<ProbeChecked>(
  probe => probe.http !== undefined || (probe.scheme === undefined && probe.headers === undefined),
  {
    error: 'expected scheme and headers beside http only',
    params: { help: 'Only an HTTP check has a scheme and headers.' },
  },
);
const Probe = z.strictObject(PROBE_FIELDS).check(oneCheck, ofHttpOnly);
/** Kubernetes takes one success of the others only. */
const ReadinessProbe = z
  .strictObject({ ...PROBE_FIELDS, successes: z.optional(PositiveCount.check(z.maximum(1000))) })
  .check(oneCheck, ofHttpOnly);

/** What the downward API knows of a pod (Kubernetes, "Downward API", "Information available via fieldRef"). */
const PodField = z
  .string()
  .check(
    z.regex(
      /^(?:metadata\.(?:name|namespace|uid|labels\['[^'\]]+'\]|annotations\['[^'\]]+'\])|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIPs?|podIPs?))$/,
      "expected a field of the pod, such as metadata.name, status.podIP or metadata.labels['team']",
    ),
  );
const ContainerResource = z.enum([
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
]);
const Divisor = z.string().check(z.regex(/^1(?:m|[kMGTPE]|[KMGTPE]i)?$/, 'expected a divisor, such as "1", 1m or 1Mi'));
const Variable = ofAlternative(
  z.pipe(
    Text,
    z.transform(
      (
        value,
      ): {
        value: string;
        configMap?: never;
        key?: never;
        optional?: never;
        field?: never;
        resource?: never;
        divisor?: never;
      } => ({
        value,
      }),
    ),
  ),
  z
    .strictObject({
      configMap: z.optional(ObjectName),
      key: z.optional(ConfigurationKey),
      optional: z.optional(z.boolean()),
      field: z.optional(PodField),
      resource: z.optional(ContainerResource),
      divisor: z.optional(Divisor),
    })
    .check(
      exactlyOne(['configMap', 'field', 'resource'], 'Name where the value comes from; a plain value is a text.'),
      z.refine(from => from.configMap !== undefined || (from.key === undefined && from.optional === undefined), {
        error: 'expected key and optional beside configMap only',
      }),
      z.refine(from => from.resource !== undefined || from.divisor === undefined, {
        error: 'expected divisor beside resource only',
      }),
    ),
);

/** ECS takes only files of this ending (ECS API, EnvironmentFile). */
const EnvironmentFile = z
  .string()
  .check(
    z.regex(
      /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^\s*?]*\.env$/,
      'expected the ARN of a file in S3 that ends in .env, such as arn:aws:s3:::settings/app.env',
    ),
    z.maxLength(1100),
  );

const EnvironmentSource = z
  .strictObject({
    configMap: z.optional(ObjectName),
    secret: z.optional(ObjectName),
    s3: z.optional(EnvironmentFile),
    prefix: z.optional(VariableName),
    optional: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      ({ configMap, secret, s3 }) =>
        configMap === undefined ? secret !== undefined || s3 !== undefined : secret === undefined,
      {
        error: 'expected exactly one of configMap and secret, or s3, which may be beside either',
        params: { help: 'Write an item for each of them; s3 is what ECS reads in place of the other.' },
      },
    ),
    z.refine(
      ({ configMap, secret, prefix, optional }) =>
        (configMap ?? secret) !== undefined || (prefix === undefined && optional === undefined),
      { error: 'expected prefix and optional beside configMap or secret only' },
    ),
  );

/** Environment files of a container (ECS API, EnvironmentFile). */
const MOST_FILES = 10;

/** As Linux calls it, without CAP_. */
const Capability = z
  .string()
  .check(
    z.regex(/^(?:[A-Z][A-Z0-9_]*)$/, 'expected a capability of Linux without CAP_, such as NET_BIND_SERVICE or ALL'),
    z.maxLength(63),
  )
  .check(
    z.refine(name => !name.startsWith('CAP_'), 'expected a capability of Linux without CAP_, such as NET_BIND_SERVICE'),
  );

const MountPath = z
  .string()
  .check(z.regex(/^\/[^:\s\p{Cc}]*$/u, 'expected an absolute path without a colon'), z.maxLength(1024));
/** Inside a volume: relative, and never out of it (kubernetes, `ValidateLocalDescendingPath`). */
export const RelativePath = z
  .string()
  .check(
    z.regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\s\p{Cc}]+$/u, 'expected a relative path that stays inside the volume'),
    z.maxLength(1024),
  );
const Mount = ofMainKey(
  'volume',
  Name,
  z.strictObject({
    volume: Name,
    readOnly: z.optional(z.boolean()),
    subPath: z.optional(RelativePath),
  }),
);

const Hook = z
  .strictObject({
    command: z.optional(z.array(Text).check(z.minLength(1, 'expected a command'))),
    http: z.optional(UrlPath),
    port: z.optional(PortName),
    sleep: z.optional(PositiveDuration),
  })
  .check(
    exactlyOne(['command', 'http', 'sleep'], 'Kubernetes runs one handler.'),
    z.refine(hook => hook.http !== undefined || hook.port === undefined, { error: 'expected port beside http only' }),
  );

/** What a container that runs to its end has too. */
const RUN = {
  image: Image,
  imagePullPolicy: z.optional(z.enum(['Always', 'IfNotPresent', 'Never'])),
  cpu: z.optional(CpuRange),
  memory: z.optional(MemoryRange),
  ephemeralStorage: z.optional(StorageRange),
};
const ENVIRONMENT = {
  env: z.optional(z.record(VariableName, Variable)),
  envFrom: z.optional(
    z.array(EnvironmentSource).check(
      z.refine(all => all.filter(({ s3 }) => s3 !== undefined).length <= MOST_FILES, {
        error: `expected ${String(MOST_FILES)} files in S3 or fewer`,
      }),
    ),
  ),
  secrets: z.optional(
    z.record(
      VariableName,
      z
        .strictObject({
          secret: z.optional(Word),
          key: z.optional(Word),
          arn: z.optional(
            z
              .string()
              .check(
                z.regex(
                  /^arn:aws[a-z-]*:(?:secretsmanager|ssm):[^\s]+$/,
                  'expected an ARN in Secrets Manager or Parameter Store',
                ),
              ),
          ),
        })
        .check(
          z.refine(secret => secret.secret !== undefined || secret.arn !== undefined, {
            error: 'expected secret, arn or both',
            params: { help: 'Name where each platform keeps it.' },
          }),
        ),
    ),
  ),
  command: z.optional(z.array(Text)),
  args: z.optional(z.array(Text)),
  user: z.optional(z.int().check(z.minimum(0), z.maximum(2_147_483_647))),
  group: z.optional(z.int().check(z.minimum(0), z.maximum(2_147_483_647))),
  readOnlyRootFilesystem: z.optional(z.boolean()),
  capabilities: z.optional(
    z.strictObject({
      add: z.optional(z.array(Capability)),
      drop: z.optional(z.array(Capability)),
    }),
  ),
  mounts: z.optional(z.record(MountPath, Mount)),
};

export const Container = z.strictObject({
  ...RUN,
  ports: z.optional(z.record(PortName, PortNumber)),
  ...ENVIRONMENT,
  lifecycle: z.optional(
    z.strictObject({
      postStart: z.optional(Hook),
      preStop: z.optional(Hook),
    }),
  ),
  probes: z.optional(
    z.strictObject({
      startup: z.optional(Probe),
      readiness: z.optional(ReadinessProbe),
      liveness: z.optional(Probe),
    }),
  ),
  metrics: z.optional(
    ofMainKey(
      'path',
      UrlPath,
      z.strictObject({
        path: UrlPath,
        port: z.optional(PortName),
      }),
    ),
  ),
});

/** It is there before the containers are, so it serves nothing and is asked nothing. */
export const InitContainer = z.strictObject({
  ...RUN,
  restartPolicy: z.optional(z.literal('Always')),
  ...ENVIRONMENT,
});
