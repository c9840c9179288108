import type { EcsCompute, EcsContainer, EcsTask } from '../../model/ecs-plan.ts';
import { because, derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { valuesOf } from '../../model/container.ts';
import type { Container } from '../../model/container.ts';
import { UNSTATED } from '../../model/targets.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { Pool } from '../../model/pool.ts';
import { mebibytes, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { capabilitiesOf } from './linux-capabilities.ts';
import { healthCheckOf } from './health-check.ts';
import { appProtocol } from './service-connect.ts';
import type { EcsIdentity } from './identity.ts';
import { sizeOf } from './task-size.ts';
import { mountsOf, volumesOf } from './volumes.ts';
import { whole } from '../rounding.ts';

/** What Fargate waits at most between SIGTERM and SIGKILL (semantics 33). */
export const MAX_STOP_TIMEOUT = 120;

export function planTask(target: EcsTarget, identity: EcsIdentity, pool: Pool, compute: Sourced<EcsCompute>): EcsTask {
  const logGroup = text`/ecs/${identity.cluster}/${identity.service}`;
  const needed = { cpu: neededCpu(pool), memory: neededMemory(pool) };
  const size = sizeOf(needed, compute.plain === 'FARGATE');
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
          dependsOn: pool.initContainers.slice(-1).map(({ name }) => name),
        }),
      ),
      ...pool.initContainers.map((container, index) =>
        containerOf(
          // It may use all of the task, in which nothing else runs yet.
          { ...container, cpu: undefined, memory: undefined },
          {
            ...setting,
            gpu: undefined,
            essential: false,
            dependsOn: pool.initContainers.slice(Math.max(0, index - 1), index).map(({ name }) => name),
          },
        ),
      ),
    ],
    volumes: volumesOf(pool),
    ephemeralStorage: compute.plain === 'FARGATE' ? storageOf(pool) : undefined,
    placement:
      compute.plain === 'EC2' && pool.hardware !== undefined && pool.hardware.instanceTypes.length > 0
        ? [instanceTypesOf(pool.hardware)]
        : [],
  };
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
  readonly dependsOn: readonly Sourced<string>[];
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
  const hardLimit = memory === undefined ? undefined : mapped(memory.limit ?? memory.request, mebibytes);
  const reserved = memory === undefined ? undefined : mapped(memory.request, mebibytes);
  return {
    name: container.name,
    image: image.kind === 'pinned' ? image.reference : image.name,
    imageParameter: image.kind === 'parameter',
    essential,
    dependsOn,
    pullSecret: pool.imagePullSecrets.find(({ arn }) => arn !== undefined)?.arn,
    mounts: mountsOf(container, pool),
    capabilities: capabilitiesOf(container, compute),
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
function neededCpu({ containers, initContainers }: Pool): Sourced<number> {
  const from = (all: readonly Container[]) =>
    Object.fromEntries(
      all.flatMap(({ name, cpu }) => (cpu === undefined ? [] : [[name.plain, mapped(cpu.request, cpuUnits)]])),
    );
  const together = derive('CPU units that the containers request', from(containers), plain =>
    // Rounded once: 900m and 100m are one vCPU. Without the digits that only floating point makes.
    Math.ceil(Number(sum(Object.values(plain)).toFixed(3))),
  );
  return atLeastEach('CPU units', together, from(initContainers));
}

/** Containers that run to their end run alone, one after the other. */
function atLeastEach(
  unit: string,
  together: Sourced<number>,
  alone: Readonly<Record<string, Sourced<number>>>,
): Sourced<number> {
  if (Object.keys(alone).length === 0) return together;
  return derive(`${unit} of the containers together, or of one that runs before them`, { together, ...alone }, plain =>
    Math.ceil(Math.max(...Object.values(plain))),
  );
}

/** A task short of memory is killed, and nothing outside it can be borrowed, so limits count. */
function neededMemory({ containers, initContainers }: Pool): Sourced<number> {
  const from = (all: readonly Container[]) =>
    Object.fromEntries(
      all.flatMap(({ name, memory }) =>
        memory === undefined ? [] : [[name.plain, mapped(memory.limit ?? memory.request, mebibytes)]],
      ),
    );
  const together = derive('MiB that the containers may use', from(containers), plain => sum(Object.values(plain)));
  return atLeastEach('MiB', together, from(initContainers));
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
