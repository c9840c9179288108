import { oneLine } from '../../../model/one-line.ts';
import type { Descriptions } from './descriptions.ts';

export const LOAD_BALANCER: Descriptions = {
  port: 'Name of the port that takes the requests; by default the first',
  targetGroup: 'ARN of a target group that exists, of an Application or a Network Load Balancer',
  arn: 'ARN of the load balancer of that target group, for `requests`',
  listener: 'ARN of a listener of an Application Load Balancer, which gets a rule and a target group for this pool',
  hosts: 'Host names that this pool answers; * stands for any text',
  paths: 'Paths that this pool answers, such as /api/*',
  priority: 'Priority of the rule, from 1 to 50000; no other rule of the listener has it, and the lowest wins',
  protocol:
    'What the load balancer speaks with the tasks; by default grpc for a port whose name begins so, and http. gRPC needs an HTTPS listener',
  healthCheck: 'How the load balancer sees that a task is well; by default it asks what the readiness probe asks',
  'healthCheck.path': 'Path that it asks; by default that of the readiness or the liveness probe, or /',
  'healthCheck.port': 'Name of the port that it asks; by default that of the probe',
  'healthCheck.codes': 'Status codes that mean well, in quotes; by default 200-399, and 0 for gRPC',
  'healthCheck.period': 'Time between two checks, 5s to 300s; by default that of the probe',
  'healthCheck.timeout': 'Time after which a check has failed, 2s to 120s; by default that of the probe',
  'healthCheck.failures':
    'Failures in a row after which a task gets no requests, 2 to 10; by default those of the probe',
  'healthCheck.successes': 'Successes in a row after which it gets them again, 2 to 10; by default 2',
  deregistrationDelay:
    'Time in which requests to a task that is going may end; by default 30s, or `work.longest` where that is longer',
  countsRequests: oneLine(
    'Whether `requests` without a source follows the requests that this load balancer counts; by default true where no',
    'other Application Load Balancer of the pool could be meant',
  ),
  gracePeriod: 'Time for which ECS leaves a new task alone, whatever its health checks say; by default the cold start',
};
