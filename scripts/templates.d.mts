export declare function precompileTemplates(root: string): Promise<void>;
