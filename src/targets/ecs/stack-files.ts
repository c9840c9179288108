import type { OutputFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import { because, text } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';
import { renderTemplate } from '../template.ts';
import { getAtt, logicalId } from './cloudformation.ts';
import { dashboardBody } from './dashboard.ts';
import type { EcsPoolFiles } from './payloads.ts';
import { imageParameters, poolResources } from './pool-resources.ts';
import { watcherResources } from './watcher/resources.ts';

/**
 * The CloudFormation template with everything of the pools, and the file by which Git sync finds it. `owner` where the
 * stack is one pool's.
 */
export function stackFiles(
  system: System,
  pools: readonly EcsPoolFiles[],
  owner: PoolPlan | undefined,
): readonly OutputFile[] {
  const folder = owner === undefined ? 'ecs' : `ecs/${owner.pool.name.plain}`;
  const belongs = owner === undefined ? {} : { pool: owner.pool.key };
  const parameters = Object.fromEntries(pools.flatMap(pool => Object.entries(imageParameters(pool))));
  const subject = owner === undefined ? system.name : text`${owner.pool.name} of ${system.name}`;

  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: text`${subject} in ${because('the environment that is compiled', system.environment, system.at)}: services, autoscaling, alarms`,
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
    Resources: resourcesOf(system, pools, owner),
    ...outputsOf(pools),
  };
  return [
    {
      form: 'yaml',
      path: `${folder}/stack.yaml`,
      ...belongs,
      tree: because('CloudFormation template', template, system.at),
      header: STACK_HEADER,
    },
    {
      form: 'yaml',
      path: `${folder}/stack-deployment.yaml`,
      ...belongs,
      tree: renderTemplate('ecs/stack-deployment', {
        templatePath: templatePathOf(system, folder),
        tags: pools[0]?.ecs.tags.filter(({ key }) => SHARED_TAGS.includes(key.plain)) ?? [],
      }),
      header: Object.keys(parameters).length === 0 ? DEPLOYMENT_HEADER : [...DEPLOYMENT_HEADER, ...PARAMETERS_HEADER],
    },
  ];
}

function resourcesOf(
  system: System,
  pools: readonly EcsPoolFiles[],
  owner: PoolPlan | undefined,
): Readonly<Record<string, unknown>> {
  const resources: Record<string, unknown> = {};
  for (const pool of pools) {
    Object.assign(resources, poolResources(pool));
    if (pool.ecs.watcher !== undefined)
      Object.assign(
        resources,
        watcherResources(system, pool.plan, pool.ecs.watcher, logicalId(pool.plan.pool.name.plain)),
      );
  }
  const widgets = pools.flatMap(pool => pool.ecs.widgets);
  if (widgets.length > 0 && system.targets.ecs !== undefined) {
    const name = [system.name.plain, system.environment, ...(owner === undefined ? [] : [owner.pool.name.plain])].join(
      '-',
    );
    resources['Dashboard'] = {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        // CloudWatch takes letters, digits, - and _.
        DashboardName: because(
          'name of the system and of its environment',
          name.replaceAll(/[^A-Za-z0-9_-]/g, '-'),
          system.at,
        ),
        DashboardBody: dashboardBody(system, system.targets.ecs.region.plain, widgets),
      },
    };
  }
  return resources;
}

function outputsOf(pools: readonly EcsPoolFiles[]): { readonly Outputs?: Readonly<Record<string, unknown>> } {
  const outputs = pools
    .filter(pool => pool.ecs.service !== undefined)
    .map(
      ({ plan }) =>
        [
          logicalId(plan.pool.name.plain, 'service', 'name'),
          {
            Description: text`Service of ${plan.pool.name}`,
            Value: getAtt(logicalId(plan.pool.name.plain, 'service'), 'Name'),
          },
        ] as const,
    );
  return outputs.length === 0 ? {} : { Outputs: Object.fromEntries(outputs) };
}

/** Git sync reads the path from the root of the repository. */
function templatePathOf(system: System, folder: string): unknown {
  const written = system.targets.kubernetes?.gitops?.path;
  const root = written ?? because('where output is written, from the root of the repository', 'out');
  return text`${root}/${because('the environment that is compiled', system.environment, system.at)}/${folder}/stack.yaml`;
}

const SHARED_TAGS: readonly string[] = ['system', 'environment', 'managed-by'];
const STACK_HEADER = ["Services have no DesiredCount where something scales them: the count is the autoscaler's."];
const DEPLOYMENT_HEADER = ['Stack deployment file: point CloudFormation Git sync at it.'];
const PARAMETERS_HEADER = [
  'The template has parameters for images. Keep a copy with their values elsewhere, and point Git sync at that one.',
];
