import { configurationProblem } from '../../model/catalogue/configuration.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { because, derive, mapped, Sourced } from '../../model/sourced.ts';
import type { Origin } from '../../model/sourced.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { Pool, PoolKind, Priority, Stage } from '../../model/pool.ts';
import type { TargetName } from '../../model/targets.ts';
import { replicas, seconds } from '../../model/units.ts';
import type { Replicas } from '../../model/units.ts';
import { isDevice } from '../../model/folder-name.ts';
import { nearest } from '../../model/nearest.ts';
import { PRIORITY_MINIMUM } from '../../model/priority.ts';
import { longestOf } from '../../model/work.ts';
import type { FindWorkload } from '../manifest/find-workload.ts';
import type { Config } from '../schema/root.ts';
import type { Section } from '../zip.ts';
import { aliasesOf, containersOf, pairsOf } from './containers.ts';
import { WHY } from './defaults.ts';
import { existingOf } from './existing.ts';
import { podOf, rolloutSettingsOf } from './pod.ts';
import { loadBalancersOf } from './load-balancer.ts';
import { capacityOf, coldStartOf, directionsOf, scheduleOf } from './scaling.ts';
import { signalsOf, wakeOf } from './signals.ts';
import { graceOf, workTimesOf } from './work.ts';

type PoolSection = Section<Config['pools'][string]>;

/** What a pool takes from the system around it. */
export interface Surroundings {
  readonly priority: Sourced<Priority>;
  readonly stage: Sourced<Stage>;
  readonly targets: readonly Sourced<TargetName>[];
  readonly hardware: readonly Hardware[];
  readonly pipestream: boolean;
  /** Where objects of Kubernetes go; undefined without that target. */
  readonly namespace: string | undefined;
  readonly findWorkload: FindWorkload;
}

export function resolvePool(
  key: string,
  written: PoolSection,
  around: Surroundings,
): { readonly value: Pool; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const place = written.$key ?? written.$at;
  const workload = written.name === undefined && written.workload !== undefined;
  const name = written.name ?? written.workload?.existing.name ?? new Sourced(key, place);
  if (isDevice(name.plain)) {
    const path = ['pools', key, ...(workload ? ['workload', 'existing', 'name'] : written.name ? ['name'] : [])];
    diagnostics.push(
      configurationProblem('reserved-name', workload ? 'workload' : 'pool', {
        data: { name: name.plain },
        at: name.origin,
        path,
      }),
    );
  }
  const priority = written.priority ?? around.priority;
  const hardware = hardwareFor(key, written, around, diagnostics);
  const existing = existingOf(key, written, around, diagnostics);
  const containers = existing?.containers ?? containersOf(written, name);
  const signals = signalsOf(written, name, containers);
  const workTimes = workTimesOf(written);
  const longestWork = longestOf(workTimes)?.time;
  const coldStart = coldStartOf(written.coldStart, hardware, place);
  const min = counted(written.replicas?.min) ?? minimumOf(written.kind, priority);
  const fixed = written.replicas?.fixed;
  return {
    value: {
      key,
      at: place,
      name,
      kind: written.kind,
      stage: written.stage ?? around.stage,
      priority,
      targets: targetsFor(key, written, around, diagnostics),
      replicas: {
        min,
        max:
          counted(written.replicas?.max) ??
          derive('most replicas = max(1, min), as none was written', { min }, v => replicas(Math.max(1, v.min))),
        fixed: counted(fixed) ?? derive('fixed replicas = max(1, min)', { min }, v => replicas(Math.max(1, v.min))),
      },
      containers,
      ...podOf(written, name),
      existing: existing?.workload,
      hardware,
      signals,
      idle: written.idle ?? because(WHY.idle, seconds(300), place),
      pollingInterval: written.pollingInterval,
      coldStart,
      wake: wakeOf(written.wake),
      retryBudget:
        written.wake?.retryBudget ??
        (around.pipestream
          ? because('the engine tries a module call three times, 100 ms to 2 s apart', seconds(6), place)
          : undefined),
      schedule: scheduleOf(written.schedule),
      ...directionsOf(written, coldStart),
      capacity: capacityOf(written.capacity, place),
      workTimes,
      longestWork,
      gracePeriod:
        written.gracePeriod ??
        existing?.workload.manifest?.pod?.gracePeriod ??
        graceOf(signals.kafkaLag?.leases, longestWork, place),
      rolloutFirst: firstOf(written.rollout) ?? rolloutOf(hardware, min, place),
      rollout: rolloutSettingsOf(written.rollout, place),
      deploymentPercent: {
        minimumHealthy: written.rollout?.minimumHealthyPercent,
        maximum: written.rollout?.maximumPercent,
      },
      headlessService:
        written.service?.headless ??
        because('one Service is enough unless gRPC clients balance themselves', false, place),
      disruption: disruptionOf(written.disruption, place),
      loadBalancers: loadBalancersOf(written.loadBalancer, { containers, coldStart, longestWork }),
      serviceConnect: aliasesOf(written.serviceConnect),
      serviceRegistry: registryOf(written.serviceRegistry),
      architecture: written.architecture,
      executeCommand:
        written.executeCommand ?? because('nobody opens a shell in a task unless it is asked for', false, place),
      labels: pairsOf(written.labels),
      taskRoleArn: written.taskRoleArn,
      fallbackReplicas: counted(written.fallback?.replicas),
      fallbackFailures: written.fallback?.failureThreshold,
    },
    diagnostics,
  };
}

