/** The path of a pinned program; undefined, with a message on stderr, where it cannot be built. */
export function goProgram(name: 'actionlint' | 'kubeconform' | 'kustomize'): string | undefined;
