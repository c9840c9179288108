import * as z from 'zod/mini';
import { InitContainer, RelativePath } from './container.ts';
import { exactlyOne } from './exactly-one.ts';
import {
  AnnotationKey,
  ConfigurationKey,
  Duration,
  LabelKey,
  LabelValue,
  Memory,
  Name,
  ObjectName,
  PositiveCount,
  RoleArn,
  Text,
  Word,
} from './scalars.ts';
import { ofMainKey } from './short-form.ts';
import { recordOf } from '../../model/names-in.ts';
import { PATCHED_KINDS } from '../../model/patch.ts';
import type { PatchedKind } from '../../model/patch.ts';

/** A part of a Kubernetes object as its API has it; lint holds it against the API's own schema. */
export const Raw = z.record(z.string(), z.unknown());

const Mode = z.string().check(z.regex(/^0?[0-7]{3}$/, 'expected a mode in octal, such as "0440"'));
const AbsolutePath = z
  .string()
  .check(
    z.regex(/^\/(?!(?:.*\/)?\.\.(?:\/|$))[^\s\p{Cc}]*$/u, 'expected an absolute path that does not go up by ../'),
    z.maxLength(1024),
  );

/** Files of a volume: keys of a config map or secret, and where each is laid. */
const Files = z.record(ConfigurationKey, RelativePath);
const OfObject = ofMainKey(
  'name',
  ObjectName,
  z.strictObject({
    name: ObjectName,
    items: z.optional(Files),
    optional: z.optional(z.boolean()),
    mode: z.optional(Mode),
  }),
);

const FileSystem = z
  .string()
  .check(z.regex(/^fs-[0-9a-f]{8,40}$/, 'expected an EFS file system, such as fs-0123456789abcdef0'));

const Efs = ofMainKey(
  'fileSystem',
  FileSystem,
  z
    .strictObject({
      fileSystem: FileSystem,
      accessPoint: z.optional(
        z.string().check(z.regex(/^fsap-[0-9a-f]{8,40}$/, 'expected an access point, such as fsap-0123456789abcdef0')),
      ),
      rootDirectory: z.optional(AbsolutePath),
      iam: z.optional(z.boolean()),
    })
    .check(
      z.refine(efs => efs.accessPoint === undefined || (efs.rootDirectory ?? '/') === '/', {
        error: 'expected no rootDirectory beside accessPoint',
        params: { help: 'Remove rootDirectory: the access point has its own root directory.' },
      }),
    ),
);

const KINDS = ['emptyDir', 'configMap', 'secret', 'persistentVolumeClaim', 'hostPath', 'csi', 'projected'] as const;

const Volume = z
  .strictObject({
    emptyDir: z.optional(
      z.strictObject({
        medium: z.optional(z.literal('Memory')),
        sizeLimit: z.optional(Memory),
      }),
    ),
    configMap: z.optional(OfObject),
    secret: z.optional(OfObject),
    persistentVolumeClaim: z.optional(
      ofMainKey(
        'claim',
        ObjectName,
        z.strictObject({
          claim: ObjectName,
          readOnly: z.optional(z.boolean()),
        }),
      ),
    ),
    hostPath: z.optional(
      ofMainKey(
        'path',
        AbsolutePath,
        z.strictObject({
          path: AbsolutePath,
          type: z.optional(
            z.enum(['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice']),
          ),
        }),
      ),
    ),
    csi: z.optional(
      z.strictObject({
        driver: ObjectName,
        readOnly: z.optional(z.boolean()),
        fsType: z.optional(Word),
        attributes: z.optional(z.record(Word, Text)),
        secret: z.optional(ObjectName),
      }),
    ),
    projected: z.optional(
      z.strictObject({
        sources: z.array(Raw).check(z.minLength(1, 'expected at least one source')),
        mode: z.optional(Mode),
      }),
    ),
    efs: z.optional(Efs),
  })
  .check(
    z.refine(
      ({ efs, ...volume }) => {
        const kinds = KINDS.filter(kind => volume[kind] !== undefined);
        return efs === undefined ? kinds.length === 1 : kinds.every(kind => kind === 'persistentVolumeClaim');
      },
      {
        error: `expected exactly one of ${KINDS.join(', ')} and efs`,
        params: { help: 'A volume has one kind; only efs may stand beside persistentVolumeClaim.' },
      },
    ),
  );

const PullSecret = ofMainKey(
  'secret',
  ObjectName,
  z
    .strictObject({
      secret: z.optional(ObjectName),
      arn: z.optional(
        z.string().check(z.regex(/^arn:aws[a-z-]*:secretsmanager:[^\s]+$/, 'expected an ARN in Secrets Manager')),
      ),
    })
    .check(
      z.refine(secret => secret.secret !== undefined || secret.arn !== undefined, {
        error: 'expected secret, arn or both',
        params: { help: 'Name where each platform keeps it.' },
      }),
    ),
);

