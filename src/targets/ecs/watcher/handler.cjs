'use strict';
// Takes one ECS service 0 -> wake and 1 -> 0, never between: Application Auto Scaling owns 1..max. Stateless; two runs at once write the same.
const { ECSClient, DescribeServicesCommand, UpdateServiceCommand } = require('@aws-sdk/client-ecs');
const { CloudWatchClient, GetMetricDataCommand } = require('@aws-sdk/client-cloudwatch');

const config = JSON.parse(process.env.SCALER);
const ecs = new ECSClient({});
const cloudwatch = new CloudWatchClient({});

// known: no work can be told from no data.
const decide = ({ desired, pending, now, recent, known }) => {
  if (desired > 1) return ['none', 'Application Auto Scaling owns it'];
  if (desired === 0) return now ? ['wake', 'work'] : ['none', known ? 'asleep, no work' : 'unknown: neither work nor heartbeat'];
  if (recent) return ['none', 'work'];
  if (!known) return ['none', 'unknown: neither work nor heartbeat'];
  return pending ? ['none', 'a deployment is under way'] : ['sleep', 'idle'];
};

const readMetrics = async at => {
  if (config.queries.length === 0) return { highest: undefined, heartbeat: false };
  // Up to the last whole minute.
  const end = Math.floor(at / 60000) * 60000;
  const values = {};
  let next;
  do {
    const page = await cloudwatch.send(new GetMetricDataCommand({
      StartTime: new Date(end - config.window * 1000), EndTime: new Date(end), MetricDataQueries: config.queries, NextToken: next,
    }));
    for (const { Id, Values = [], StatusCode } of page.MetricDataResults ?? []) {
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') throw new Error(`metric ${Id}: ${StatusCode}`);
      (values[Id] ??= []).push(...Values);
    }
    next = page.NextToken;
  } while (next);
  const work = Object.entries(values).filter(([id]) => id !== 'heartbeat').flatMap(([, found]) => found);
  return { highest: work.length === 0 ? undefined : Math.max(...work), heartbeat: (values.heartbeat ?? []).length > 0 };
};

const readQueue = async () => {
  if (config.queue === undefined) return undefined;
  const { SQSClient, GetQueueAttributesCommand } = require('@aws-sdk/client-sqs');
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed', 'ApproximateNumberOfMessagesNotVisible'];
  const { Attributes = {} } = await new SQSClient({}).send(new GetQueueAttributesCommand({ QueueUrl: config.queue, AttributeNames: names }));
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
};

exports.decide = decide;
exports.handler = async () => {
  const { cluster, service, activation, wake } = config;
  const log = { service, cluster };
  try {
    const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const [found] = services;
    if (found === undefined || found.status !== 'ACTIVE') {
      Object.assign(log, { action: 'none', reason: `service is ${found?.status ?? 'missing'}` });
    } else {
      const [metrics, queue] = await Promise.all([readMetrics(Date.now()), readQueue()]);
      const above = metrics.highest > activation;
      const state = {
        desired: found.desiredCount,
        pending: (found.deployments ?? []).length > 1 || found.deployments?.[0]?.rolloutState === 'IN_PROGRESS',
        now: queue === undefined ? above : queue > activation,
        recent: above || queue > activation,
        known: queue !== undefined || metrics.highest !== undefined || metrics.heartbeat,
      };
      const [action, reason] = decide(state);
      Object.assign(log, state, { highest: metrics.highest, heartbeat: metrics.heartbeat, queue, action, reason });
      if (action !== 'none') await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: action === 'wake' ? wake : 0 }));
    }
    console.log(JSON.stringify(log));
    return log;
  } catch (error) {
    // Nothing was changed, and the next minute tries again.
    console.error(JSON.stringify({ ...log, action: 'none', reason: 'error', error: `${error.name}: ${error.message}` }));
    throw error;
  }
};
