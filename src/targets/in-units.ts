/**
 * `T` with its plain numbers in the units that `Units` gives to their fields, by name: a schema says `number` for a
 * count of replicas and for a duration alike. A key of `Units` may be a pattern: `[duration: `${string}Seconds`]`.
 */
export type InUnits<T, Units> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer I)[]
    ? InUnits<I, Units>[]
    : { [K in keyof T]: InUnit<T[K], K extends keyof Units ? Units[K] : number, Units> };

type InUnit<Field, Unit, Units> = Field extends number ? (number extends Field ? Unit : Field) : InUnits<Field, Units>;
