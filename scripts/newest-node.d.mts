/** The newest Node, pinned; undefined, and said aloud, where it cannot be installed. */
export function newestNode(): string | undefined;
