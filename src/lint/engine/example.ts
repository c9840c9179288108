import type { Example } from './define-policy.ts';

/**
 * What an example leaves out, by top-level key; it is put behind it, so that the example's own lines keep their
 * numbers.
 */
const BASE: Readonly<Record<string, (targets: Example['targets']) => string>> = {
  version: () => 'version: 1\n',
  name: () => 'name: example\n',
  targets: targets => `targets:\n${targets === 'ecs' ? '' : KUBERNETES}${targets === 'kubernetes' ? '' : ECS}`,
  metrics: () => 'metrics: { runtime: micrometer, histograms: true }\n',
  kafka: () => `kafka:
  bootstrapServers: kafka:9092
  lagMetrics: kafka-exporter
  cloudwatch: { namespace: Example/Kafka, metric: ConsumerLag, groupDimension: ConsumerGroup, statistic: Maximum }
`,
};

const KUBERNETES = `  kubernetes: { version: "1.32", namespace: example, keda: "2.18", provisioner: karpenter, prometheus: "http://prometheus.monitoring:9090" }
`;
const ECS = `  ecs:
    region: us-east-1
    accountId: "123456789012"
    cluster: example
    subnets: [subnet-0123456789abcdef0]
    securityGroups: [sg-0123456789abcdef0]
    vpc: vpc-0123456789abcdef0
    executionRoleArn: arn:aws:iam::123456789012:role/example-execution
    alarmTopicArn: arn:aws:sns:us-east-1:123456789012:on-call
`;

/** A whole configuration: the example's own text first, then what it leaves out. */
export function completeExample(yaml: string, targets: Example['targets']): string {
  const own = yaml.endsWith('\n') ? yaml : `${yaml}\n`;
  const missing = Object.entries(BASE).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(own));
  return own + missing.map(([, text]) => text(targets)).join('');
}
