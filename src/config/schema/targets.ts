import * as z from 'zod/mini';
import { Line, Name, PositiveCount, PositiveDuration, RoleArn, Url, Word } from './scalars.ts';

/** Kubernetes minors whose schemas the embedded check carries. */
export const KUBERNETES_VERSIONS = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

const SecretName = z
  .string()
  .check(z.regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected the name of a Kubernetes Secret'), z.maxLength(253));

const Prometheus = z.union([
  z.pipe(
    Url,
    z.transform(url => ({ url })),
  ),
  z.strictObject({
    url: Url.check(z.describe('Address of Prometheus, as KEDA reaches it')),
    auth: z.optional(
      z
        .strictObject({
          mode: z.enum(['bearer', 'basic']).check(z.describe('How KEDA shows who it is')),
          secret: SecretName.check(z.describe('Secret with the key bearerToken, or username and password')),
        })
        .check(z.describe('Credentials, through a TriggerAuthentication; never in this file')),
    ),
    unsafeSsl: z.optional(z.boolean().check(z.describe('Do not verify the certificate; by default false'))),
  }),
]);

const GitOps = z.strictObject({
  tool: z.enum(['argocd', 'flux']).check(z.describe('What applies out/ to the cluster')),
  repoURL: z
    .string()
    .check(z.regex(/^(?:https?:\/\/|ssh:\/\/|git@)[^\s]+$/, 'expected the URL of a git repository'), z.maxLength(2048))
    .check(z.describe('Repository that holds out/')),
  revision: z.optional(Word.check(z.describe('Branch that is applied; by default main'))),
  path: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(?!(?:.*\/)?\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/,
          'expected a relative folder inside the repository, such as deploy/out',
        ),
      )
      .check(z.describe('Folder of out/ in the repository; by default out')),
  ),
  namespace: z.optional(
    Name.check(z.describe('Namespace of the Application or Kustomization; by default argocd or flux-system')),
  ),
  project: z.optional(Name.check(z.describe('Argo CD project; by default default'))),
  destination: z.optional(
    z
      .union([
        z.pipe(
          Word,
          z.transform(server => ({ server })),
        ),
        z
          .strictObject({
            server: z.optional(Word.check(z.describe('Address of the API server'))),
            name: z.optional(Word.check(z.describe('Name of the cluster in Argo CD'))),
          })
          .check(
            z.refine(destination => (destination.server === undefined) !== (destination.name === undefined), {
              error: 'expected server or name, not both',
            }),
          ),
      ])
      .check(z.describe('Cluster that Argo CD deploys to; by default the one it runs in')),
  ),
  interval: z.optional(PositiveDuration.check(z.describe('How often Flux looks; by default 5m'))),
});

export const KubernetesTarget = z.strictObject({
  version: z.enum(KUBERNETES_VERSIONS).check(z.describe('Minor version of the cluster, in quotes')),
  namespace: Name.check(z.describe('Namespace of everything that is emitted')),
  keda: z.optional(
    z
      .string()
      .check(z.regex(/^2\.\d{1,2}$/, 'expected a KEDA version in quotes, such as "2.18"'))
      .check(z.describe('Minor version of KEDA, in quotes; by default 2.18')),
  ),
  provisioner: z.optional(
    z
      .enum(['karpenter', 'cluster-autoscaler', 'gke'])
      .check(z.describe('What adds nodes; it decides how GPU nodes are selected; by default karpenter')),
  ),
  prometheus: z.optional(Prometheus.check(z.describe('Prometheus that KEDA reads'))),
  monitoring: z.optional(
    z
      .enum(['prometheus-operator', 'none'])
      .check(z.describe('Whether PodMonitor and PrometheusRule exist in the cluster; by default none')),
  ),
  gitops: z.optional(GitOps.check(z.describe('Emit the objects of Argo CD or Flux as well'))),
});

export const EcsTarget = z.strictObject({
  region: z
    .string()
    .check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'expected a region, such as us-east-1'))
    .check(z.describe('AWS region of the cluster')),
  accountId: z
    .string()
    .check(z.regex(/^\d{12}$/, 'expected twelve digits, in quotes'))
    .check(z.describe('AWS account of the cluster, in quotes')),
  cluster: z
    .string()
    .check(z.regex(/^[A-Za-z0-9_-]{1,255}$/, 'expected the name of an ECS cluster'))
    .check(z.describe('Name of the ECS cluster')),
  subnets: z
    .array(z.string().check(z.regex(/^subnet-[0-9a-f]{8,17}$/, 'expected a subnet, such as subnet-0123456789abcdef0')))
    .check(z.minLength(1, 'expected at least one subnet'), z.maxLength(16))
    .check(z.describe('Subnets of the tasks')),
  securityGroups: z
    .array(z.string().check(z.regex(/^sg-[0-9a-f]{8,17}$/, 'expected a security group, such as sg-0123456789abcdef0')))
    .check(z.minLength(1, 'expected at least one security group'), z.maxLength(5))
    .check(z.describe('Security groups of the tasks')),
  assignPublicIp: z.optional(z.boolean().check(z.describe('Give tasks a public address; by default false'))),
  executionRoleArn: RoleArn.check(z.describe('Role with which ECS pulls images, writes logs and reads secrets')),
  taskRoleArn: z.optional(RoleArn.check(z.describe('Role of the application; none by default'))),
  containerInsights: z.optional(
    z.boolean().check(z.describe('Whether Container Insights is on, which counts running tasks; by default false')),
  ),
  alarmTopicArn: z.optional(
    z
      .string()
      .check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, 'expected the ARN of an SNS topic'))
      .check(z.describe('SNS topic that is told of alarms for people')),
  ),
  logRetention: z.optional(
    z
      .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653])
      .check(z.describe('Days that logs are kept; by default 30')),
  ),
});

