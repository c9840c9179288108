import type { ScalerType } from './keda-scalers.ts';
import { minorVersion } from './minor-version.ts';

/** One parameter of a scaler, from KEDA's own schema (scripts/schemas/keda.mjs). */
export interface ScalerParameter {
  /** Nothing works without it, wherever it comes from. */
  readonly required?: true;
  /** Text where nothing is said. */
  readonly type?: 'integer' | 'number' | 'boolean';
  readonly default?: string;
  /** All that it may be. */
  readonly values?: readonly string[];
  /** Other names of the same parameter. */
  readonly same?: readonly string[];
  /** Where KEDA reads it. */
  readonly in: readonly ('metadata' | 'env' | 'authentication')[];
  /** Why this version refuses it. */
  readonly removed?: string;
  readonly deprecated?: string;
}

export interface ScalerSchema {
  /** Passes everything on to a server of the user's. */
  readonly open?: true;
  /** The release whose schema describes it, where that of this version does not. */
  readonly from?: string;
  readonly parameters: Readonly<Record<string, ScalerParameter>>;
}

interface SchemaFile {
  readonly release: string;
  readonly scalers: Readonly<Partial<Record<ScalerType, ScalerSchema>>>;
}

/** Minors of KEDA 2 whose scaler schema is carried: 2.18 is the first that ships one. */
export const SCHEMA_MINORS = [18, 19, 20] as const;

type SchemaMinor = (typeof SCHEMA_MINORS)[number];

// The boundary where generated data comes in: read when the first custom signal needs it.
const FILES: { readonly [M in SchemaMinor]: () => SchemaFile } = {
  18: () => require('#schema/keda/2.18.json') as SchemaFile,
  19: () => require('#schema/keda/2.19.json') as SchemaFile,
  20: () => require('#schema/keda/2.20.json') as SchemaFile,
};

/**
 * The minor whose schema holds for a version of KEDA: its own, or else the nearest, which is the oldest for what is
 * older and the newest for what is newer.
 */
export function schemaMinor(keda: string): SchemaMinor {
  const minor = minorVersion(keda);
  return SCHEMA_MINORS.findLast(known => known <= minor) ?? SCHEMA_MINORS[0];
}

export function schemaFile(minor: SchemaMinor): SchemaFile {
  return FILES[minor]();
}

/** Undefined for a scaler that this version of KEDA does not have. */
export function scalerSchema(keda: string, type: ScalerType): ScalerSchema | undefined {
  return schemaFile(schemaMinor(keda)).scalers[type];
}
