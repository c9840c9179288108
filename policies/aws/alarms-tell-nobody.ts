import type { EcsPool } from '#model/ecs-plan.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'alarms-tell-nobody',
  group: 'aws',
  severity: 'information',
  level: 'recommended',
  summary: 'Alarms for people on ECS must notify an SNS topic.',
  why: 'A CloudWatch alarm without an action only changes its color in the console: nobody learns that a pool is pinned at its maximum, or that it can no longer wake',
  source: 'Semantics 44d; CloudWatch user guide, "Alarm actions"',
  messages: {
    silent: {
      text: 'targets.ecs has no alarmTopicArn, so none of the {count} alarms for people on ECS notifies anybody',
      help: 'Set targets.ecs.alarmTopicArn to the SNS topic that your on-call is subscribed to',
    },
  },
  environment({ system, pools }, { report }) {
    const target = system.targets.ecs;
    if (target === undefined || target.alarmTopicArn !== undefined) return;
    const count = pools.reduce((sum, { on: { ecs } }) => sum + (ecs === undefined ? 0 : alarmsOf(ecs)), 0);
    if (count === 0) return;
    report('silent', {
      at: target.at,
      path: ['targets', 'ecs', 'alarmTopicArn'],
      data: { count },
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'no topic',
        path: 'targets.ecs.alarmTopicArn',
        message: 'silent',
        yaml: `${TARGET}${POOL}`,
      },
    ],
    good: [
      { title: 'a topic', yaml: `${TARGET}    alarmTopicArn: arn:aws:sns:us-east-1:123456789012:on-call\n${POOL}` },
      { title: 'a stage without alarms', yaml: `stage: fixed\n${TARGET}${POOL}` },
    ],
  }),
});

/** Alarms of the pool, and of its watcher: on errors, and on silence while it runs. */
function alarmsOf({ alarms, watch, watcher }: EcsPool): number {
  return alarms.length + watch.length + (watcher === undefined ? 0 : watcher.enabled.plain ? 2 : 1);
}

const TARGET = `targets:
  ecs:
    region: us-east-1
    accountId: "123456789012"
    cluster: example
    subnets: [subnet-0123456789abcdef0]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/example-execution
`;

const POOL = `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`;
