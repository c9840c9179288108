export type Point = readonly [time: number, value: number];
export interface Metric {
  points: Point[];
  status?: string;
}

/** ECS, CloudWatch and SQS as far as the watcher sees them; every call is written down. */
export class FakeAws {
  readonly calls: string[] = [];
  readonly writes: number[] = [];
  readonly queries: unknown[] = [];
  service: { status: string; desired: number; changed: number; deployments?: unknown[] } | undefined = {
    status: 'ACTIVE',
    desired: 0,
    changed: 0,
  };
  metrics = new Map<string, Metric>();
  queue: Record<string, string> = {};
  fail = new Map<string, Error>();
  clock = 0;
  before: (call: string) => Promise<void> = () => Promise.resolve();

  readonly require = (name: string): unknown => {
    const send = (command: { name: string; input: Record<string, unknown> }): Promise<unknown> => this.#answer(command);
    const client = class {
      send = send;
    };
    const command = (of: string) =>
      class {
        name = of;
        input: unknown;
        constructor(input: unknown) {
          this.input = input;
        }
      };
    switch (name) {
      case '@aws-sdk/client-ecs':
        return {
          ECSClient: client,
          DescribeServicesCommand: command('DescribeServices'),
          UpdateServiceCommand: command('UpdateService'),
        };
      case '@aws-sdk/client-cloudwatch':
        return { CloudWatchClient: client, GetMetricDataCommand: command('GetMetricData') };
      case '@aws-sdk/client-sqs':
        return { SQSClient: client, GetQueueAttributesCommand: command('GetQueueAttributes') };
      default:
        throw new Error(`the runtime has no ${name}`);
    }
  };

  async #answer({ name, input }: { name: string; input: Record<string, unknown> }): Promise<unknown> {
    await this.before(name);
    this.calls.push(name);
    const failure = this.fail.get(name);
    if (failure !== undefined) throw failure;
    switch (name) {
      case 'DescribeServices':
        return { services: this.service === undefined ? [] : [this.#described(this.service)] };
      case 'GetQueueAttributes':
        return { Attributes: this.queue };
      case 'GetMetricData': {
        this.queries.push(input);
        const { StartTime, EndTime, MetricDataQueries } = input;
        if (!(StartTime instanceof Date) || !(EndTime instanceof Date) || !Array.isArray(MetricDataQueries))
          throw new Error('ValidationError');
        return {
          MetricDataResults: MetricDataQueries.map(
            ({ Id, MetricStat }: { Id: string; MetricStat: { Metric: { MetricName: string } } }) => {
              const { points = [], status = 'Complete' } = this.metrics.get(MetricStat.Metric.MetricName) ?? {};
              const inside = points
                .filter(([time]) => time >= StartTime.getTime() && time < EndTime.getTime())
                .sort(([a], [b]) => b - a);
              return {
                Id,
                StatusCode: status,
                Timestamps: inside.map(([time]) => new Date(time)),
                Values: inside.map(([, value]) => value),
              };
            },
          ),
        };
      }
      case 'UpdateService':
        if (this.service === undefined || typeof input['desiredCount'] !== 'number')
          throw new Error('InvalidParameterException');
        this.writes.push(input['desiredCount']);
        this.service = { ...this.service, desired: input['desiredCount'], changed: this.clock };
        return {};
      default:
        throw new Error(name);
    }
  }

  #described({
    status,
    desired,
    changed,
    deployments,
  }: {
    status: string;
    desired: number;
    changed: number;
    deployments?: unknown[];
  }): unknown {
    return {
      status,
      desiredCount: desired,
      runningCount: desired,
      pendingCount: 0,
      deployments: deployments ?? [{ status: 'PRIMARY', rolloutState: 'COMPLETED', updatedAt: new Date(changed) }],
    };
  }
}
