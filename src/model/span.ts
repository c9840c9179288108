/** A text that was read, with what is needed to turn an offset into a place. */
export interface SourceText {
  /** As the user would name it: relative to the working directory, `/` between folders. */
  readonly name: string;
  readonly text: string;
  positionAt(offset: number): Position;
}

/** One-based line and column; a column counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Half-open range of UTF-16 offsets in one text. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}
