import type { EcsCompute, EcsContainer, EcsDependency, EcsTask } from '../../model/ecs-plan.ts';
import { because, derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { valuesOf } from '../../model/container.ts';
import type { Container } from '../../model/container.ts';
import { UNSTATED } from '../../model/targets.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { Pool } from '../../model/pool.ts';
import { isSidecar, runningOf, startsOf } from '../../model/sidecars.ts';
import type { Start } from '../../model/sidecars.ts';
import { mebibytes, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { healthCheckOf } from './health-check.ts';
import { linuxParametersOf, memoryMounts } from './memory-volumes.ts';
import { appProtocol } from './service-connect.ts';
import type { EcsIdentity } from './identity.ts';
import { sizeOf } from './task-size.ts';
import { mountsOf, volumesOf } from './volumes.ts';
import { whole } from '../rounding.ts';

/** The shortest that ECS takes (ECS API, ContainerRestartPolicy). */
const SOONEST_RESTART = seconds(60);

/** What Fargate waits at most between SIGTERM and SIGKILL (semantics 33). */
export const MAX_STOP_TIMEOUT = 120;

export function planTask(target: EcsTarget, identity: EcsIdentity, pool: Pool, compute: Sourced<EcsCompute>): EcsTask {
  const logGroup = text`/ecs/${identity.cluster}/${identity.service}`;
  const needed = { cpu: neededCpu(pool), memory: neededMemory(pool) };
  const size = sizeOf(needed, compute.plain === 'FARGATE');
  const starts = startsOf(pool);
  const setting = {
    pool,
    compute: compute.plain,
    essential: true,
    logGroup,
    region: target.region,
    stopTimeout: stopTimeoutOf(pool, compute.plain),
    connected: target.serviceConnect !== undefined,
  };
  return {
    family: identity.qualified,
    cpu: size.cpu,
    memory: size.memory,
    needed,
    compatibility: compute,
    executionRoleArn: target.executionRoleArn ?? UNSTATED,
    taskRoleArn: pool.taskRoleArn ?? target.taskRoleArn,
    architecture: pool.architecture && mapped(pool.architecture, name => (name === 'arm64' ? 'ARM64' : 'X86_64')),
    logGroup,
    logRetentionDays: target.logRetentionDays,
    containers: [
      ...pool.containers.map((container, index) =>
        containerOf(container, {
          ...setting,
          // One container of a task holds a GPU; the first is the one that the pool is there for.
          gpu: index === 0 && compute.plain !== 'FARGATE' ? pool.hardware : undefined,
          dependsOn: dependenciesOf(starts.last),
        }),
      ),
      ...starts.each.map(start =>
        containerOf(
          // One that ends may use all of the task, in which nothing but sidecars runs yet.
          isSidecar(start.container) ? start.container : { ...start.container, cpu: undefined, memory: undefined },
          {
            ...setting,
            gpu: undefined,
            essential: isSidecar(start.container),
            dependsOn: dependenciesOf(start),
          },
        ),
      ),
    ],
    volumes: volumesOf(pool, memoryMounts(pool, compute.plain)),
    ephemeralStorage: compute.plain === 'FARGATE' ? storageOf(pool) : undefined,
    placement:
      compute.plain === 'EC2' && pool.hardware !== undefined && pool.hardware.instanceTypes.length > 0
        ? [instanceTypesOf(pool.hardware)]
        : [],
  };
}

/** On all sidecars, since ECS stops what was waited for after who waited. */
function dependenciesOf({ ended, beside }: Omit<Start, 'container'>): readonly EcsDependency[] {
  return [
    ...(ended === undefined
      ? []
      : [{ container: ended.name, condition: because('it runs to its end', 'SUCCESS' as const, ended.at) }]),
    ...beside.map(({ name, at }) => ({
      container: name,
      condition: because('a sidecar runs on', 'START' as const, at),
    })),
  ];
}

export function stopTimeoutOf(pool: Pool, compute: EcsCompute): Sourced<Seconds> {
  return compute === 'EC2'
    ? whole(pool.gracePeriod, seconds)
    : derive(
        'the grace period, of which ECS waits at most 120 s',
        { gracePeriod: whole(pool.gracePeriod, seconds) },
        plain => seconds(Math.min(plain.gracePeriod, MAX_STOP_TIMEOUT)),
      );
}

interface ContainerSetting {
  readonly pool: Pool;
  readonly compute: EcsCompute;
  readonly gpu: Hardware | undefined;
  readonly essential: boolean;
  readonly dependsOn: readonly EcsDependency[];
  readonly logGroup: Sourced<string>;
  readonly region: Sourced<string>;
  readonly stopTimeout: Sourced<Seconds>;
  /** Service Connect is on. */
  readonly connected: boolean;
}

function containerOf(
  container: Container,
  { pool, compute, gpu, essential, dependsOn, logGroup, region, stopTimeout, connected }: ContainerSetting,
): EcsContainer {
  const { cpu, memory, image } = container;
  const inMemory = memoryMounts(pool, compute);
  const hardLimit = memory === undefined ? undefined : mapped(memory.limit ?? memory.request, mebibytes);
  const reserved = memory === undefined ? undefined : mapped(memory.request, mebibytes);
  return {
    name: container.name,
    image: image.kind === 'pinned' ? image.reference : image.name,
    imageParameter: image.kind === 'parameter',
    essential,
    restartPeriod:
      container.restartPolicy &&
      because('ECS restarts what has run for a minute at least', SOONEST_RESTART, container.restartPolicy.origin),
    dependsOn,
    pullSecret: pool.imagePullSecrets.find(({ arn }) => arn !== undefined)?.arn,
    mounts: mountsOf(container, pool, inMemory),
    linux: linuxParametersOf(container, compute, inMemory),
    cpu: cpu === undefined ? undefined : mapped(cpu.request, wholeCpuUnits),
    memory: hardLimit,
    // ECS takes a reservation only below the limit.
    memoryReservation:
      reserved !== undefined && hardLimit !== undefined && reserved.plain < hardLimit.plain ? reserved : undefined,
    gpus: gpu === undefined ? undefined : mapped(gpu.count, String),
    ports: container.ports.map(({ name, number }) => ({
      name,
      number,
      protocol: connected ? appProtocol(name) : undefined,
    })),
    environment: valuesOf(container.environment),
    environmentFiles: container.envFrom.flatMap(({ s3 }) => s3 ?? []),
    secrets: container.secrets.flatMap(({ variable, arn }) => (arn === undefined ? [] : [{ variable, arn }])),
    entryPoint: container.command,
    command: container.args,
    user: userOf(container),
    readOnlyRootFilesystem: container.readOnlyRootFilesystem,
    stopTimeout,
    health: healthCheckOf(container, pool.coldStart),
    logGroup,
    region,
  };
}

/** 1024 units a vCPU. */
function cpuUnits(cpu: number): number {
  return (cpu * 1024) / 1000;
}

/** Rounded down, since ECS refuses a task whose containers have more than it has itself; 2 is the least that counts. */
function wholeCpuUnits(cpu: number): number {
  return Math.max(2, Math.floor(cpuUnits(cpu)));
}

/** A task short of CPU is slow, so requests count, and utilisation means on ECS what it means on Kubernetes. */
function neededCpu(pool: Pool): Sourced<number> {
  return neededOf(pool, {
    unit: 'CPU units',
    together: 'CPU units that the containers request',
    amount: ({ cpu }) => cpu && mapped(cpu.request, cpuUnits),
    // Rounded once: 900m and 100m are one vCPU. Without the digits that only floating point makes.
    sum: amounts => Math.ceil(Number(sum(amounts).toFixed(3))),
  });
}

/** A task short of memory is killed, and nothing outside it can be borrowed, so limits count. */
function neededMemory(pool: Pool): Sourced<number> {
  return neededOf(pool, {
    unit: 'MiB',
    together: 'MiB that the containers may use',
    amount: ({ memory }) => memory && mapped(memory.limit ?? memory.request, mebibytes),
    sum,
  });
}

interface Need {
  readonly unit: string;
  readonly together: string;
  readonly amount: (container: Container) => Sourced<number> | undefined;
  readonly sum: (amounts: readonly number[]) => number;
}

/** Containers and sidecars run together; before them each that runs to its end, beside the sidecars before it. */
function neededOf(pool: Pool, { unit, together: what, amount, sum: summed }: Need): Sourced<number> {
  const amountsOf = (all: readonly Container[]) =>
    Object.fromEntries(
      all.flatMap(container => {
        const one = amount(container);
        return one === undefined ? [] : [[container.name.plain, one]];
      }),
    );
  const together = derive(what, amountsOf(runningOf(pool).map(({ container }) => container)), plain =>
    summed(Object.values(plain)),
  );
  const before = Object.fromEntries(
    startsOf(pool).each.flatMap(({ container, beside }) => {
      const own = amount(container);
      if (isSidecar(container) || own === undefined) return [];
      const sidecars = amountsOf(beside);
      const all =
        Object.keys(sidecars).length === 0
          ? own
          : derive(`${unit} of it and of the sidecars before it`, { own, ...sidecars }, plain =>
              summed(Object.values(plain)),
            );
      return [[container.name.plain, all]];
    }),
  );
  if (Object.keys(before).length === 0) return together;
  return derive(`${unit} of the containers together, or of one that runs before them`, { together, ...before }, plain =>
    Math.ceil(Math.max(...Object.values(plain))),
  );
}

/** Fargate gives a task 20 GiB, and more on request from 21 to 200 (ECS API, EphemeralStorage). */
const STORAGE_GIVEN = 20;
export const MOST_STORAGE = 200;

/** Undefined where what Fargate gives is enough. */
function storageOf({ containers, initContainers }: Pool): Sourced<number> | undefined {
  const from = Object.fromEntries(
    [...containers, ...initContainers].flatMap(({ name, ephemeralStorage }) =>
      ephemeralStorage === undefined ? [] : [[name.plain, ephemeralStorage.limit ?? ephemeralStorage.request]],
    ),
  );
  const asked = derive('GiB of disk that the containers may use', from, plain =>
    Math.ceil(sum(Object.values(plain)) / 1024 ** 3),
  );
  return asked.plain <= STORAGE_GIVEN ? undefined : mapped(asked, size => Math.min(size, MOST_STORAGE));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function instanceTypesOf(hardware: Hardware): Sourced<string> {
  const types = hardware.instanceTypes.map(type => type.plain);
  return because(
    'GPU hardware is found by instance type',
    `attribute:ecs.instance-type in [${types.join(', ')}]`,
    hardware.instanceTypes[0]?.origin ?? hardware.at,
  );
}

/** ECS names a group behind its user only. */
function userOf({ user, group }: Container): Sourced<string> | undefined {
  if (user === undefined) return undefined;
  return group === undefined ? mapped(user, String) : text`${user}:${group}`;
}
