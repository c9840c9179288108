export type NodeMajor = 22 | 24 | 26;

export const NODE_MAJORS: readonly NodeMajor[];

/** The path of a pinned Node; undefined, with a message on stderr, where it cannot be installed. */
export function otherNode(major: NodeMajor): string | undefined;
