import { configurationProblem } from '../../model/catalogue/configuration.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsPool } from '../../model/ecs-plan.ts';
import { writtenPlaces } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';

/** A pool with what is decided for it. */
interface Planned {
  readonly key: string;
  readonly ecs: EcsPool;
}

/** Settings that only some pools need. */
type Setting = 'subnets' | 'securityGroups' | 'executionRoleArn' | 'accountId';

interface Need {
  readonly isNeeded: (ecs: EcsPool) => boolean;
  readonly why: (pool: string) => string;
  readonly expected: string;
}

const runsTasks = ({ service }: EcsPool) => service !== undefined;

/** A service that another tool deploys gets a scalable target, policies and alarms, which name the cluster alone. */
const NEEDS: Readonly<Record<Setting, Need>> = {
  accountId: {
    isNeeded: ({ watcher }) => watcher !== undefined,
    why: pool => `the roles and the function of the watcher of pool "${pool}" are named by their account`,
    expected: 'twelve digits, in quotes',
  },
  subnets: {
    isNeeded: runsTasks,
    why: pool => `the tasks of pool "${pool}" run in them`,
    expected: 'a list of subnets, such as [subnet-0123456789abcdef0]',
  },
  securityGroups: {
    isNeeded: runsTasks,
    why: pool => `the tasks of pool "${pool}" are in them`,
    expected: 'a list of security groups, such as [sg-0123456789abcdef0]',
  },
  executionRoleArn: {
    isNeeded: runsTasks,
    why: pool => `ECS pulls the images and the secrets of pool "${pool}" with it`,
    expected: 'the ARN of a role, such as arn:aws:iam::123456789012:role/name',
  },
};

/** Settings of the target that something emitted needs, and that are not written: each once, with the first pool. */
export function missingSettings(target: EcsTarget | undefined, pools: readonly Planned[]): readonly Diagnostic[] {
  if (target === undefined) return [];
  return SETTINGS.filter(setting => isMissing(target[setting])).flatMap((key): readonly Diagnostic[] => {
    const { isNeeded, why, expected } = NEEDS[key];
    const pool = pools.find(({ ecs }) => isNeeded(ecs));
    if (pool === undefined) return [];
    return [
      configurationProblem('missing-key', 'needed', {
        at: target.at,
        path: ['targets', 'ecs'],
        related: writtenPlaces(pool.ecs.at).map(({ span }) => ({ message: `pool "${pool.key}"`, span })),
        data: { map: '"targets.ecs"', key, why: why(pool.key), expected },
      }),
    ];
  });
}

const SETTINGS = ['accountId', 'subnets', 'securityGroups', 'executionRoleArn'] as const satisfies readonly Setting[];

function isMissing(value: EcsTarget[Setting]): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
