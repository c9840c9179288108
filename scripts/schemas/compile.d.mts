/** Makes generated/types and generated/validators from schema/; false where they were up to date. */
export function compileSchemas(root: string, options?: { readonly force?: boolean }): Promise<boolean>;
