import * as z from 'zod/mini';
import {
  DimensionValue,
  LabelKey,
  LabelValue,
  MetricName,
  Name,
  PolicyArn,
  PositiveCount,
  PositiveDuration,
  RoleArn,
  RolePath,
  RunbookAddress,
  SecretName,
  Url,
  Word,
} from './scalars.ts';
import { Authentication, oneSignIn } from './authentication.ts';
import { Namespace } from './service-connect.ts';
import { ofAlternative, ofMainKey } from './short-form.ts';

/** Kubernetes minors whose schemas the embedded check carries. */
export const KUBERNETES_VERSIONS = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

const Region = z.string().check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'expected a region, such as us-east-1'));

const StoreLabel = z
  .string()
  .check(z.regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected the name of a label, such as cluster'), z.maxLength(128));
const StoreValue = z
  .string()
  .check(
    z.regex(/^[^"\\\0-\x1f]+$/, 'expected the value of a label, without quotes and backslashes'),
    z.maxLength(128),
  );

/** KEDA reads `name=value` pairs that are separated by commas. */
const Pairs = z.record(
  z.string().check(z.regex(/^[A-Za-z][\w-]*$/, 'expected a name of letters, digits, hyphens and underscores')),
  z.string().check(z.regex(/^[^,=\s\p{Cc}]+$/u, 'expected text without commas, equals signs and spaces')),
);

const Prometheus = ofMainKey(
  'url',
  Url,
  z
    .strictObject({
      url: Url,
      auth: z.optional(
        z.strictObject({
          mode: z.enum(['bearer', 'basic']),
          secret: SecretName,
        }),
      ),
      authentication: z.optional(Authentication),
      authModes: z.optional(
        z
          .array(z.enum(['bearer', 'basic', 'tls', 'custom', 'oauth']))
          .check(z.minLength(1, 'expected at least one mode')),
      ),
      awsRegion: z.optional(Region),
      headers: z.optional(Pairs),
      queryParameters: z.optional(Pairs),
      namespace: z.optional(Name),
      unsafeSsl: z.optional(z.boolean()),
      labels: z.optional(z.record(StoreLabel, StoreValue)),
    })
    .check(
      oneSignIn('auth'),
      z.refine(
        ({ authModes, awsRegion, authentication }) =>
          authentication !== undefined || (authModes ?? awsRegion) === undefined,
        {
          error: 'expected authModes and awsRegion only beside authentication',
          params: { help: 'They say how what `authentication` names is used.' },
        },
      ),
    ),
);

const GitOps = z
  .strictObject({
    tool: z.enum(['argocd', 'flux']),
    repoURL: z
      .string()
      .check(
        z.regex(/^(?:https?:\/\/|ssh:\/\/|git@)[^\s]+$/, 'expected the URL of a git repository'),
        z.maxLength(2048),
      ),
    revision: z.optional(Word),
    path: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^(?!(?:.*\/)?\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/,
            'expected a relative folder inside the repository, such as deploy/out',
          ),
        ),
    ),
    namespace: z.optional(Name),
    project: z.optional(Name),
    destination: z.optional(
      ofAlternative(
        z.pipe(
          Word,
          z.transform((server): { server?: string; name?: string } => ({ server })),
        ),
        z
          .strictObject({
            server: z.optional(Word),
            name: z.optional(Word),
          })
          .check(
            z.refine(destination => (destination.server === undefined) !== (destination.name === undefined), {
              error: 'expected server or name, not both',
            }),
          ),
      ),
    ),
    interval: z.optional(PositiveDuration),
    sync: z.optional(
      z.strictObject({
        prune: z.optional(z.boolean()),
        selfHeal: z.optional(z.boolean()),
        createNamespace: z.optional(z.boolean()),
      }),
    ),
  })
  .check(
    z.refine(
      ({ tool, sync }) => tool !== 'flux' || (sync?.selfHeal === undefined && sync?.createNamespace === undefined),
      {
        error: 'expected only prune in sync beside tool: flux',
        params: { help: 'Flux always corrects what was changed in the cluster, and never creates the namespace.' },
        path: ['sync'],
      },
    ),
  );

export const KubernetesTarget = z.strictObject({
  version: z.enum(KUBERNETES_VERSIONS),
  namespace: Name,
  keda: z.optional(z.string().check(z.regex(/^2\.\d{1,2}$/, 'expected a KEDA version in quotes, such as "2.18"'))),
  provisioner: z.optional(z.enum(['karpenter', 'cluster-autoscaler', 'gke'])),
  prometheus: z.optional(Prometheus),
  monitoring: z.optional(z.enum(['prometheus-operator', 'none'])),
  runbooks: z.optional(RunbookAddress),
  gitops: z.optional(GitOps),
});

export const EcsTarget = z.strictObject({
  region: z.string().check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'expected a region, such as us-east-1')),
  accountId: z.optional(z.string().check(z.regex(/^\d{12}$/, 'expected twelve digits, in quotes'))),
  cluster: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,255}$/, 'expected the name of an ECS cluster')),
  subnets: z.optional(
    z
      .array(
        z.string().check(z.regex(/^subnet-[0-9a-f]{8,17}$/, 'expected a subnet, such as subnet-0123456789abcdef0')),
      )
      .check(z.minLength(1, 'expected at least one subnet'), z.maxLength(16)),
  ),
  securityGroups: z.optional(
    z
      .array(
        z.string().check(z.regex(/^sg-[0-9a-f]{8,17}$/, 'expected a security group, such as sg-0123456789abcdef0')),
      )
      .check(z.minLength(1, 'expected at least one security group'), z.maxLength(5)),
  ),
  assignPublicIp: z.optional(z.boolean()),
  vpc: z.optional(z.string().check(z.regex(/^vpc-[0-9a-f]{8,17}$/, 'expected a VPC, such as vpc-0123456789abcdef0'))),
  serviceConnect: z.optional(Namespace),
  executionRoleArn: z.optional(RoleArn),
  taskRoleArn: z.optional(RoleArn),
  roles: z.optional(z.strictObject({ path: z.optional(RolePath), permissionsBoundary: z.optional(PolicyArn) })),
  containerInsights: z.optional(z.boolean()),
  alarmTopicArn: z.optional(
    z.string().check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, 'expected the ARN of an SNS topic')),
  ),
  runbooks: z.optional(RunbookAddress),
  logRetention: z.optional(z.literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653])),
});

