import type { LabelPair } from './label-pair.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Bytes, MilliCpu, Seconds } from './units.ts';

export interface Container {
  readonly name: Sourced<string>;
  readonly at: Origin;
  readonly image: Image;
  readonly cpu: RequestLimit<MilliCpu> | undefined;
  readonly memory: RequestLimit<Bytes> | undefined;
  readonly ports: readonly Port[];
  readonly environment: readonly LabelPair[];
  readonly secrets: readonly SecretReference[];
  readonly command: readonly Sourced<string>[] | undefined;
  readonly args: readonly Sourced<string>[] | undefined;
  readonly user: Sourced<number> | undefined;
  readonly readOnlyRootFilesystem: Sourced<boolean>;
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
    | { readonly kind: 'http'; readonly path: Sourced<string>; readonly port: Sourced<string> }
    | { readonly kind: 'grpc'; readonly port: Sourced<string> }
    | { readonly kind: 'tcp'; readonly port: Sourced<string> }
    | { readonly kind: 'command'; readonly command: readonly Sourced<string>[] };
  readonly period: Sourced<Seconds>;
  readonly timeout: Sourced<Seconds>;
  readonly failures: Sourced<number>;
}
