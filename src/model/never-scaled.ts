/** Kinds that have pods, and no scale subresource by which an autoscaler sets how many. */
export const NEVER_SCALED: ReadonlySet<string> = new Set(['DaemonSet', 'Job', 'CronJob', 'Pod']);
