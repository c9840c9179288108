import type {
  PutScalingPolicyCommandInput,
  PutScheduledActionCommandInput,
  RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type {
  CreateServiceCommandInput,
  RegisterTaskDefinitionCommandInput,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import type { CreateRoleCommandInput, PutRolePolicyCommandInput } from '@aws-sdk/client-iam';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { AwsService, StructuredFile } from '../../model/output-file.ts';
import type { Replicas, Seconds } from '../../model/units.ts';
import type { LaidOut } from '../../template/template.ts';
import type { InUnits } from '../in-units.ts';

/** What `aws … --cli-input-json` takes for each operation that is emitted. The types are those of the AWS SDK. */
export interface AwsPayloads {
  readonly RegisterTaskDefinition: Described<RegisterTaskDefinitionCommandInput>;
  readonly CreateService: Described<CreateServiceCommandInput>;
  readonly UpdateService: Described<UpdateServiceCommandInput>;
  readonly RegisterScalableTarget: Described<RegisterScalableTargetCommandInput>;
  readonly PutScalingPolicy: Described<PutScalingPolicyCommandInput>;
  readonly PutScheduledAction: Described<PutScheduledActionCommandInput>;
  readonly PutMetricAlarm: Described<PutMetricAlarmCommandInput>;
  readonly CreateFunction: Described<CreateFunctionCommandInput>;
  readonly CreateRole: Described<CreateRoleCommandInput>;
  readonly PutRolePolicy: Described<PutRolePolicyCommandInput>;
  readonly CreateSchedule: Described<CreateScheduleCommandInput>;
  readonly CreateLogGroup: LogGroupInput;
  readonly PutRetentionPolicy: LogGroupInput & { readonly retentionInDays: number };
  readonly CreateTargetGroup: Described<TargetGroupInput>;
  readonly ModifyTargetGroupAttributes: TargetGroupAttributesInput;
  readonly CreateRule: RuleInput;
}

/** Of CloudWatch Logs the SDK's client is not installed: schema/aws/logs has what is used of its API reference. */
interface LogGroupInput {
  readonly logGroupName: string;
}

/** Of Elastic Load Balancing neither: schema/aws/elbv2. */
interface TargetGroupInput {
  readonly Name: string;
  readonly TargetType: 'ip';
  readonly VpcId: string;
  readonly Protocol: 'HTTP';
  readonly ProtocolVersion: 'HTTP1' | 'HTTP2' | 'GRPC';
  readonly Port: number;
  readonly HealthCheckEnabled: boolean;
  readonly HealthCheckProtocol: 'HTTP';
  readonly HealthCheckPort: string;
  readonly HealthCheckPath: string;
  readonly HealthCheckIntervalSeconds: number;
  readonly HealthCheckTimeoutSeconds: number;
  readonly HealthyThresholdCount: number;
  readonly UnhealthyThresholdCount: number;
  readonly Matcher: { readonly HttpCode?: string; readonly GrpcCode?: string };
  readonly Tags: readonly AwsTag[];
}

interface TargetGroupAttributesInput {
  readonly TargetGroupArn: string;
  readonly Attributes: readonly { readonly Key: string; readonly Value: string }[];
}

interface RuleInput {
  readonly ListenerArn: string;
  readonly Priority: number;
  readonly Conditions: readonly {
    readonly Field: 'host-header' | 'path-pattern';
    readonly HostHeaderConfig?: { readonly Values: readonly string[] };
    readonly PathPatternConfig?: { readonly Values: readonly string[] };
  }[];
  readonly Actions: readonly { readonly Type: 'forward'; readonly TargetGroupArn: string }[];
  readonly Tags: readonly AwsTag[];
}

interface AwsTag {
  readonly Key: string;
  readonly Value: string;
}

export type AwsOperation = keyof AwsPayloads;

/** Each service as the AWS CLI names it. */
const SERVICE: Readonly<Record<AwsOperation, AwsService>> = {
  RegisterTaskDefinition: 'ecs',
  CreateService: 'ecs',
  UpdateService: 'ecs',
  RegisterScalableTarget: 'application-auto-scaling',
  PutScalingPolicy: 'application-auto-scaling',
  PutScheduledAction: 'application-auto-scaling',
  PutMetricAlarm: 'cloudwatch',
  CreateFunction: 'lambda',
  CreateRole: 'iam',
  PutRolePolicy: 'iam',
  CreateSchedule: 'scheduler',
  CreateLogGroup: 'logs',
  PutRetentionPolicy: 'logs',
  CreateTargetGroup: 'elbv2',
  ModifyTargetGroupAttributes: 'elbv2',
  CreateRule: 'elbv2',
};

/** The input of one call, and its file in the folder of what it belongs to. */
export interface Payload<O extends AwsOperation> {
  readonly operation: O;
  /** `policies/lag`, without its ending. */
  readonly name: string;
  readonly tree: LaidOut<AwsPayloads[O]>;
}

export function payload<O extends AwsOperation>(operation: O, name: string, tree: LaidOut<AwsPayloads[O]>): Payload<O> {
  return { operation, name, tree };
}

export function payloadFile(
  folder: string,
  pool: string,
  { operation, name, tree }: Payload<AwsOperation>,
): StructuredFile {
  return {
    form: 'json',
    path: `${folder}/${name}.json`,
    pool,
    tree,
    schema: { of: 'aws', service: SERVICE[operation], operation },
  };
}

type Described<Input> = InUnits<InJson<Input>, FieldUnits>;

/** The SDK's input as JSON: bytes in base64. Its required members may not be undefined, as the SDK's own may. */
type InJson<T> = T extends Uint8Array | Date
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer I)[]
      ? InJson<I>[]
      : { [K in keyof T]: InJson<Exclude<T[K], undefined>> };

/** What the numbers of these fields count: the API reference of each operation. */
interface FieldUnits {
  readonly [duration: `${string}Seconds`]: Seconds;
  readonly desiredCount: Replicas;
  readonly base: Replicas;
  readonly MinCapacity: Replicas;
  readonly MaxCapacity: Replicas;
  readonly MinAdjustmentMagnitude: Replicas;
  readonly Cooldown: Seconds;
  readonly ScaleInCooldown: Seconds;
  readonly ScaleOutCooldown: Seconds;
  readonly stopTimeout: Seconds;
  readonly startTimeout: Seconds;
  readonly interval: Seconds;
  readonly timeout: Seconds;
  readonly startPeriod: Seconds;
  readonly Period: Seconds;
  readonly Timeout: Seconds;
}
