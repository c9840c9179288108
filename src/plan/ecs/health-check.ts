import type { EcsHealthCheck } from '../../model/ecs-plan.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Container, Probe } from '../../model/container.ts';
import type { Pool } from '../../model/pool.ts';

export function healthCheckOf(container: Container, coldStart: Pool['coldStart']): EcsHealthCheck | undefined {
  const probe = healthProbeOf(container);
  if (probe?.check.kind !== 'command') return undefined;
  return {
    command: [because('the command is run as it is, without a shell', 'CMD'), ...probe.check.command],
    interval: within('interval', probe.period, 5, 300),
    timeout: within('timeout', probe.timeout, 2, 60),
    retries: within('retries', probe.failures, 1, 10),
    startPeriod: mapped(coldStart, seconds => Math.min(Math.ceil(seconds), 300)),
  };
}

/**
 * ECS runs commands only, inside the container, and replaces the task when they fail: that is liveness, or else
 * readiness.
 */
export function healthProbeOf({ probes }: Container): Probe | undefined {
  return [probes.liveness, probes.readiness].find(probe => probe?.check.kind === 'command');
}

function within(what: string, value: Sourced<number>, least: number, most: number): Sourced<number> {
  if (value.plain >= least && value.plain <= most && Number.isInteger(value.plain)) return value;
  return derive(`ECS takes a health check's ${what} from ${String(least)} to ${String(most)}`, { value }, plain =>
    Math.min(Math.max(Math.ceil(plain.value), least), most),
  );
}
