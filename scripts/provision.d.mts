/** Installs the programs that emitted files are checked with; what cannot be installed is named on stderr. */
export function provision(): Promise<void>;