const KafkaAuth = z
  .strictObject({
    sasl: z.optional(
      z
        .enum(['none', 'plaintext', 'scram_sha256', 'scram_sha512', 'aws_msk_iam'])
        .check(z.describe('SASL mechanism; by default none')),
    ),
    tls: z.optional(z.boolean().check(z.describe('Whether the brokers speak TLS; by default false'))),
    secret: z.optional(SecretName.check(z.describe('Secret with the keys username and password'))),
    awsRegion: z.optional(
      z
        .string()
        .check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'expected a region, such as us-east-1'))
        .check(z.describe('Region of the MSK cluster, beside aws_msk_iam')),
    ),
  })
  .check(
    z.refine(
      auth => !['plaintext', 'scram_sha256', 'scram_sha512'].includes(auth.sasl ?? 'none') || auth.secret !== undefined,
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

export const Kafka = z.strictObject({
  bootstrapServers: z
    .string()
    .check(
      z.regex(/^[\w.-]+:\d{1,5}(?:,[\w.-]+:\d{1,5})*$/, 'expected brokers, such as "kafka:9092" or "a:9092,b:9092"'),
    )
    .check(z.describe('Brokers, host:port, separated by commas')),
  lagMetrics: z.optional(
    z
      .enum(['kafka-exporter', 'kminion', 'burrow', 'msk'])
      .check(z.describe('What publishes lag as a metric; by default kafka-exporter')),
  ),
  msk: z.optional(
    z
      .strictObject({ cluster: Line.check(z.describe('Name of the MSK cluster')) })
      .check(z.describe('Amazon MSK, whose lag CloudWatch has')),
  ),
  cloudwatch: z.optional(
    z
      .strictObject({
        namespace: Line.check(z.describe('CloudWatch namespace that the lag is published in')),
        metric: Line.check(z.describe('Name of the metric: the total lag of a group')),
        groupDimension: z.optional(
          Line.check(z.describe('Dimension that names the consumer group; by default ConsumerGroup')),
        ),
        statistic: z.optional(
          z
            .enum(['Average', 'Sum', 'Maximum', 'Minimum'])
            .check(z.describe('Statistic over a minute; by default Maximum')),
        ),
      })
      .check(z.describe('Where ECS reads the lag when something publishes it')),
  ),
  auth: z.optional(KafkaAuth.check(z.describe('How the scaler signs in to the brokers'))),
});

const ColdStart = z.union([
  z.pipe(
    PositiveDuration,
    z.transform(total => ({ total })),
  ),
  z.strictObject({
    node: PositiveDuration.check(z.describe('Time until the node is there')),
    image: PositiveDuration.check(z.describe('Time to pull the image')),
    startup: PositiveDuration.check(z.describe('Time until the first request is served: the model is loaded')),
  }),
]);
export { ColdStart };

export const Hardware = z
  .strictObject({
    gpu: z
      .string()
      .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'expected a GPU as its vendor names it, such as NVIDIA-A10G'))
      .check(z.describe('GPU as its vendor names it, such as NVIDIA-A10G')),
    count: z.optional(PositiveCount.check(z.maximum(16)).check(z.describe('GPUs of one replica; by default 1'))),
    instanceTypes: z.optional(
      z
        .array(
          z.string().check(z.regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)?$/, 'expected an instance type, such as g5.xlarge')),
        )
        .check(z.minLength(1, 'expected at least one instance type'))
        .check(z.describe('Instance types that carry it')),
    ),
    coldStart: z.optional(ColdStart.check(z.describe('From no node to the first request served; by default 5m'))),
    sharing: z.optional(
      z.enum(['none', 'time-slicing', 'mig']).check(z.describe('How a GPU is shared between pods; by default none')),
    ),
    migProfile: z.optional(
      z
        .string()
        .check(z.regex(/^\d+g\.\d+gb(?:\.me)?$/, 'expected a MIG profile, such as 1g.5gb'))
        .check(z.describe('MIG profile, beside sharing: mig')),
    ),
    nodeSelector: z.optional(z.record(z.string(), z.string()).check(z.describe('Node labels to select on as well'))),
  })
  .check(
    z.refine(hardware => (hardware.sharing === 'mig') === (hardware.migProfile !== undefined), {
      error: 'expected migProfile beside sharing: mig, and only there',
      params: { help: 'Write the profile that the node offers, such as 1g.5gb.' },
    }),
  );
