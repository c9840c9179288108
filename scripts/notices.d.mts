/** Writes THIRD_PARTY_NOTICES; throws where a package does not say under which terms it is. */
export function writeNotices(root: string, inputs: readonly string[]): void;

/** The files of each package among the inputs of a bundle, by the folder of the package. */
export function filesByPackage(inputs: readonly string[]): ReadonlyMap<string, readonly string[]>;
