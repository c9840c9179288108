import * as z from 'zod/mini';

/** A scalar as YAML gives it. */
type Written = string | number | boolean;
/** What is written in a map, key by key. */
export type Parts = Readonly<Record<string, Written>>;

/**
 * A scalar that may be written instead of a map: `cpu: 70%` for `cpu: { target: 70% }`.
 *
 * Every union of a scalar and a map is made by one of the three functions below, so that each says how it opens: an
 * overlay that writes the map completes the short form of its base (config/overlay.ts).
 */
export interface ShortForm {
  /** The scalar, read; it refuses what is no such short form. */
  readonly short: z.ZodMiniType;
  /** `parts`: the map that it stands for. `alternative`: it has no key in common with any map, which replaces it. */
  readonly opens: ((written: Written) => Parts) | 'alternative';
}

const FORMS = new WeakMap<z.core.$ZodType, ShortForm>();

/** The short form of a map, where it has one. */
export function shortFormOf(map: z.core.$ZodType): ShortForm | undefined {
  return FORMS.get(map);
}

/** The scalar is the value of one key, and the map needs no other: `5m` is `{ over: 5m }`. */
export function ofMainKey<S extends z.ZodMiniType, M extends z.ZodMiniType>(
  key: keyof z.output<M> & string,
  scalar: S,
  map: M,
) {
  // The map needs no other key, which a computed key cannot show to the compiler.
  const short = z.pipe(
    scalar,
    z.transform(value => ({ [key]: value }) as z.output<M>),
  );
  return registered({ short, opens: written => ({ [key]: written }) }, short, map);
}

/** The scalar says several keys at once: `2..10` is `{ min: 2, max: 10 }`. */
export function ofSeveralKeys<S extends z.ZodMiniType, M extends z.ZodMiniType>(
  opens: (written: Written) => Parts,
  short: S,
  map: M,
) {
  return registered({ short, opens }, short, map);
}

/** The scalar says another thing than any map, as an image does that is written and not left open. */
export function ofAlternative<S extends z.ZodMiniType, M extends z.ZodMiniType>(short: S, map: M) {
  return registered({ short, opens: 'alternative' }, short, map);
}

function registered<S extends z.ZodMiniType, M extends z.ZodMiniType>(form: ShortForm, short: S, map: M) {
  FORMS.set(map, form);
  return z.union([short, map]);
}
