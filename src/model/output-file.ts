import { unwrap } from './sourced.ts';
import type { Json, Sourced } from './sourced.ts';

/** One generated file, before it is text. Its root is Sourced, so each field can be asked where it comes from. */
export type OutputFile = StructuredFile | TextFile;

/** A file whose bytes are printed from a tree. */
export interface StructuredFile {
  readonly form: 'yaml' | 'json';
  /** Relative to the environment's folder, `/` between folders. */
  readonly path: string;
  /** Key of the pool it belongs to; absent for what the environment shares. */
  readonly pool?: string;
  readonly tree: Sourced<unknown>;
  /** The object that cdk8s made of the tree; it is printed. Absent in files that are not Kubernetes objects. */
  readonly object?: Json;
  /**
   * What the embedded check holds it against; absent where no schema exists (kustomization.yaml has one, REPORT.md does
   * not).
   */
  readonly schema?: SchemaRef;
  /** Comment lines for the head of a YAML file, without `#`. JSON has no comments. */
  readonly header?: readonly string[];
}

const plains = new WeakMap<StructuredFile, Json>();

/** The data of a file, unwrapped once: the schemas, the rules between files and the printer each ask for it. */
export function plainOf(file: StructuredFile): Json {
  const known = file.object ?? plains.get(file);
  if (known !== undefined) return known;
  const plain = unwrap(file.tree);
  plains.set(file, plain);
  return plain;
}

/** A file that is text from the start: the report, the watcher's handler. */
export interface TextFile {
  readonly form: 'text';
  readonly path: string;
  readonly pool?: string;
  readonly text: string;
}

/** A Kubernetes object by group, version and kind, or the input of an AWS operation. */
export type SchemaRef =
  | { readonly of: 'kubernetes'; readonly apiVersion: string; readonly kind: string; readonly version: string }
  | { readonly of: 'aws'; readonly service: AwsService; readonly operation: string };

export type AwsService =
  | 'ecs'
  | 'application-auto-scaling'
  | 'cloudwatch'
  | 'lambda'
  | 'elbv2'
  | 'iam'
  | 'logs'
  | 'scheduler';

/** A file as it goes to disk. */
export interface RenderedFile {
  readonly path: string;
  readonly pool?: string;
  readonly text: string;
}
