import type { NeutralPool } from '../../model/plan.ts';
import { because, derive, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import type { System } from '../../model/system.ts';

/** What the pool is called on ECS. */
export interface EcsIdentity {
  readonly cluster: Sourced<string>;
  readonly service: Sourced<string>;
  readonly resourceId: Sourced<string>;
  /**
   * Alarms and task definition families share a name space within an account and region, so the cluster is in front.
   */
  readonly qualified: Sourced<string>;
  readonly tags: readonly LabelPair[];
}

export function identityOf(system: System, target: EcsTarget, { pool }: NeutralPool): EcsIdentity {
  const service = pool.existing === undefined ? pool.name : pool.existing.name;
  const { cluster } = target;
  return {
    cluster,
    service,
    resourceId: text`service/${cluster}/${service}`,
    qualified: qualify(cluster, service),
    tags: [
      tag('system', system.name),
      tag('environment', because('the environment that is compiled', system.environment, system.at)),
      tag('pool', pool.name),
      tag('managed-by', because('says who to ask before it is edited by hand', 'pipestream-scaling')),
      ...pool.labels,
    ],
  };
}

/** Names of alarms and families end at 255, and what follows this one is up to 30 long. */
const LONGEST = 220;

function qualify(cluster: Sourced<string>, service: Sourced<string>): Sourced<string> {
  const name = text`${cluster}-${service}`;
  if (name.plain.length <= LONGEST) return name;
  return derive('a name too long for AWS, shortened, with a digest of the whole', { cluster, service }, plain => {
    // Asked for here, since almost no name is so long and every lint would load it.
    const { createHash } = process.getBuiltinModule('node:crypto');
    const digest = createHash('sha256').update(`${plain.cluster}/${plain.service}`).digest('hex').slice(0, 8);
    return `${`${plain.cluster}-${plain.service}`.slice(0, LONGEST - digest.length - 1)}-${digest}`;
  });
}

function tag(key: string, value: Sourced<string>): LabelPair {
  return { key: because('key of a tag', key), value };
}