function registryOf(written: PoolSection['serviceRegistry']): Pool['serviceRegistry'] {
  return written && { at: written.$key ?? written.$at, arn: written.arn, port: written.port };
}

/** Recreate stops every replica first. */
function firstOf(written: PoolSection['rollout']): Sourced<'start' | 'stop'> | undefined {
  if (written?.first !== undefined) return written.first;
  return written?.strategy?.plain === 'Recreate' ? mapped(written.strategy, () => 'stop') : undefined;
}

/** Work waits for a GPU pool that sleeps, and a GPU more may not be had; whatever is always there stays there. */
function rolloutOf(hardware: Hardware | undefined, min: Sourced<Replicas>, place: Origin): Sourced<'start' | 'stop'> {
  return hardware !== undefined && min.plain === 0
    ? because(WHY.stopFirst, 'stop', hardware.at)
    : because(WHY.startFirst, 'start', place);
}

function minimumOf(kind: Sourced<PoolKind>, priority: Sourced<Priority>): Sourced<Replicas> {
  return derive('fewest replicas = the row of the priority, the column of the kind', { priority, kind }, v =>
    replicas(PRIORITY_MINIMUM[v.priority][v.kind]),
  );
}

function counted(written: Sourced<number> | undefined): Sourced<Replicas> | undefined {
  return written && mapped(written, replicas);
}

function disruptionOf(written: PoolSection['disruption'], place: Origin): Pool['disruption'] {
  const count = (budget: number | string) => (typeof budget === 'number' ? replicas(budget) : budget);
  if (written?.minAvailable !== undefined) return { minAvailable: mapped(written.minAvailable, count) };
  return {
    maxUnavailable:
      written?.maxUnavailable === undefined
        ? because(WHY.disruption, replicas(1), place)
        : mapped(written.maxUnavailable, count),
  };
}

function hardwareFor(
  key: string,
  written: PoolSection,
  { hardware }: Surroundings,
  diagnostics: Diagnostic[],
): Hardware | undefined {
  const asked = written.hardware;
  if (asked === undefined) return undefined;
  const found = hardware.find(profile => profile.key === asked.plain);
  if (found === undefined) {
    const profiles = hardware.map(profile => profile.key);
    const profile = asked.plain;
    const known = profiles.join(', ');
    const meant = nearest(profile, profiles);
    const place = { at: asked.origin, path: ['pools', key, 'hardware'] };
    diagnostics.push(
      profiles.length === 0
        ? configurationProblem('unknown-hardware', 'undescribed', { data: { profile }, ...place })
        : meant === undefined
          ? configurationProblem('unknown-hardware', 'unknown', { data: { profile, known }, ...place })
          : configurationProblem('unknown-hardware', 'similar', { data: { profile, known, meant }, ...place }),
    );
  }
  if (found !== undefined && found.gpu.origin.kind !== 'written' && written.workload === undefined)
    diagnostics.push(
      configurationProblem('missing-key', 'needed', {
        at: found.at,
        path: ['hardware', found.key],
        data: {
          map: `"hardware.${found.key}"`,
          key: 'gpu',
          why: `the replicas of pool "${key}" are placed by it`,
          expected: 'a GPU as its vendor names it, such as NVIDIA-A10G',
        },
      }),
    );
  return found;
}

function targetsFor(
  key: string,
  written: PoolSection,
  { targets }: Surroundings,
  diagnostics: Diagnostic[],
): readonly Sourced<TargetName>[] {
  if (written.targets === undefined) return targets;
  for (const [index, asked] of written.targets.plain.entries()) {
    if (targets.some(target => target.plain === asked.plain)) continue;
    diagnostics.push(
      configurationProblem('unknown-target', 'unknown', {
        data: { pool: key, target: asked.plain },
        at: asked.origin,
        path: ['pools', key, 'targets', index],
      }),
    );
  }
  return written.targets.plain;
}
