import { because } from '../../model/sourced.ts';
import { stackIdsOf } from '../../model/stack-ids.ts';
import type { StackIds } from '../../model/stack-ids.ts';
import type { NamedOnce } from '../named-once.ts';
import { capitalised, getAtt, membersOf, ref, without } from './cloudformation.ts';
import type { EcsPoolFiles, GroupPayloads, ScalingPayloads, ServicePayloads } from './payloads.ts';

/** The resources of a pool, made of the very trees that the payloads are printed from. */
export function addPoolResources({ plan, ecs, payloads }: EcsPoolFiles, resources: NamedOnce<unknown>): void {
  const { pool } = plan;
  const building: Building = {
    ids: stackIdsOf(pool.name.plain),
    add: (id, type, properties, more = {}) => {
      const resource = { Type: type, ...more, Properties: properties };
      resources.add(id, because(`resource of pool "${pool.key}"`, resource, pool.at), `pool "${pool.key}"`);
    },
  };
  if (payloads.service !== undefined) addService(payloads.service, building);
  if (payloads.scaling !== undefined) addScaling(ecs, payloads.scaling, building);
  for (const { key, alarm } of payloads.alarms)
    building.add(building.ids.alarm(key), 'AWS::CloudWatch::Alarm', alarm.tree);
}

interface Building {
  readonly ids: StackIds;
  readonly add: (id: string, type: string, properties: unknown, more?: Readonly<Record<string, unknown>>) => void;
}

function addService(payloads: ServicePayloads, { ids, add }: Building): void {
  const { task, heldCount, retained } = payloads.service;
  for (const group of payloads.groups) addGroup(group, retained, { ids, add });
  add(ids.logs, 'AWS::Logs::LogGroup', { LogGroupName: task.logGroup, RetentionInDays: task.logRetentionDays });
  add(ids.task, 'AWS::ECS::TaskDefinition', taskProperties(payloads, ids), { DependsOn: [ids.logs] });
  // Without DesiredCount CloudFormation leaves the count to the autoscaler (semantics 40).
  add(
    ids.service,
    'AWS::ECS::Service',
    {
      ...membersOf(capitalised(without(payloads.create, 'desiredCount', 'taskDefinition'))),
      TaskDefinition: ref(ids.task),
      ...(heldCount === undefined ? {} : { DesiredCount: heldCount }),
    },
    {
      // ECS takes only a target group that a listener leads to.
      ...(payloads.groups.length === 0
        ? {}
        : { DependsOn: payloads.groups.map(({ made }) => ids.listenerRule(made.suffix)) }),
      // Plain Retain would keep a service whose creation failed, and its name would refuse the next try (44c).
      ...(retained ? { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } : {}),
    },
  );
}

/** Both are kept as long as the service is: without them it would run, and nobody could reach it. */
function addGroup({ made, create, attributes, rule }: GroupPayloads, retained: boolean, { ids, add }: Building): void {
  const kept = retained ? { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Delete' } : {};
  add(
    ids.targetGroup(made.suffix),
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    // Without its name, under which a changed group could not be made beside the old one.
    { ...without(create, 'Name'), TargetGroupAttributes: membersOf(attributes.tree)['Attributes'] },
    kept,
  );
  add(ids.listenerRule(made.suffix), 'AWS::ElasticLoadBalancingV2::ListenerRule', without(rule, 'Tags'), kept);
}

function addScaling(
  ecs: EcsPoolFiles['ecs'],
  { target, policies, schedules }: ScalingPayloads,
  { ids, add }: Building,
): void {
  add(ids.target, 'AWS::ApplicationAutoScaling::ScalableTarget', {
    ...without(target, 'ResourceId'),
    // By way of the service, so that the target is made after it.
    ResourceId:
      ecs.service === undefined
        ? ecs.resourceId
        : { 'Fn::Join': ['/', ['service', ecs.cluster, getAtt(ids.service, 'Name')]] },
    ...(schedules.length === 0
      ? {}
      : {
          ScheduledActions: schedules.map(schedule =>
            without(schedule, 'ServiceNamespace', 'ResourceId', 'ScalableDimension'),
          ),
        }),
  });
  for (const { key, policy, alarm } of policies) {
    add(ids.policy(key), 'AWS::ApplicationAutoScaling::ScalingPolicy', {
      ...without(policy, 'ServiceNamespace', 'ResourceId', 'ScalableDimension'),
      ScalingTargetId: ref(ids.target),
    });
    if (alarm !== undefined) {
      add(ids.alarm(alarm.key), 'AWS::CloudWatch::Alarm', {
        ...without(alarm.alarm, 'AlarmActions'),
        AlarmActions: [ref(ids.policy(key))],
      });
    }
  }
}

/** Stack parameters for the images that are left to one. */
export function addImageParameters({ plan: { pool }, ecs }: EcsPoolFiles, parameters: NamedOnce<unknown>): void {
  for (const { name, image, imageParameter } of ecs.service?.task.containers ?? []) {
    if (!imageParameter) continue;
    const parameter = {
      Type: 'String',
      Description: `Image of container "${name.plain}" of ${pool.name.plain}, with its tag or digest`,
    };
    parameters.add(
      stackIdsOf(pool.name.plain).image(name.plain),
      because('the image is left to a stack parameter', parameter, image.origin),
      `container "${name.plain}" of pool "${pool.key}"`,
    );
  }
}

function taskProperties({ service, task }: ServicePayloads, ids: StackIds): unknown {
  const properties = membersOf(capitalised(task.tree));
  const definitions = properties['ContainerDefinitions'];
  if (!Array.isArray(definitions)) return properties;
  return {
    ...properties,
    ContainerDefinitions: definitions.map((definition: unknown, index) => {
      const container = service.task.containers[index];
      return container?.imageParameter === true
        ? { ...membersOf(definition), Image: ref(ids.image(container.name.plain)) }
        : definition;
    }),
  };
}