/** Annotations that `role` writes. */
const OF_ROLES: ReadonlySet<string> = new Set([
  'eks.amazonaws.com/role-arn',
  'iam.gke.io/gcp-service-account',
  'azure.workload.identity/client-id',
]);
const ServiceAccount = ofMainKey(
  'existing',
  ObjectName,
  z
    .strictObject({
      existing: z.optional(ObjectName),
      role: z.optional(
        z
          .strictObject({
            aws: z.optional(RoleArn),
            google: z.optional(
              z
                .string()
                .check(
                  z.regex(
                    /^[a-z][-a-z0-9]*@[-a-z0-9.:]+\.gserviceaccount\.com$/,
                    'expected a service account of Google Cloud, such as app@project.iam.gserviceaccount.com',
                  ),
                ),
            ),
            azure: z.optional(
              z
                .string()
                .check(
                  z.regex(
                    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
                    'expected the client id of a managed identity',
                  ),
                ),
            ),
          })
          .check(exactlyOne(['aws', 'google', 'azure'], 'A cluster runs in one cloud.')),
      ),
      annotations: z.optional(
        z.record(
          AnnotationKey.check(z.refine(key => !OF_ROLES.has(key), 'expected the role of a cloud under role')),
          Text,
        ),
      ),
      automountToken: z.optional(z.boolean()),
    })
    .check(
      z.refine(
        account => account.existing === undefined || (account.role === undefined && account.annotations === undefined),
        {
          error: 'expected existing without role and annotations',
          params: { help: 'Leave existing out to have a service account generated, or annotate the existing one.' },
        },
      ),
    ),
);

const Toleration = z
  .strictObject({
    key: z.optional(LabelKey),
    operator: z.optional(z.enum(['Equal', 'Exists'])),
    value: z.optional(LabelValue),
    effect: z.optional(z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])),
    seconds: z.optional(Duration),
  })
  .check(
    z.refine(one => one.key !== undefined || one.operator === 'Exists', {
      error: 'expected operator: Exists without a key',
      params: { help: 'Write the key of the taint; only Exists tolerates every taint.' },
    }),
    z.refine(one => one.operator !== 'Exists' || one.value === undefined, {
      error: 'expected no value beside operator: Exists',
      params: { help: 'Remove value, or write operator: Equal.' },
    }),
    z.refine(one => one.seconds === undefined || one.effect === 'NoExecute', {
      error: 'expected seconds beside effect: NoExecute only',
      params: { help: 'Only NoExecute evicts a pod that runs already.' },
    }),
  );

const Spread = ofMainKey(
  'topologyKey',
  LabelKey,
  z
    .strictObject({
      topologyKey: LabelKey,
      maxSkew: z.optional(PositiveCount.check(z.maximum(1_000_000))),
      whenUnsatisfiable: z.optional(z.enum(['DoNotSchedule', 'ScheduleAnyway'])),
      minDomains: z.optional(PositiveCount.check(z.maximum(1_000_000))),
      nodeAffinityPolicy: z.optional(z.enum(['Honor', 'Ignore'])),
      nodeTaintsPolicy: z.optional(z.enum(['Honor', 'Ignore'])),
      matchLabelKeys: z.optional(
        z
          .array(
            // Kubernetes refuses a key that the selector of the constraint has.
            LabelKey.check(
              z.refine(key => !SELECTING.has(key), 'expected a label that the compiler does not select pods by'),
            ),
          )
          .check(z.minLength(1, 'expected at least one label')),
      ),
    })
    .check(
      z.refine(one => one.minDomains === undefined || one.whenUnsatisfiable === 'DoNotSchedule', {
        error: 'expected minDomains beside whenUnsatisfiable: DoNotSchedule only',
      }),
    ),
);

const Scheduling = z.strictObject({
  nodeSelector: z.optional(z.record(LabelKey, LabelValue)),
  tolerations: z.optional(z.array(Toleration)),
  affinity: z.optional(
    z.strictObject({
      nodeAffinity: z.optional(Raw),
      podAffinity: z.optional(Raw),
      podAntiAffinity: z.optional(Raw),
    }),
  ),
  topologySpread: z.optional(
    z
      .array(Spread)
      .check(
        z.refine(
          all =>
            new Set(all.map(one => `${one.topologyKey} ${one.whenUnsatisfiable ?? 'ScheduleAnyway'}`)).size ===
            all.length,
          { error: 'expected each topologyKey once for each whenUnsatisfiable' },
        ),
      ),
  ),
  priorityClass: z.optional(ObjectName),
});

/** Labels that select the pods of a pool. */
const SELECTING: ReadonlySet<string> = new Set(['app.kubernetes.io/name', 'app.kubernetes.io/instance']);

/** What a replica has beside its containers. */
export const POD_FIELDS = {
  initContainers: z.optional(z.record(Name, InitContainer)),
  volumes: z.optional(z.record(Name, Volume)),
  serviceAccount: z.optional(ServiceAccount),
  imagePullSecrets: z.optional(z.array(PullSecret)),
  scheduling: z.optional(Scheduling),
  fsGroup: z.optional(z.int().check(z.minimum(0), z.maximum(2_147_483_647))),
  podLabels: z.optional(
    z.record(
      LabelKey.check(
        z.refine(key => !SELECTING.has(key), 'expected a label that the compiler does not select pods by'),
      ),
      LabelValue,
    ),
  ),
  podAnnotations: z.optional(z.record(AnnotationKey, Text)),
  patch: z.optional(
    z.strictObject(recordOf<Record<PatchedKind, z.ZodMiniOptional<typeof Raw>>>(PATCHED_KINDS, () => z.optional(Raw))),
  ),
};
