import { AUTHENTICATION } from './authentication.ts';
import { under } from './descriptions.ts';
import type { Descriptions } from './descriptions.ts';

export const TARGETS: Descriptions = {
  kubernetes: 'Kubernetes with KEDA',
  'kubernetes.version': 'Minor version of the cluster, in quotes',
  'kubernetes.namespace': 'Namespace of everything that is emitted',
  'kubernetes.keda': 'Minor version of KEDA, in quotes; by default 2.18',
  'kubernetes.provisioner': 'What adds nodes; it decides how GPU nodes are selected; by default karpenter',
  'kubernetes.prometheus': 'Prometheus that KEDA reads',
  'kubernetes.prometheus.url': 'Address of Prometheus, as KEDA reaches it',
  'kubernetes.prometheus.auth': 'Credentials, through a TriggerAuthentication; never in this file',
  'kubernetes.prometheus.auth.mode': 'How KEDA shows who it is',
  'kubernetes.prometheus.auth.secret': 'Secret with the key bearerToken, or username and password',
  'kubernetes.prometheus.authentication': 'How KEDA signs in, instead of auth',
  ...under('kubernetes.prometheus.authentication', AUTHENTICATION),
  'kubernetes.prometheus.authModes': 'How KEDA uses what authentication holds',
  'kubernetes.prometheus.awsRegion': 'Region of Amazon Managed Prometheus, for which requests are signed',
  'kubernetes.prometheus.headers': 'Headers of each request, such as the tenant in X-Scope-OrgID; no credentials',
  'kubernetes.prometheus.queryParameters': 'Parameters of each request, such as those of Thanos',
  'kubernetes.prometheus.namespace':
    'Namespace of the query, where the store asks for one, as the Thanos of OpenShift does',
  'kubernetes.prometheus.unsafeSsl': 'Do not verify the certificate; by default false',
  'kubernetes.prometheus.labels':
    'Labels of this environment in a store that several share, such as cluster; queries about its own pods get them',
  'kubernetes.monitoring': 'Whether PodMonitor and PrometheusRule exist in the cluster; by default none',
  'kubernetes.runbooks': 'Page of each alert, with {alert} for its name; by default a page of the documentation',
  'kubernetes.gitops': 'Emit the objects of Argo CD or Flux as well',
  'kubernetes.gitops.tool': 'What applies out/ to the cluster',
  'kubernetes.gitops.repoURL': 'Repository that holds out/',
  'kubernetes.gitops.revision': 'Branch that is applied; by default main',
  'kubernetes.gitops.path': 'Folder of out/ in the repository; by default out',
  'kubernetes.gitops.namespace': 'Namespace of the Application or Kustomization; by default argocd or flux-system',
  'kubernetes.gitops.project': 'Argo CD project; by default default',
  'kubernetes.gitops.destination': 'Cluster that Argo CD deploys to; by default the one it runs in',
  'kubernetes.gitops.destination.server': 'Address of the API server',
  'kubernetes.gitops.destination.name': 'Name of the cluster in Argo CD',
  'kubernetes.gitops.interval': 'How often Flux looks; by default 5m',
  'kubernetes.gitops.sync': 'What the tool may do to the cluster by itself',
  'kubernetes.gitops.sync.prune': 'Delete what is no longer in out/; by default true',
  'kubernetes.gitops.sync.selfHeal': 'Argo CD only: undo changes made in the cluster; by default true',
  'kubernetes.gitops.sync.createNamespace': 'Argo CD only: create the namespace if it does not exist; by default true',
  ecs: 'Amazon ECS',
  'ecs.region': 'AWS region of the cluster',
  'ecs.accountId': 'AWS account of the cluster, in quotes; by default that of executionRoleArn',
  'ecs.cluster': 'Name of the ECS cluster',
  'ecs.subnets': 'Subnets of the tasks; not needed where other tools deploy every service',
  'ecs.securityGroups': 'Security groups of the tasks; not needed where other tools deploy every service',
  'ecs.assignPublicIp': 'Give tasks a public address; by default false',
  'ecs.vpc': 'VPC of the subnets, for the target groups that are made',
  'ecs.serviceConnect':
    'Cloud Map namespace, by name or ARN, in which the services call each other by name; none by default',
  'ecs.executionRoleArn':
    'Role with which ECS pulls images, writes logs and reads secrets; not needed where other tools deploy every service',
  'ecs.taskRoleArn': 'Role of the application; none by default',
  'ecs.roles': 'The roles of the watchers, which are the only ones that are created',
  'ecs.roles.path': 'IAM path of these roles; by default /',
  'ecs.roles.permissionsBoundary': 'Policy that limits what these roles can ever do; none by default',
  'ecs.containerInsights': 'Whether Container Insights is on, which counts running tasks; by default false',
  'ecs.alarmTopicArn': 'SNS topic that is told of alarms for people',
  'ecs.runbooks':
    'Page of each alarm, with {alert} for the name of the alert that is like it; by default a page of the documentation',
  'ecs.logRetention': 'Days that logs are kept; by default 30',
};

export const KAFKA: Descriptions = {
  bootstrapServers: 'Brokers, host:port, separated by commas',
  lagMetrics: 'What publishes lag as a metric; by default kafka-exporter',
  lagLabels: 'Labels of the lag metrics in a Prometheus that also has the lag of another environment or system',
  msk: 'Amazon MSK, whose lag CloudWatch has',
  'msk.cluster': 'Name of the MSK cluster',
  cloudwatch: 'Where ECS reads the lag when something publishes it',
  'cloudwatch.namespace': 'CloudWatch namespace that the lag is published in',
  'cloudwatch.metric': 'Name of the metric: the total lag of a group',
  'cloudwatch.groupDimension': 'Dimension that names the consumer group; by default ConsumerGroup',
  'cloudwatch.statistic': 'Statistic over a minute; by default Maximum',
  auth: 'How the scaler signs in to the brokers',
  'auth.sasl': 'SASL mechanism; by default none',
  'auth.tls': 'Whether the brokers speak TLS; by default false',
  'auth.secret': 'Secret with the keys username and password',
  'auth.authentication': 'How KEDA signs in, instead of secret',
  ...under('auth.authentication', AUTHENTICATION),
  'auth.awsRegion': 'Region of the MSK cluster, beside aws_msk_iam',
};

export const COLD_START: Descriptions = {
  node: 'Time until the node is there',
  image: 'Time to pull the image',
  startup: 'Time until the first request is served: the model is loaded',
};

export const HARDWARE: Descriptions = {
  gpu: 'GPU as its vendor names it, such as NVIDIA-A10G; not needed where other tools deploy all that use it',
  count: 'GPUs of one replica; by default 1',
  instanceTypes: 'Instance types that carry it',
  coldStart: 'From no node to the first request served; by default 5m',
  ...under('coldStart', COLD_START),
  sharing: 'How a GPU is shared between pods; by default none',
  migProfile: 'MIG profile, beside sharing: mig',
  nodeSelector: 'Node labels to select on as well',
};
