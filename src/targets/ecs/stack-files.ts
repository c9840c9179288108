import type { OutputFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import { because, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';
import { stackIdsOf } from '../../model/stack-ids.ts';
import { NamedOnce } from '../named-once.ts';
import { withMadeGroups } from './made-groups.ts';
import { getAtt } from './cloudformation.ts';
import { dashboardBody } from './dashboard.ts';
import type { EcsPoolFiles } from './payloads.ts';
import { addImageParameters, addPoolResources } from './pool-resources.ts';
import { layOut } from './templates.ts';
import { addWatcherResources } from './watcher/resources.ts';

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
  const parameters = parametersOf(pools);
  const hasParameters = Object.keys(parameters).length > 0;
  const subject = owner === undefined ? system.name : text`${owner.pool.name} of ${system.name}`;

  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: text`${subject} in ${because('the environment that is compiled', system.environment, system.at)}: services, autoscaling, alarms`,
    ...(hasParameters ? { Parameters: parameters } : {}),
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
      tree: layOut('ecs/stack-deployment', {
        templatePath: templatePathOf(system, folder),
        tags: pools[0]?.ecs.tags.filter(({ key }) => SHARED_TAGS.includes(key.plain)) ?? [],
      }),
      header: hasParameters ? [...DEPLOYMENT_HEADER, ...PARAMETERS_HEADER] : DEPLOYMENT_HEADER,
    },
  ];
}

type Section = Readonly<Record<string, unknown>>;

function parametersOf(pools: readonly EcsPoolFiles[]): Section {
  const parameters = new NamedOnce<unknown>('stack parameter');
  for (const pool of pools) addImageParameters(pool, parameters);
  return parameters.record;
}

function resourcesOf(system: System, pools: readonly EcsPoolFiles[], owner: PoolPlan | undefined): Section {
  const resources = new NamedOnce<unknown>('stack resource');
  for (const pool of pools) {
    addPoolResources(pool, resources);
    if (pool.watcher !== undefined)
      addWatcherResources(pool.plan.pool, pool.target.logRetentionDays, pool.watcher, resources);
  }
  const widgets = pools.flatMap(({ ecs: { widgets }, promised }) => widgets.map(widget => ({ widget, promised })));
  if (widgets.length > 0 && system.targets.ecs !== undefined) {
    const name = [system.name.plain, system.environment, ...(owner === undefined ? [] : [owner.pool.name.plain])].join(
      '-',
    );
    const dashboard = {
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
    resources.add('Dashboard', dashboard, 'the environment');
  }
  return withMadeGroups(resources.record, pools);
}

function outputsOf(pools: readonly EcsPoolFiles[]): { readonly Outputs?: Section } {
  const outputs = new NamedOnce<unknown>('stack output');
  for (const { plan, ecs } of pools) {
    if (ecs.service === undefined) continue;
    const { pool } = plan;
    const ids = stackIdsOf(pool.name.plain);
    const output = { Description: text`Service of ${pool.name}`, Value: getAtt(ids.service, 'Name') };
    outputs.add(ids.serviceName, output, `pool "${pool.key}"`);
  }
  return outputs.size === 0 ? {} : { Outputs: outputs.record };
}

/** Git sync reads the path from the root of the repository. */
function templatePathOf(system: System, folder: string): Sourced<string> {
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
