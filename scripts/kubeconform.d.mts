export interface Resource {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly status: 'statusValid' | 'statusInvalid' | 'statusError' | 'statusSkipped' | 'statusEmpty';
  readonly msg: string;
}

export interface Report {
  readonly resources: readonly Resource[];
  readonly summary: {
    readonly valid: number;
    readonly invalid: number;
    readonly errors: number;
    readonly skipped: number;
  };
}

/** Runs the real kubeconform; undefined, and said aloud, where it cannot be built. */
export function kubeconform(
  paths: readonly string[],
  options: { readonly kubernetesVersion: string },
): Report | undefined;
