import type { PoolPlan } from '../../model/plan.ts';

/**
 * Seconds that the scale-in window of an HPA had when `idle` set it too, which is `idle`, at most an hour. Undefined
 * where the window is the same without that: it is written, nothing on Kubernetes has one, or the default is as long.
 */
export function idleAsWindow({ pool, on: { kubernetes } }: PoolPlan): number | undefined {
  const { idle, scaleDown } = pool;
  if (kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return undefined;
  if (idle.origin.kind !== 'written' || scaleDown.stabilizationWindow.origin.kind === 'written') return undefined;
  if (scaleDown.select.plain === 'disabled') return undefined;
  const before = Math.min(3600, idle.plain);
  return Math.ceil(before) === Math.ceil(scaleDown.stabilizationWindow.plain) ? undefined : before;
}
