import type { EcsHealthCheck } from '../../model/ecs-plan.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Container, Probe } from '../../model/container.ts';
import type { Pool } from '../../model/pool.ts';
import { seconds } from '../../model/units.ts';

export function healthCheckOf(container: Container, coldStart: Pool['coldStart']): EcsHealthCheck | undefined {
  const probe = healthProbeOf(container);
  if (probe?.check.kind !== 'command') return undefined;
  return {
    command: [because('the command is run as it is, without a shell', 'CMD'), ...probe.check.command],
    interval: within('interval', probe.period, 5, 300, seconds),
    timeout: within('timeout', probe.timeout, 2, 60, seconds),
    retries: within('retries', probe.failures, 1, 10, failures => failures),
    startPeriod: mapped(coldStart, start => seconds(Math.min(Math.ceil(start), 300))),
  };
}

/**
 * ECS runs commands only, inside the container, and replaces the task when they fail: that is liveness, or else
 * readiness.
 */
export function healthProbeOf({ probes }: Container): Probe | undefined {
  return [probes.liveness, probes.readiness].find(probe => probe?.check.kind === 'command');
}

function within<U extends number>(
  what: string,
  value: Sourced<U>,
  least: number,
  most: number,
  unit: (n: number) => U,
): Sourced<U> {
  if (value.plain >= least && value.plain <= most && Number.isInteger(value.plain)) return value;
  return derive(`ECS takes a health check's ${what} from ${String(least)} to ${String(most)}`, { value }, plain =>
    unit(Math.min(Math.max(Math.ceil(plain.value), least), most)),
  );
}
