import type { SchemaRef } from '../model/output-file.ts';

/** What an Ajv standalone function reports: a keyword that did not hold, and where. */
export interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set where the name of a member, and not its value, is at fault. */
  readonly propertyName?: string;
}

export interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly Violation[] | null;
}

/**
 * The validator of what a file says it is. Modules are loaded when the first file needs them: a build for one minor of
 * Kubernetes never reads another's.
 *
 * @throws Error where there is none: an emitter that names a kind, version or operation without a schema is a bug
 */
export function validatorFor(ref: SchemaRef): Validator {
  const asked = ref.of === 'aws' ? `${ref.service}/${ref.operation}` : `${ref.version} ${ref.apiVersion} ${ref.kind}`;
  const found = known.get(asked) ?? find(ref);
  known.set(asked, found);
  return found;
}

const known = new Map<string, Validator>();

function find(ref: SchemaRef): Validator {
  const key = ref.of === 'aws' ? `${ref.service}/${ref.operation}` : kindKey(ref.apiVersion, ref.kind);
  const name = ref.of === 'aws' ? 'aws' : isCustomResource(ref.apiVersion) ? 'crds' : ref.version;
  const load = modules[name];
  if (load === undefined) throw new Error(`there are no schemas of Kubernetes ${name}`);
  const validator = load()[key];
  if (validator === undefined) throw new Error(`there is no schema of ${key} in ${name}`);
  return validator;
}

/** Minors of Kubernetes whose schemas are carried, oldest first. */
export const kubernetesVersions: readonly string[] = [
  '1.28',
  '1.29',
  '1.30',
  '1.31',
  '1.32',
  '1.33',
  '1.34',
  '1.35',
  '1.36',
];

type ValidatorModule = Readonly<Record<string, Validator>>;

// This is the boundary where generated code comes in: `require` yields no type, and the annotation gives it one.
// Each path is written out, so that a bundler may take the modules in or leave them where they are.
const modules: Readonly<Record<string, () => ValidatorModule>> = {
  aws: () => require('#generated/validators/aws.cjs') as ValidatorModule,
  crds: () => require('#generated/validators/kubernetes-crds.cjs') as ValidatorModule,
  '1.28': () => require('#generated/validators/kubernetes-1.28.cjs') as ValidatorModule,
  '1.29': () => require('#generated/validators/kubernetes-1.29.cjs') as ValidatorModule,
  '1.30': () => require('#generated/validators/kubernetes-1.30.cjs') as ValidatorModule,
  '1.31': () => require('#generated/validators/kubernetes-1.31.cjs') as ValidatorModule,
  '1.32': () => require('#generated/validators/kubernetes-1.32.cjs') as ValidatorModule,
  '1.33': () => require('#generated/validators/kubernetes-1.33.cjs') as ValidatorModule,
  '1.34': () => require('#generated/validators/kubernetes-1.34.cjs') as ValidatorModule,
  '1.35': () => require('#generated/validators/kubernetes-1.35.cjs') as ValidatorModule,
  '1.36': () => require('#generated/validators/kubernetes-1.36.cjs') as ValidatorModule,
};

/** `deployment-apps-v1`: the file name that kubeconform looks up, which is the name of the export too. */
function kindKey(apiVersion: string, kind: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [undefined, apiVersion];
  return [kind.toLowerCase(), group?.split('.')[0], version].filter(part => part !== undefined).join('-');
}

/** Groups of Kubernetes' own kinds that are emitted have no dot; those of custom resources are domains. */
function isCustomResource(apiVersion: string): boolean {
  return apiVersion.split('/')[0]?.includes('.') ?? false;
}
