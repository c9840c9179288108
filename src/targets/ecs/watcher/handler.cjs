'use strict';
// Takes one ECS service 0 -> wake and 1 -> 0, never between: Application Auto Scaling owns 1..max. Stateless; see docs/decisions/0007-watcher.md.
const { CloudWatchClient, GetMetricDataCommand } = require('@aws-sdk/client-cloudwatch');
const { ECSClient, DescribeServicesCommand, UpdateServiceCommand } = require('@aws-sdk/client-ecs');
const { SQSClient, GetQueueAttributesCommand } = require('@aws-sdk/client-sqs');

const MINUTE = 60000;
const LATE = 5 * MINUTE;

// The count to write, or nothing, and why. `now` wakes, `busy` keeps awake, `known` tells no work from no data.
const decide = ({ service, sources }, { wake, quiet }, now) => {
  if (service?.status !== 'ACTIVE') return { why: `service ${service?.status ?? 'MISSING'}` };
  const { desired, deploying, changed } = service;
  if (desired > 1) return { why: 'Application Auto Scaling owns it' };
  if (desired === 0) {
    const waking = sources.filter(source => source.wakes);
    if (waking.some(source => source.now)) return { to: wake, why: 'work' };
    return { why: waking.every(source => source.known) ? 'asleep' : 'unknown' };
  }
  if (sources.some(source => source.busy)) return { why: 'work' };
  if (sources.some(source => !source.known)) return { why: 'unknown' };
  if (deploying) return { why: 'deployment' };
  return now - changed >= quiet * 1000 ? { to: 0, why: 'idle' } : { why: 'started too recently' };
};

// `found`: id -> { status, points: [[time, value]] }.
// A count that only keeps the service awake has no data where nothing happened; a gauge without data may hide work.
const measure = ({ name, above, wakes, counts, of, beat }, index, found, start, now) => {
  const all = of.map((_, at) => found[`s${index}_${at}`]);
  const seen = beat ? [found[`b${index}`]] : all;
  const sums = {};
  let latest = 0;
  for (const { points } of all) {
    for (const [time, value] of points) sums[time] = (sums[time] ?? 0) + value;
    latest += points.reduce((newest, point) => (point[0] > newest[0] ? point : newest), [0, 0])[1];
  }
  const peak = Math.max(latest, ...Object.values(sums));
  const covers = seen.some(({ points }) => points.some(([time]) => time >= now - LATE) && points.some(([time]) => time <= start + LATE));
  const whole = [...all, ...seen].every(({ status }) => status === 'Complete');
  return { name, wakes, latest, peak, above, now: (counts ? peak : latest) > above, busy: peak > above, known: whole && (covers || (counts && !wakes && !beat)) };
};

const readMetrics = async ({ work, quiet }, now) => {
  const query = (Id, [Namespace, MetricName, Stat, dims]) => ({
    Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions: Object.entries(dims).map(([Name, Value]) => ({ Name, Value })) }, Period: 60, Stat },
  });
  const MetricDataQueries = work.flatMap(({ of, beat }, i) => [...of.map((one, at) => query(`s${i}_${at}`, one)), ...(beat ? [query(`b${i}`, beat)] : [])]);
  if (MetricDataQueries.length === 0) return [];
  const start = Math.floor((now - quiet * 1000) / MINUTE) * MINUTE;
  const found = Object.fromEntries(MetricDataQueries.map(({ Id }) => [Id, { points: [] }]));
  const cloudwatch = new CloudWatchClient({});
  let NextToken;
  do {
    const page = await cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, StartTime: new Date(start), EndTime: new Date(Math.ceil(now / MINUTE) * MINUTE), NextToken }));
    for (const { Id, StatusCode, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      found[Id].status = StatusCode;
      found[Id].points.push(...Timestamps.map((time, at) => [+new Date(time), Values[at]]));
    }
    ({ NextToken } = page);
  } while (NextToken);
  return work.map((source, index) => measure(source, index, found, start, now));
};

const readQueue = async ({ url, above }) => {
  const AttributeNames = ['', 'Delayed', 'NotVisible'].map(kind => `ApproximateNumberOfMessages${kind}`);
  const { Attributes = {} } = await new SQSClient({}).send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
  const [visible, delayed, inFlight] = AttributeNames.map(key => Number(Attributes[key]));
  const latest = visible + delayed + inFlight;
  return { name: url, wakes: true, visible, delayed, inFlight, above, now: latest > above, busy: latest > above || inFlight > 0, known: latest >= 0 };
};

const readService = async (ecs, { cluster, service }) => {
  const { services: [found] = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const { deployments = [] } = found ?? {};
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  return found && {
    status: found.status, desired: found.desiredCount, running: found.runningCount, pending: found.pendingCount,
    deploying: deployments.length !== 1 || primary?.rolloutState === 'IN_PROGRESS', changed: +new Date(primary?.updatedAt ?? primary?.createdAt),
  };
};

exports.decide = decide;
exports.measure = measure;
exports.handler = async () => {
  const config = JSON.parse(process.env.SCALER);
  const now = Date.now();
  const line = { cluster: config.cluster, service: config.service, at: new Date(now).toISOString() };
  try {
    const [metrics, ...queues] = await Promise.all([readMetrics(config, now), ...config.queues.map(readQueue)]);
    const ecs = new ECSClient({});
    // The service last, so that hardly anything passes between reading its count and writing it.
    const state = { sources: [...metrics, ...queues], service: await readService(ecs, config) };
    const decision = decide(state, config, now);
    Object.assign(line, { state, ...decision });
    if (!['ACTIVE', 'DRAINING'].includes(state.service?.status)) throw new Error(decision.why);
    if (decision.to !== undefined) await ecs.send(new UpdateServiceCommand({ cluster: config.cluster, service: config.service, desiredCount: decision.to }));
  } catch (error) {
    line.error = `${error.name}: ${error.message}`;
    throw error;
  } finally {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return line;
};
