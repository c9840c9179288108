/** 35 of `1.35`: both Kubernetes and KEDA add features with minor versions. */
export function minorVersion(version: string): number {
  return Number(version.split('.')[1]);
}
