import type { LabelPair } from './label-pair.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Bytes, MilliCpu, Seconds } from './units.ts';

export interface Container {
  readonly name: Sourced<string>;
  readonly at: Origin;
  readonly image: Image;
  /** Undefined where the platform decides: Kubernetes by the tag, ECS by its agent. */
  readonly imagePullPolicy: Sourced<'Always' | 'IfNotPresent' | 'Never'> | undefined;
  /** Of an init container that is a sidecar. */
  readonly restartPolicy: Sourced<'Always'> | undefined;
  readonly cpu: RequestLimit<MilliCpu> | undefined;
  readonly memory: RequestLimit<Bytes> | undefined;
  /** Disk for its writable layer, logs and volumes that live as long as the pod. */
  readonly ephemeralStorage: RequestLimit<Bytes> | undefined;
  readonly ports: readonly Port[];
  /** In the order written, in which a later value may name an earlier variable: `$(POD_IP)`. */
  readonly environment: readonly Variable[];
  readonly envFrom: readonly EnvironmentSource[];
  readonly secrets: readonly SecretReference[];
  readonly command: readonly Sourced<string>[] | undefined;
  readonly args: readonly Sourced<string>[] | undefined;
  readonly user: Sourced<number> | undefined;
  readonly group: Sourced<number> | undefined;
  readonly readOnlyRootFilesystem: Sourced<boolean>;
  readonly capabilities: Capabilities;
  readonly mounts: readonly Mount[];
  readonly lifecycle: { readonly postStart?: Hook; readonly preStop?: Hook };
  readonly probes: { readonly startup?: Probe; readonly readiness?: Probe; readonly liveness?: Probe };
  /** Scraped at this port and path; absent where nothing is to be scraped. */
  readonly metrics: { readonly port: Sourced<string>; readonly path: Sourced<string> } | undefined;
}

export type Image =
  | { readonly kind: 'pinned'; readonly reference: Sourced<string> }
  /** Left to a Kustomize overlay or a stack parameter; `name` is what stands in for it. */
  | { readonly kind: 'parameter'; readonly name: Sourced<string> };

export interface RequestLimit<T> {
  readonly request: Sourced<T>;
  readonly limit: Sourced<T> | undefined;
}

/** Capabilities of Linux, beside those of the container runtime. */
export interface Capabilities {
  readonly add: readonly Sourced<string>[];
  /** ALL unless it is written. */
  readonly drop: readonly Sourced<string>[];
}

/** A value, or where Kubernetes takes it from when the container starts. */
export type Variable = LabelPair | VariableReference;

export interface VariableReference {
  readonly key: Sourced<string>;
  readonly from:
    | {
        readonly kind: 'configMap';
        readonly name: Sourced<string>;
        readonly key: Sourced<string>;
        readonly optional: Sourced<boolean> | undefined;
      }
    /** A field of the pod: `status.podIP`. */
    | { readonly kind: 'field'; readonly path: Sourced<string> }
    /** What the container requests or may use, in units of the divisor. */
    | { readonly kind: 'resource'; readonly resource: Sourced<string>; readonly divisor: Sourced<string> | undefined };
}

/** Variables whose value is written. */
export function valuesOf(environment: readonly Variable[]): readonly LabelPair[] {
  return environment.filter(variable => 'value' in variable);
}

/** Every key of a ConfigMap or Secret becomes a variable, and every line of a file in S3; one of the two is there. */
export interface EnvironmentSource {
  readonly at: Origin;
  readonly object: EnvironmentObject | undefined;
  /** ARN of the file, for ECS. */
  readonly s3: Sourced<string> | undefined;
  /** In front of each variable. */
  readonly prefix: Sourced<string> | undefined;
  /** The container starts without it too. */
  readonly optional: Sourced<boolean> | undefined;
}

export interface EnvironmentObject {
  readonly kind: 'configMap' | 'secret';
  readonly name: Sourced<string>;
}

export interface Mount {
  /** Absolute, in the container. */
  readonly path: Sourced<string>;
  readonly volume: Sourced<string>;
  readonly readOnly: Sourced<boolean> | undefined;
  /** Of the volume, relative. */
  readonly subPath: Sourced<string> | undefined;
}

/** What runs in a container after it started, or before it is told to stop. */
export interface Hook {
  readonly at: Origin;
  readonly run:
    | { readonly kind: 'command'; readonly command: readonly Sourced<string>[] }
    | { readonly kind: 'http'; readonly path: Sourced<string>; readonly port: Sourced<string> }
    | { readonly kind: 'sleep'; readonly time: Sourced<Seconds> };
}

export interface Port {
  readonly name: Sourced<string>;
  readonly number: Sourced<number>;
}

export interface SecretReference {
  readonly variable: Sourced<string>;
  /** Kubernetes Secret name and key. */
  readonly kubernetes: { readonly name: Sourced<string>; readonly key: Sourced<string> } | undefined;
  /** ARN in Secrets Manager or Parameter Store. */
  readonly arn: Sourced<string> | undefined;
}

export interface Probe {
  readonly at: Origin;
  readonly check:
    | {
        readonly kind: 'http';
        readonly path: Sourced<string>;
        readonly port: Sourced<string>;
        readonly scheme: Sourced<'HTTP' | 'HTTPS'> | undefined;
        readonly headers: readonly LabelPair[];
      }
    | { readonly kind: 'grpc'; readonly port: Sourced<string> }
    | { readonly kind: 'tcp'; readonly port: Sourced<string> }
    | { readonly kind: 'command'; readonly command: readonly Sourced<string>[] };
  /** Before the first check; undefined for none. */
  readonly initialDelay: Sourced<Seconds> | undefined;
  readonly period: Sourced<Seconds>;
  readonly timeout: Sourced<Seconds>;
  readonly failures: Sourced<number>;
  /** In a row, of a readiness check that has failed; undefined for one. */
  readonly successes: Sourced<number> | undefined;
}
