/** One pass does not take the text; the `yaml` package reads it. */
export class NotCertain extends Error {}
