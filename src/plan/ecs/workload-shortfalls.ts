import type { Container, Probe } from '../../model/container.ts';
import type { EcsService } from '../../model/ecs-plan.ts';
import type { Pool } from '../../model/pool.ts';
import { runningOf } from '../../model/sidecars.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import { longestOf } from '../../model/work.ts';
import { formatCpu, formatDuration, formatPercent, milliCpu } from '../../model/units.ts';
import { dead, lost, without } from '../capabilities.ts';
import type { Shortfall } from '../capabilities.ts';
import { ofEach } from '../container-shortfalls.ts';
import { OWNED } from '../shared-shortfalls.ts';
import { healthProbeOf } from './health-check.ts';
import type { EcsContext } from './signal-shortfalls.ts';
import { MAX_STOP_TIMEOUT } from './task.ts';

/** What of a workload ECS has no word for; nothing of one that somebody else deploys. */

export function shortGrace({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  const stop = stopOf(service);
  if (stop === undefined || pool.gracePeriod.plain <= stop) return [];
  const instead = `ECS waits ${formatDuration(stop)} before it kills a container, and no longer.`;
  return lost('gracePeriod', pool.gracePeriod, instead);
}

export function longWork({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  const stop = stopOf(service);
  const longest = longestOf(pool.workTimes);
  if (stop === undefined || longest === undefined || longest.time.plain <= stop) return [];
  const instead =
    'The application must hold ECS task scale-in protection while it works; scaling in kills it otherwise.';
  return [{ what: longest.field, at: longest.time.origin, instead }];
}

/** Seconds between SIGTERM and SIGKILL. */
function stopOf(service: EcsService | undefined): number | undefined {
  return service === undefined ? undefined : (service.task.containers[0]?.stopTimeout.plain ?? MAX_STOP_TIMEOUT);
}

export function drains({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  const { disruption } = pool;
  const [key, value] =
    'maxUnavailable' in disruption
      ? (['maxUnavailable', disruption.maxUnavailable] as const)
      : (['minAvailable', disruption.minAvailable] as const);
  if (value.origin.kind !== 'written') return [];
  const path = ['disruption', key];
  if (service === undefined) return owned(pool, 'disruption', value.origin).map(one => ({ ...one, path }));
  const instead = `Deployments keep ${String(service.minimumHealthyPercent.plain)} % of the tasks healthy; nothing limits what a drain takes.`;
  return dead(lost('disruption', value, instead)).map(one => ({ ...one, path }));
}

export function noDiscovery({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  const { headlessService } = pool;
  if (!headlessService.plain) return [];
  if (service === undefined) return owned(pool, 'service.headless', headlessService.origin);
  // Its A records are the addresses of the tasks, as those of a headless Service are of the pods.
  return service.registry !== undefined
    ? without('service.headless', headlessService.origin, 'the records of `serviceRegistry` are the tasks')
    : dead(lost('service.headless', headlessService, 'Tasks are not registered for discovery.'));
}

export function noPublicIp({ target: { assignPublicIp }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined || service.compute === 'FARGATE' || !assignPublicIp.plain) return [];
  return lost('targets.ecs.assignPublicIp', assignPublicIp, 'Only Fargate gives a task a public address.');
}

export function wholeGpus({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  const sharing = pool.hardware?.sharing;
  if (service === undefined || sharing === undefined || sharing.plain === 'none') return [];
  return lost('hardware.sharing', sharing, 'A task on ECS holds whole GPUs.');
}

export function instancesOfProvider({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service?.compute !== 'MANAGED_INSTANCES') return [];
  const instead = 'The capacity provider says which instances are started.';
  return lost('hardware.instanceTypes', pool.hardware?.instanceTypes[0], instead);
}

export function cpuLimits({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const limit = runningOf(pool).reduce(
    (sum, { container: { cpu } }) => sum + ((cpu?.limit ?? cpu?.request)?.plain ?? 0),
    0,
  );
  const size = (Number(service.task.cpu.plain) * 1000) / 1024;
  const first = pool.containers.find(({ cpu }) => cpu?.limit !== undefined)?.cpu?.limit;
  if (first === undefined || limit <= size) return [];
  const instead = `The task has ${formatCpu(milliCpu(size))} CPU, so its containers cannot reach their limits.`;
  return lost('containers.cpu', first, instead);
}

/** Fargate sells fixed sizes, so a task may be given more than its containers ask for. */
export function roundedUp({ neutral: { pool, acting }, service }: EcsContext): readonly Shortfall[] {
  if (service?.compute !== 'FARGATE') return [];
  const { cpu, memory, needed } = service.task;
  const moreCpu = Number(cpu.plain) > needed.cpu.plain;
  // What the largest task does not hold is the policy fargate-size.
  const moreMemory = Number(memory.plain) > needed.memory.plain;
  if (Number(cpu.plain) < needed.cpu.plain || Number(memory.plain) < needed.memory.plain) return [];
  if (!moreCpu && !moreMemory) return [];
  const measured = acting.flatMap(planned =>
    moreCpu && planned.name === 'cpu'
      ? ` The CPU target of ${formatPercent(planned.signal.target.plain)} is of the whole task.`
      : [],
  );
  const largest = [...pool.containers].sort((a, b) => (b.cpu?.request.plain ?? 0) - (a.cpu?.request.plain ?? 0))[0];
  const what = moreCpu ? 'containers.cpu' : 'containers.memory';
  const at = (moreCpu ? largest?.cpu : largest?.memory)?.request.origin ?? pool.at;
  const given = sizeText(Number(cpu.plain), Number(memory.plain));
  const asked = sizeText(needed.cpu.plain, needed.memory.plain);
  const instead = `Fargate sells no task of ${asked}, so each task has ${given}.${measured.join('')}`;
  return [{ what, at, instead }];
}

/** `2 vCPU and 9 GiB` */
function sizeText(cpu: number, memory: number): string {
  const rounded = (value: number) => String(Number((value / 1024).toFixed(2)));
  return `${rounded(cpu)} vCPU and ${rounded(memory)} GiB`;
}

export function unasked({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const balanced = pool.loadBalancers.flatMap(({ group }, place) =>
    group.kind === 'made' && service.routes.some(route => route.place === place && route.made !== undefined)
      ? (group.healthCheck.probe ?? [])
      : [],
  );
  return pool.containers.flatMap(container => unaskedProbes(container, balanced));
}

/** `balanced` are the probes that a load balancer asks too. */
function unaskedProbes(container: Container, balanced: readonly Probe[]): readonly Shortfall[] {
  const checked = healthProbeOf(container);
  return Object.entries(container.probes)
    .filter(([, probe]) => probe !== checked && !balanced.includes(probe))
    .flatMap(([kind, { at, check }]) => {
      const path = ['containers', container.name.plain, 'probes', kind];
      const instead =
        check.kind === 'command'
          ? 'ECS has one health check, so nothing on ECS asks this one.'
          : `ECS checks by a command only, so nothing on ECS asks the ${check.kind} probe.`;
      return dead([{ what: path.join('.'), path, at, instead }]);
    });
}

export function secretsWithoutArn({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const instead = 'It has no ARN, so the container starts without it.';
  return ofEach(pool, ({ secrets }, below) =>
    secrets
      .filter(({ arn }) => arn === undefined)
      .map(({ variable }) => {
        const path = [...below, 'secrets', variable.plain];
        return { what: path.join('.'), path, at: variable.origin, instead, dangerous: true };
      }),
  );
}

export function secretNames({ neutral: { pool } }: EcsContext): readonly Shortfall[] {
  return pool.containers.flatMap(({ name, secrets }) =>
    secrets.flatMap(({ variable, kubernetes }) => {
      const path = ['containers', name.plain, 'secrets', variable.plain, 'secret'];
      const written = without(path.join('.'), kubernetes?.name.origin, 'the value comes from the ARN');
      return written.map(one => ({ ...one, path }));
    }),
  );
}

export function notScraped({ neutral: { pool } }: EcsContext): readonly Shortfall[] {
  return pool.containers.flatMap(({ name, metrics }) => {
    if (metrics === undefined) return [];
    const path = ['containers', name.plain, 'metrics'];
    const written = without(path.join('.'), metrics.path.origin, 'Prometheus does not scrape ECS tasks');
    return written.map(one => ({ ...one, path }));
  });
}

export function owned(
  { existing }: Pool,
  what: string,
  at: Origin | undefined,
  removable?: Sourced<unknown>,
): readonly Shortfall[] {
  return existing === undefined ? [] : without(what, at, OWNED, removable);
}
