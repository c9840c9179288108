import { under } from './descriptions.ts';
import type { Descriptions } from './descriptions.ts';
import { POOL } from './pool.ts';
import { HARDWARE, KAFKA, TARGETS } from './targets.ts';

/** What each field of the configuration is for, in the order of the schema. */
export const CONFIG: Descriptions = {
  version: 'Version of the language',
  requires: 'Versions of pipestream-scaling that may read the file, as npm writes ranges; by default any',
  name: 'Name of the system',
  preset: 'Thresholds of the Pipestream scaling model, and checks against them',
  priority: 'Minimum of each kind of pool: low-cost 1/1/0, balanced 2/1/0, low-latency 3/2/1; by default balanced',
  stage: 'Stage of autoscaling: fixed, observe, cpu, full; by default full',
  targets: 'Platforms that the system runs on: kubernetes, ecs or both',
  ...under('targets', TARGETS),
  kafka: 'The Kafka that lag is measured on',
  ...under('kafka', KAFKA),
  metrics: 'What the services emit about themselves; by default micrometer',
  'metrics.runtime': 'Whose names the metrics have',
  'metrics.histograms': 'Whether _bucket series are emitted; by default false under micrometer, true otherwise',
  'metrics.scrapeInterval': 'How often Prometheus scrapes; by default 30s',
  hardware: 'Profiles of hardware, by name',
  ...under('hardware.*', HARDWARE),
  pools: 'Pools, by key: what scales together',
  ...under('pools.*', POOL),
  lint: 'Settings of the linter',
  'lint.level': 'Which policies are on; by default recommended',
  'lint.rules': 'Severity and options of single policies, by id',
  'lint.rules.*.severity': 'Severity, or off',
  'lint.rules.*.options': 'Options of the policy',
  policies: "Files of the organisation's own policies",
  environments: 'Overlays: maps merge, lists replace, null removes',
  'environments.*.extends': 'Another environment that this one begins from',
};
