import type { EnvironmentObject } from '../../model/container.ts';
import type { Pool } from '../../model/pool.ts';
import { without } from '../capabilities.ts';
import type { Shortfall } from '../capabilities.ts';
import { lostAt, ofEach } from '../container-shortfalls.ts';

/** Files of variables that only ECS reads; a pod without an object beside the file starts without its variables. */
export function filesInS3(pool: Pool): readonly Shortfall[] {
  if (pool.existing !== undefined) return [];
  return ofEach(pool, ({ envFrom }, below) =>
    envFrom.flatMap(({ object, s3 }, index): readonly Shortfall[] => {
      const path = [...below, 'envFrom', String(index), 's3'];
      if (object === undefined) {
        const instead = 'Only ECS reads files in S3, so the container starts without its variables.';
        return lostAt(path, s3, instead).map(one => ({ ...one, dangerous: true }));
      }
      const inert = `pods take the ${KIND_NAMES[object.kind]} beside it`;
      return without(path.join('.'), s3?.origin, inert).map(one => ({ ...one, path }));
    }),
  );
}

const KIND_NAMES = { configMap: 'ConfigMap', secret: 'Secret' } as const satisfies Record<
  EnvironmentObject['kind'],
  string
>;
