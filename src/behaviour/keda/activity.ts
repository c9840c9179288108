/** What one look at a trigger gave, before any fallback. */
export type TriggerState =
  /** `metric` is what the HPA is given, in thousandths; undefined for CPU and memory, which the HPA reads itself. */
  | { readonly kind: 'read'; readonly active: boolean; readonly metric: number | undefined }
  | { readonly kind: 'error'; readonly why: string };

/** What all triggers of a ScaledObject say together. */
export interface Activity {
  readonly active: boolean;
  readonly error: boolean;
}

/**
 * One active trigger is enough, and one in error is an error beside it.
 *
 * Source: pkg/scaling/scale_handler.go, `getScaledObjectState`.
 */
export function activityOf(states: readonly TriggerState[]): Activity {
  return {
    active: states.some(state => state.kind === 'read' && state.active),
    error: states.some(({ kind }) => kind === 'error'),
  };
}
