/** The module that the type checker reads, from the source of each template by its name. */
export declare function templateLayouts(sources: ReadonlyMap<string, string>): string;
