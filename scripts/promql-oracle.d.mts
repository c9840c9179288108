/** Series, and queries that are asked about them. */
export interface OracleCase {
  /** Seconds at which the first sample is; 0 unless it says otherwise. */
  readonly from?: number;
  /** Seconds between two samples. */
  readonly interval: number;
  /** By name and labels, in promtool's notation of samples: `0+5x40`, `_x3 1 stale`. */
  readonly series: Readonly<Record<string, string>>;
  readonly queries: readonly string[];
  /** Seconds. */
  readonly at: readonly number[];
}

/** Either `refused`, in the parser's words, or a point for each time. */
export interface OracleAnswer {
  readonly query: string;
  readonly refused?: string;
  readonly type?: 'vector' | 'scalar' | 'matrix' | 'string';
  readonly points?: readonly OraclePoint[];
}

export interface OraclePoint {
  readonly at: number;
  readonly error?: string;
  readonly warnings?: readonly string[];
  /** A scalar is one element without labels. Values are text: `NaN`, `+Inf`, `0.5`. */
  readonly elements: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
}

/** The path of the program; undefined, with a message on stderr, where it cannot be built. */
export function promqlOracle(): string | undefined;

/** Asks Prometheus' own engine; undefined, with a message on stderr, where it cannot be built. */
export function askPrometheus(cases: readonly OracleCase[]): readonly (readonly OracleAnswer[])[] | undefined;
