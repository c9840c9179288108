/** A configuration for the documentation and the tests; top-level keys that it leaves out are taken from a base. */
export interface Example {
  readonly title: string;
  /** YAML from the first column on. */
  readonly yaml: string;
  /** For policies about history: what the base revision has. */
  readonly before?: string;
  /** Text of `rendered.yaml`, which stands beside it. */
  readonly manifest?: string;
  /** Targets of the base; by default both. */
  readonly targets?: 'kubernetes' | 'ecs';
}
