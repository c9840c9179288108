import type { Diagnostic, Outcome } from '../../model/diagnostic.ts';
import { because, Sourced } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';
import { TARGET_NAMES } from '../../model/targets.ts';
import type { TargetName } from '../../model/targets.ts';
import { workloadsIn } from '../manifest/find-workload.ts';
import type { FindWorkload } from '../manifest/find-workload.ts';
import type { Config } from '../schema/root.ts';
import { entriesOf, type Section } from '../zip.ts';
import { WHY } from './defaults.ts';
import { lintOf } from './lint.ts';
import { resolvePool } from './pool.ts';
import { kafkaOf } from './signals.ts';
import { ecsOf, hardwareOf, kubernetesOf, metricsOf } from './targets.ts';

/** Owns every default, each with its reason; zod has none. */
export function resolve(
  environment: string,
  config: Section<Config>,
  findWorkload: FindWorkload = workloadsIn(new Map()),
): Outcome<System> {
  const diagnostics: Diagnostic[] = [];
  const hardware =
    config.hardware === undefined ? [] : entriesOf(config.hardware).map(([key, written]) => hardwareOf(key, written));
  const targets = TARGET_NAMES.flatMap((name): Sourced<TargetName>[] => {
    const written = config.targets[name];
    return written === undefined ? [] : [new Sourced(name, written.$key ?? written.$at)];
  });
  const around = {
    priority: config.priority ?? because(WHY.balanced, 'balanced' as const, config.$at),
    stage: config.stage ?? because(WHY.full, 'full' as const, config.$at),
    targets,
    hardware,
    pipestream: config.preset !== undefined,
    namespace: config.targets.kubernetes?.namespace.plain,
    findWorkload,
  };
  const pools = entriesOf(config.pools).map(([key, written]) => {
    const pool = resolvePool(key, written, around);
    diagnostics.push(...pool.diagnostics);
    return pool.value;
  });
  return {
    value: {
      environment,
      at: config.$at,
      name: config.name,
      preset: config.preset,
      priority: around.priority,
      metrics: metricsOf(config),
      targets: { kubernetes: kubernetesOf(config.targets.kubernetes), ecs: ecsOf(config.targets.ecs) },
      kafka: kafkaOf(config.kafka),
      hardware,
      pools,
      lint: lintOf(config),
      policies: config.policies?.plain ?? [],
    },
    diagnostics,
  };
}
