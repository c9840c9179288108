import { because } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { capitalised, getAtt, logicalId, membersOf, ref, without } from './cloudformation.ts';
import type { EcsPoolFiles, Payload } from './payloads.ts';

/** The resources of a pool, by logical id, made of the very trees that the payloads are printed from. */
export function poolResources({ plan, ecs, payloads }: EcsPoolFiles): Readonly<Record<string, unknown>> {
  const id = (...parts: readonly string[]): string => logicalId(plan.pool.name.plain, ...parts);
  const resources: Record<string, unknown> = {};
  const add = (name: string, type: string, properties: unknown, more: Readonly<Record<string, unknown>> = {}): void => {
    resources[name] = because(
      `resource of pool "${plan.pool.key}"`,
      { Type: type, ...more, Properties: properties },
      plan.pool.at,
    );
  };
  const tree = (path: string): Sourced<unknown> => treeAt(payloads, path);

  if (ecs.service !== undefined) {
    const { task, heldCount, retained } = ecs.service;
    add(id('logs'), 'AWS::Logs::LogGroup', { LogGroupName: task.logGroup, RetentionInDays: task.logRetentionDays });
    add(
      id('task'),
      'AWS::ECS::TaskDefinition',
      taskProperties(ecs.service.task.containers, tree('task-definition.json'), id),
      { DependsOn: [id('logs')] },
    );
    // Without DesiredCount CloudFormation leaves the count to the autoscaler (semantics 40).
    add(
      id('service'),
      'AWS::ECS::Service',
      {
        ...membersOf(capitalised(without(tree('service.create.json'), 'desiredCount', 'taskDefinition'))),
        TaskDefinition: ref(id('task')),
        ...(heldCount === undefined ? {} : { DesiredCount: heldCount }),
      },
      retained ? { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } : {},
    );
  }

  if (ecs.scaling !== undefined) {
    const { policies, schedules } = ecs.scaling;
    add(id('target'), 'AWS::ApplicationAutoScaling::ScalableTarget', {
      ...without(tree('scalable-target.json'), 'ResourceId'),
      // By way of the service, so that the target is made after it.
      ResourceId:
        ecs.service === undefined
          ? ecs.resourceId
          : { 'Fn::Join': ['/', ['service', ecs.cluster, getAtt(id('service'), 'Name')]] },
      ...(schedules.length === 0
        ? {}
        : {
            ScheduledActions: schedules.map(schedule =>
              without(tree(`schedules/${schedule.key}.json`), 'ServiceNamespace', 'ResourceId', 'ScalableDimension'),
            ),
          }),
    });
    for (const policy of policies) {
      add(id('policy', policy.key), 'AWS::ApplicationAutoScaling::ScalingPolicy', {
        ...without(tree(`policies/${policy.key}.json`), 'ServiceNamespace', 'ResourceId', 'ScalableDimension'),
        ScalingTargetId: ref(id('target')),
      });
      if (policy.kind === 'step') {
        add(id('alarm', policy.key), 'AWS::CloudWatch::Alarm', {
          ...without(tree(`alarms/${policy.key}.json`), 'AlarmActions'),
          AlarmActions: [ref(id('policy', policy.key))],
        });
      }
    }
  }
  for (const alarm of ecs.alarms)
    add(id('alarm', alarm.key), 'AWS::CloudWatch::Alarm', tree(`alarms/${alarm.key}.json`));
  return resources;
}

/** Stack parameters for the images that are left to one. */
export function imageParameters({ plan, ecs }: EcsPoolFiles): Readonly<Record<string, unknown>> {
  const containers = ecs.service?.task.containers.filter(container => container.imageParameter) ?? [];
  return Object.fromEntries(
    containers.map(({ name, image }) => [
      logicalId(plan.pool.name.plain, name.plain, 'image'),
      because(
        'the image is left to a stack parameter',
        {
          Type: 'String',
          Description: `Image of container "${name.plain}" of ${plan.pool.name.plain}, with its tag or digest`,
        },
        image.origin,
      ),
    ]),
  );
}

type Containers = NonNullable<EcsPoolFiles['ecs']['service']>['task']['containers'];

function taskProperties(
  containers: Containers,
  task: Sourced<unknown>,
  id: (...parts: readonly string[]) => string,
): unknown {
  const properties = membersOf(capitalised(task));
  const definitions = properties['ContainerDefinitions'];
  if (!Array.isArray(definitions)) return properties;
  return {
    ...properties,
    ContainerDefinitions: definitions.map((definition: unknown, index) => {
      const container = containers[index];
      return container?.imageParameter === true
        ? { ...membersOf(definition), Image: ref(id(container.name.plain, 'image')) }
        : definition;
    }),
  };
}

function treeAt(payloads: readonly Payload[], path: string): Sourced<unknown> {
  const payload = payloads.find(candidate => candidate.path === path);
  if (payload === undefined) throw new RangeError(`no payload at ${path}`);
  return payload.tree;
}
