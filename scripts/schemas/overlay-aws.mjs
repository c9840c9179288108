// Documented ranges, lengths and patterns that the clients' schemas do not carry: [Shape.member, keywords, source].
// Source: the API reference page of the shape that is named, unless the line says otherwise.
// Patterns are RE2 and ECMAScript alike.

const seconds = { minimum: 0 };
const port = { minimum: 0, maximum: 65535 };
const resourceId = { minLength: 1, maxLength: 1600 };
const capacity = { minimum: 0 };
const arn = { pattern: '^arn:(aws|aws-cn|aws-us-gov|aws-iso[a-z-]*|aws-eusc):' };
const period = { anyOf: [{ enum: [10, 20, 30] }, { multipleOf: 60, minimum: 60 }] };

export const awsOverlay = {
  ecs: [
    [
      'RegisterTaskDefinitionRequest.family',
      { minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9_-]+$' },
      'RegisterTaskDefinition family: letters, numbers, underscores, hyphens',
    ],
    [
      'RegisterTaskDefinitionRequest.containerDefinitions',
      { minItems: 1 },
      'RegisterTaskDefinition: at least one container',
    ],
    [
      'RegisterTaskDefinitionRequest.cpu',
      { pattern: '^([0-9]+|[0-9]+(\\.[0-9]+)? ?(vCPU|vcpu))$' },
      'RegisterTaskDefinition cpu: units or vCPUs',
    ],
    [
      'RegisterTaskDefinitionRequest.memory',
      { pattern: '^([0-9]+|[0-9]+(\\.[0-9]+)? ?(GB|gb))$' },
      'RegisterTaskDefinition memory: MiB or GB',
    ],
    ['EphemeralStorage.sizeInGiB', { minimum: 20, maximum: 200 }, 'EphemeralStorage: 21 GiB to 200; 20 is the default'],
    [
      'ContainerDefinition.name',
      { minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9_-]+$' },
      'ContainerDefinition name',
    ],
    ['ContainerDefinition.image', { minLength: 1 }, 'ContainerDefinition image'],
    ['ContainerDefinition.cpu', { minimum: 0 }, 'ContainerDefinition cpu'],
    ['ContainerDefinition.memory', { minimum: 6 }, 'ContainerDefinition memory: Docker takes 6 MiB at least'],
    ['ContainerDefinition.memoryReservation', { minimum: 6 }, 'ContainerDefinition memoryReservation'],
    [
      'ContainerDefinition.stopTimeout',
      { minimum: 0, maximum: 31536000 },
      'ContainerDefinition stopTimeout; 120 is the limit of Fargate alone',
    ],
    ['ContainerDefinition.startTimeout', { minimum: 2 }, 'ContainerDefinition startTimeout: 2 seconds at least'],
    ['PortMapping.containerPort', port, 'PortMapping containerPort'],
    ['PortMapping.hostPort', port, 'PortMapping hostPort'],
    ['HealthCheck.interval', { minimum: 5, maximum: 300 }, 'HealthCheck interval'],
    ['HealthCheck.timeout', { minimum: 2, maximum: 120 }, 'HealthCheck timeout: 2 to 60, 120 since 2025'],
    ['HealthCheck.retries', { minimum: 1, maximum: 10 }, 'HealthCheck retries'],
    ['HealthCheck.startPeriod', { minimum: 0, maximum: 300 }, 'HealthCheck startPeriod'],
    ['ResourceRequirement.value', { minLength: 1 }, 'ResourceRequirement value'],
    [
      'CreateServiceRequest.serviceName',
      { minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9_-]+$' },
      'CreateService serviceName',
    ],
    ['CreateServiceRequest.desiredCount', capacity, 'CreateService desiredCount'],
    ['CreateServiceRequest.healthCheckGracePeriodSeconds', seconds, 'CreateService healthCheckGracePeriodSeconds'],
    [
      'CreateServiceRequest',
      { not: { required: ['launchType', 'capacityProviderStrategy'] } },
      'CreateService: launchType must be omitted with a capacityProviderStrategy',
    ],
    ['UpdateServiceRequest.desiredCount', capacity, 'UpdateService desiredCount'],
    ['UpdateServiceRequest.healthCheckGracePeriodSeconds', seconds, 'UpdateService healthCheckGracePeriodSeconds'],
    ['CapacityProviderStrategyItem.base', { minimum: 0, maximum: 100000 }, 'CapacityProviderStrategyItem base'],
    ['CapacityProviderStrategyItem.weight', { minimum: 0, maximum: 1000 }, 'CapacityProviderStrategyItem weight'],
    [
      'CapacityProviderStrategyItem.capacityProvider',
      { minLength: 1 },
      'CapacityProviderStrategyItem capacityProvider',
    ],
    ['DeploymentConfiguration.maximumPercent', { minimum: 0 }, 'DeploymentConfiguration maximumPercent'],
    ['DeploymentConfiguration.minimumHealthyPercent', { minimum: 0 }, 'DeploymentConfiguration minimumHealthyPercent'],
    ['AwsVpcConfiguration.subnets', { minItems: 1, maxItems: 16 }, 'AwsVpcConfiguration: up to 16 subnets'],
    ['AwsVpcConfiguration.securityGroups', { maxItems: 5 }, 'AwsVpcConfiguration: up to 5 security groups'],
    ['Tag.key', { minLength: 1, maxLength: 128 }, 'Tag key'],
    ['Tag.value', { maxLength: 256 }, 'Tag value'],
    ['MetricConfiguration.resolutionSeconds', { enum: [20, 60] }, 'MetricConfiguration resolutionSeconds'],
  ],
  'application-auto-scaling': [
    ['RegisterScalableTargetRequest.ResourceId', resourceId, 'RegisterScalableTarget ResourceId'],
    ['RegisterScalableTargetRequest.MinCapacity', capacity, 'RegisterScalableTarget MinCapacity: 0 is valid'],
    ['RegisterScalableTargetRequest.MaxCapacity', capacity, 'RegisterScalableTarget MaxCapacity'],
    ['PutScalingPolicyRequest.PolicyName', { minLength: 1, maxLength: 256 }, 'PutScalingPolicy PolicyName'],
    ['PutScalingPolicyRequest.ResourceId', resourceId, 'PutScalingPolicy ResourceId'],
    [
      'PutScheduledActionRequest.ScheduledActionName',
      { minLength: 1, maxLength: 256, pattern: '^[^:/|]+$' },
      'PutScheduledAction ScheduledActionName',
    ],
    ['PutScheduledActionRequest.ResourceId', resourceId, 'PutScheduledAction ResourceId'],
    [
      'PutScheduledActionRequest.Schedule',
      { minLength: 1, maxLength: 1600, pattern: '^(at|rate|cron)\\(.+\\)$' },
      'PutScheduledAction Schedule',
    ],
    ['ScalableTargetAction.MinCapacity', capacity, 'ScalableTargetAction MinCapacity'],
    ['ScalableTargetAction.MaxCapacity', capacity, 'ScalableTargetAction MaxCapacity'],
    ['StepScalingPolicyConfiguration.Cooldown', seconds, 'StepScalingPolicyConfiguration Cooldown'],
    [
      'StepScalingPolicyConfiguration.MinAdjustmentMagnitude',
      { minimum: 0 },
      'StepScalingPolicyConfiguration MinAdjustmentMagnitude',
    ],
    [
      'StepScalingPolicyConfiguration.StepAdjustments',
      { minItems: 1, maxItems: 20 },
      'quota: 20 step adjustments a policy',
    ],
    [
      'TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown',
      seconds,
      'TargetTrackingScalingPolicyConfiguration ScaleOutCooldown',
    ],
    [
      'TargetTrackingScalingPolicyConfiguration.ScaleInCooldown',
      seconds,
      'TargetTrackingScalingPolicyConfiguration ScaleInCooldown',
    ],
    [
      'TargetTrackingScalingPolicyConfiguration',
      { not: { required: ['PredefinedMetricSpecification', 'CustomizedMetricSpecification'] } },
      'TargetTrackingScalingPolicyConfiguration: one metric specification, not both',
    ],
    [
      'TargetTrackingMetricDataQuery.Id',
      { minLength: 1, maxLength: 255, pattern: '^[a-z][A-Za-z0-9_]*$' },
      'TargetTrackingMetricDataQuery Id starts with a lower-case letter',
    ],
    [
      'TargetTrackingMetricDataQuery.Expression',
      { minLength: 1, maxLength: 2048 },
      'TargetTrackingMetricDataQuery Expression',
    ],
    ['TargetTrackingMetric.MetricName', { minLength: 1, maxLength: 255 }, 'TargetTrackingMetric MetricName'],
    ['TargetTrackingMetric.Namespace', { minLength: 1, maxLength: 255 }, 'TargetTrackingMetric Namespace'],
    ['TargetTrackingMetricStat.Stat', { minLength: 1 }, 'TargetTrackingMetricStat Stat'],
    ['MetricDimension.Name', { minLength: 1 }, 'MetricDimension Name'],
  ],
  cloudwatch: [
    ['PutMetricAlarmInput.AlarmName', { minLength: 1, maxLength: 255 }, 'PutMetricAlarm AlarmName'],
    ['PutMetricAlarmInput.AlarmDescription', { maxLength: 1024 }, 'PutMetricAlarm AlarmDescription'],
    ['PutMetricAlarmInput.Period', period, 'PutMetricAlarm Period: 10, 20, 30 or a multiple of 60'],
    ['PutMetricAlarmInput.EvaluationPeriods', { minimum: 1 }, 'PutMetricAlarm EvaluationPeriods'],
    ['PutMetricAlarmInput.DatapointsToAlarm', { minimum: 1 }, 'PutMetricAlarm DatapointsToAlarm'],
    [
      'PutMetricAlarmInput.TreatMissingData',
      { enum: ['breaching', 'notBreaching', 'ignore', 'missing'] },
      'PutMetricAlarm TreatMissingData',
    ],
    ['PutMetricAlarmInput.AlarmActions', { maxItems: 5 }, 'PutMetricAlarm AlarmActions: up to 5'],
    ['PutMetricAlarmInput.OKActions', { maxItems: 5 }, 'PutMetricAlarm OKActions: up to 5'],
    ['PutMetricAlarmInput.InsufficientDataActions', { maxItems: 5 }, 'PutMetricAlarm InsufficientDataActions: up to 5'],
    [
      'PutMetricAlarmInput',
      { not: { required: ['MetricName', 'Metrics'] } },
      'PutMetricAlarm: either MetricName or Metrics',
    ],
    ['MetricStat.Period', period, 'MetricStat Period: 1, 5, 10, 30 or a multiple of 60; alarms take no less than 10'],
    ['MetricStat.Stat', { minLength: 1 }, 'MetricStat Stat'],
    [
      'MetricDataQuery.Id',
      { minLength: 1, maxLength: 255, pattern: '^[a-z][A-Za-z0-9_]*$' },
      'MetricDataQuery Id starts with a lower-case letter',
    ],
    ['MetricDataQuery.Expression', { minLength: 1, maxLength: 2048 }, 'MetricDataQuery Expression'],
    ['Dimension.Name', { minLength: 1, maxLength: 255 }, 'Dimension Name'],
    ['Dimension.Value', { minLength: 1, maxLength: 1024 }, 'Dimension Value'],
    [
      'PutDashboardInput.DashboardName',
      { minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9_-]+$' },
      'PutDashboard DashboardName',
    ],
    ['PutDashboardInput.DashboardBody', { minLength: 2 }, 'PutDashboard DashboardBody is JSON'],
  ],
  lambda: [
    [
      'CreateFunctionRequest.FunctionName',
      { minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' },
      'CreateFunction FunctionName: 64 characters as a name alone',
    ],
    ['CreateFunctionRequest.Role', arn, 'CreateFunction Role'],
    ['CreateFunctionRequest.Handler', { maxLength: 128, pattern: '^\\S+$' }, 'CreateFunction Handler'],
    ['CreateFunctionRequest.Description', { maxLength: 256 }, 'CreateFunction Description'],
    ['CreateFunctionRequest.Timeout', { minimum: 1, maximum: 900 }, 'Lambda quotas: 900 seconds'],
    [
      'CreateFunctionRequest.MemorySize',
      { minimum: 128, maximum: 32768 },
      'CreateFunction MemorySize; above 10240 on managed instances alone',
    ],
    ['EphemeralStorage.Size', { minimum: 512, maximum: 10240 }, 'EphemeralStorage Size'],
    ['CreateFunctionRequest.Architectures', { minItems: 1, maxItems: 1 }, 'CreateFunction Architectures: one'],
    [
      'Environment.Variables',
      { propertyNames: { pattern: '^[a-zA-Z]([a-zA-Z0-9_])+$' } },
      'Environment Variables: pattern of the key',
    ],
  ],
  iam: [
    [
      'CreateRoleRequest.RoleName',
      { minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_+=,.@-]+$' },
      'CreateRole RoleName',
    ],
    [
      'CreateRoleRequest.AssumeRolePolicyDocument',
      { minLength: 1, maxLength: 131072 },
      'CreateRole AssumeRolePolicyDocument',
    ],
    ['CreateRoleRequest.Description', { maxLength: 1000 }, 'CreateRole Description'],
    ['CreateRoleRequest.MaxSessionDuration', { minimum: 3600, maximum: 43200 }, 'CreateRole MaxSessionDuration'],
    ['CreateRoleRequest.Path', { pattern: '^/(.*/)?$', maxLength: 512 }, 'CreateRole Path'],
    [
      'PutRolePolicyRequest.RoleName',
      { minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_+=,.@-]+$' },
      'PutRolePolicy RoleName',
    ],
    [
      'PutRolePolicyRequest.PolicyName',
      { minLength: 1, maxLength: 128, pattern: '^[A-Za-z0-9_+=,.@-]+$' },
      'PutRolePolicy PolicyName',
    ],
    ['PutRolePolicyRequest.PolicyDocument', { minLength: 1, maxLength: 131072 }, 'PutRolePolicy PolicyDocument'],
  ],
  scheduler: [
    ['CreateScheduleInput.Name', { minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_.-]+$' }, 'CreateSchedule Name'],
    [
      'CreateScheduleInput.GroupName',
      { minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_.-]+$' },
      'CreateSchedule GroupName',
    ],
    [
      'CreateScheduleInput.ScheduleExpression',
      { minLength: 1, maxLength: 256, pattern: '^(at|rate|cron)\\(.+\\)$' },
      'CreateSchedule ScheduleExpression',
    ],
    [
      'CreateScheduleInput.ScheduleExpressionTimezone',
      { minLength: 1, maxLength: 50 },
      'CreateSchedule ScheduleExpressionTimezone',
    ],
    ['CreateScheduleInput.Description', { maxLength: 512 }, 'CreateSchedule Description'],
    [
      'FlexibleTimeWindow.MaximumWindowInMinutes',
      { minimum: 1, maximum: 1440 },
      'FlexibleTimeWindow MaximumWindowInMinutes',
    ],
    ['Target.Arn', arn, 'Target Arn'],
    ['Target.RoleArn', { pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$' }, 'Target RoleArn'],
    ['RetryPolicy.MaximumEventAgeInSeconds', { minimum: 60, maximum: 86400 }, 'RetryPolicy MaximumEventAgeInSeconds'],
    ['RetryPolicy.MaximumRetryAttempts', { minimum: 0, maximum: 185 }, 'RetryPolicy MaximumRetryAttempts'],
  ],
};
