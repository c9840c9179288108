import type { EcsPolicy } from '../../model/ecs-plan.ts';
import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, text } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { EcsIdentity } from './identity.ts';
import { queriesOf } from './queries.ts';
import type { Reading } from './readings.ts';
import { whole } from '../rounding.ts';

/** Target tracking of a signal that moves in proportion to capacity. */
export function trackingPolicy(
  identity: EcsIdentity,
  { pool }: NeutralPool,
  reading: Reading,
  taskCount: EcsSeries,
  stepped: Reading | undefined,
): EcsPolicy {
  return {
    kind: 'tracking',
    key: reading.key,
    name: text`${identity.service}-${reading.key}`,
    target: reading.predefined?.target ?? reading.target,
    predefined: reading.predefined?.metric,
    resourceLabel: reading.predefined?.label,
    queries:
      reading.predefined === undefined ? queriesOf([reading], taskCount, reading.what, ([part = '']) => part) : [],
    scaleInCooldown: whole(pool.scaleDown.cooldown, seconds),
    scaleOutCooldown: whole(pool.scaleUp.cooldown, seconds),
    disableScaleIn:
      stepped === undefined
        ? because(
            'every signal of the pool is tracked, so all policies must agree before a task goes',
            false,
            reading.at,
          )
        : because(
            `target tracking cannot see the ${stepped.key} signal and would take away what its steps add; the policy "in" looks at every signal`,
            true,
            stepped.at,
          ),
  };
}
