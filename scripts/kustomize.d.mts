/** Runs `kustomize build`; undefined, with a message on stderr, where Kustomize cannot be built. */
export function kustomize(
  folder: string,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } | undefined;
