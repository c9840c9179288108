export declare function precompileTemplates(root: string): Promise<void>;
/** `ecs/alarm` → its source. */
export declare function templateSources(root: string): ReadonlyMap<string, string>;
