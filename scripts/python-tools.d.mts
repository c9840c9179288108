/** A pinned program of Python; undefined, and said aloud, where it cannot be installed. */
export function pythonTool(name: string): string | undefined;

/** Findings of the real cfn-lint, warnings included; undefined, and said aloud, where it cannot be installed. */
export function cfnLint(file: string, region: string): readonly string[] | undefined;
