/** Something that has to be installed first. */
export class MissingTool extends Error {}

/** The path of a program of a package, which is downloaded when it is first asked for. */
export function debianProgram(name: string, program: string): string;
