/** What a worker is told. */
export interface Order {
  /** Folder of the project. */
  readonly root: string;
  /** Where texts are kept that something is wrong with. */
  readonly folder: string;
  readonly seed: number;
  /** The first index; a case is what its seed and its index make. */
  readonly from: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A case begins. */
export interface Case {
  readonly kind: 'case';
  readonly index: number;
  /** Name of its kind. */
  readonly of: string;
}

/** A case has ended. */
export interface Done {
  readonly kind: 'done';
  readonly index: number;
  readonly faults: readonly string[];
  readonly planned: boolean;
  readonly compiled: boolean;
  /** Objects and resources that went in and came out. */
  readonly counted: number;
  /** Of processor time. */
  readonly seconds: number;
  /** Resident after it. */
  readonly megabytes: number;
  /** The text, where something is wrong with it. */
  readonly file: string | undefined;
}