const KafkaAuth = z
  .strictObject({
    sasl: z.optional(z.enum(['none', 'plaintext', 'scram_sha256', 'scram_sha512', 'aws_msk_iam'])),
    tls: z.optional(z.boolean()),
    secret: z.optional(SecretName),
    authentication: z.optional(Authentication),
    awsRegion: z.optional(Region),
  })
  .check(
    oneSignIn('secret'),
    z.refine(
      auth =>
        !['plaintext', 'scram_sha256', 'scram_sha512'].includes(auth.sasl ?? 'none') ||
        auth.secret !== undefined ||
        auth.authentication !== undefined,
      {
        error: 'expected secret, which holds the user name and the password',
        params: { id: 'missing-key', help: 'Name the Secret; what it holds never appears here.' },
      },
    ),
    z.refine(auth => auth.sasl !== 'aws_msk_iam' || (auth.tls === true && auth.awsRegion !== undefined), {
      error: 'expected tls: true and awsRegion beside aws_msk_iam',
      params: { help: 'MSK IAM is spoken over TLS, and signed for a region.' },
    }),
  );

export const Kafka = z
  .strictObject({
    bootstrapServers: z
      .string()
      .check(
        z.regex(/^[\w.-]+:\d{1,5}(?:,[\w.-]+:\d{1,5})*$/, 'expected brokers, such as "kafka:9092" or "a:9092,b:9092"'),
      ),
    lagMetrics: z.optional(z.enum(['kafka-exporter', 'kminion', 'burrow', 'msk'])),
    lagLabels: z.optional(z.record(StoreLabel, StoreValue)),
    msk: z.optional(z.strictObject({ cluster: DimensionValue })),
    cloudwatch: z.optional(
      z.strictObject({
        namespace: MetricName,
        metric: MetricName,
        groupDimension: z.optional(MetricName),
        statistic: z.optional(z.enum(['Average', 'Sum', 'Maximum', 'Minimum'])),
      }),
    ),
    auth: z.optional(KafkaAuth),
  })
  .check(
    z.refine(kafka => kafka.lagMetrics !== 'msk' || kafka.lagLabels === undefined, {
      error: 'expected no msk beside lagLabels: its lag is in CloudWatch, which has no such labels',
      params: { help: 'Remove `lagLabels`.' },
      path: ['lagMetrics'],
    }),
  );

const ColdStart = ofAlternative(
  z.pipe(
    PositiveDuration,
    z.transform(total => ({ total })),
  ),
  z.strictObject({
    node: PositiveDuration,
    image: PositiveDuration,
    startup: PositiveDuration,
  }),
);
export { ColdStart };

export const Hardware = z
  .strictObject({
    gpu: z.optional(
      z
        .string()
        .check(
          z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'expected a GPU as its vendor names it, such as NVIDIA-A10G'),
        ),
    ),
    count: z.optional(PositiveCount.check(z.maximum(16))),
    instanceTypes: z.optional(
      z
        .array(
          z.string().check(z.regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)?$/, 'expected an instance type, such as g5.xlarge')),
        )
        .check(z.minLength(1, 'expected at least one instance type')),
    ),
    coldStart: z.optional(ColdStart),
    sharing: z.optional(z.enum(['none', 'time-slicing', 'mig'])),
    migProfile: z.optional(
      z.string().check(z.regex(/^\d+g\.\d+gb(?:\.me)?$/, 'expected a MIG profile, such as 1g.5gb')),
    ),
    nodeSelector: z.optional(z.record(LabelKey, LabelValue)),
  })
  .check(
    z.refine(hardware => (hardware.sharing === 'mig') === (hardware.migProfile !== undefined), {
      error: 'expected migProfile beside sharing: mig, and only there',
      params: { help: 'Write the profile that the node offers, such as 1g.5gb.' },
    }),
  );
