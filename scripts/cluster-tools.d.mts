/** Paths of the programs of a cluster. */
export interface ClusterTools {
  readonly versions: { readonly kubernetes: string; readonly keda: string };
  readonly 'kube-apiserver': string;
  readonly 'kube-controller-manager': string;
  readonly kubectl: string;
  readonly 'keda-operator': string;
  readonly 'keda-adapter': string;
  readonly 'keda-webhooks': string;
  readonly kafka: string;
  readonly etcd: string;
  readonly prometheus: string;
  /** The folder of KEDA's module, as it was released. */
  readonly keda: string;
  /** Files with CustomResourceDefinitions. */
  readonly definitions: readonly string[];
}

/** Minors of KEDA that can be run, lowest first. */
export const KEDA_MINORS: readonly string[];

/** Builds and unpacks the missing programs. */
export function clusterTools(kedaMinor: string): ClusterTools;
