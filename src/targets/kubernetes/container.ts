import { derive, mapped } from '../../model/sourced.ts';
import type { Emit, EmitNode, Sourced } from '../../model/sourced.ts';
import type { Container, EnvironmentSource, Hook, Probe, Variable } from '../../model/container.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { Pool } from '../../model/pool.ts';
import { formatCpu, formatMemory, seconds } from '../../model/units.ts';
import type {
  ContainerPort,
  ContainerVariable,
  EnvironmentFrom,
  Hook as HookObject,
  Lifecycle,
  HttpHeader,
  PodContainer,
  Probe as ProbeObject,
  Quantities,
  Resources,
  VolumeMount,
} from './emitted-objects.ts';

/** What a container gets from its pool. */
export interface ContainerSetting {
  readonly pool: Pool;
  /** Of the first container alone. */
  readonly hardware: Hardware | undefined;
  /** Whether the kubelet can sleep by itself. */
  readonly nativeSleep: boolean;
}

export function containerTree(
  container: Container,
  { pool, hardware, nativeSleep }: ContainerSetting,
): Emit<PodContainer> {
  const { image, probes, lifecycle, capabilities } = container;
  return {
    name: container.name,
    image: image.kind === 'pinned' ? image.reference : image.name,
    imagePullPolicy: container.imagePullPolicy,
    restartPolicy: container.restartPolicy,
    command: container.command,
    args: container.args,
    ports: listed(
      container.ports.map(
        ({ name, number }): Emit<ContainerPort> => ({ name, containerPort: number, protocol: 'TCP' }),
      ),
    ),
    envFrom: listed(container.envFrom.flatMap(environmentFrom)),
    env: listed(variables(container)),
    volumeMounts: listed(mounts(container, pool)),
    resources: resources(container, hardware),
    startupProbe: startup(probes.startup ?? probes.liveness, pool, container),
    readinessProbe: probeTree(probes.readiness, undefined, container),
    livenessProbe: probeTree(probes.liveness, undefined, container),
    lifecycle: present<EmitNode<Lifecycle>>({
      postStart: hookTree(lifecycle.postStart, nativeSleep),
      preStop: hookTree(lifecycle.preStop, nativeSleep),
    }),
    securityContext: {
      // The API server refuses false beside the capability that is as good as root (kubernetes, `validation.go`).
      allowPrivilegeEscalation:
        capabilities.add.find(({ plain }) => plain === 'SYS_ADMIN') === undefined ? false : true,
      capabilities: { add: listed(capabilities.add), drop: listed(capabilities.drop) },
      readOnlyRootFilesystem: container.readOnlyRootFilesystem,
      runAsUser: container.user,
      runAsGroup: container.group,
      // An image may run as root by default; it is refused only where the user says who it runs as.
      runAsNonRoot: container.user === undefined || container.user.plain === 0 ? undefined : true,
    },
  };
}

/** A volume in EFS alone is on ECS only; one that the pool does not have is of a patch. */
function mounts({ mounts: all }: Container, { volumes }: Pool): readonly Emit<VolumeMount>[] {
  const elsewhere = new Set(volumes.filter(({ source }) => source.kind === 'efs').map(({ key }) => key.plain));
  return all
    .filter(({ volume }) => !elsewhere.has(volume.plain))
    .map(
      ({ path, volume, readOnly, subPath }): Emit<VolumeMount> => ({
        name: volume,
        mountPath: path,
        readOnly,
        subPath,
      }),
    );
}

function variables({ environment, secrets }: Container): readonly Emit<ContainerVariable>[] {
  return [
    ...environment.map(variable),
    ...secrets.flatMap(({ variable, kubernetes }): readonly Emit<ContainerVariable>[] =>
      kubernetes === undefined
        ? []
        : [{ name: variable, valueFrom: { secretKeyRef: { name: kubernetes.name, key: kubernetes.key } } }],
    ),
  ];
}

/**
 * The two references to fields are taken or conflict as a whole, with what the API server has filled in. So its default
 * is written: an apply on the server after one by kubectl would otherwise be refused.
 */
function variable(each: Variable): Emit<ContainerVariable> {
  const { key } = each;
  if ('value' in each) return { name: key, value: each.value };
  const { from } = each;
  switch (from.kind) {
    case 'configMap':
      return {
        name: key,
        valueFrom: { configMapKeyRef: { name: from.name, key: from.key, optional: from.optional } },
      };
    case 'field':
      return { name: key, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: from.path } } };
    case 'resource':
      return { name: key, valueFrom: { resourceFieldRef: { resource: from.resource, divisor: from.divisor ?? '1' } } };
  }
}

/** A file in S3 alone is on ECS only. */
function environmentFrom({ object, prefix, optional }: EnvironmentSource): readonly Emit<EnvironmentFrom>[] {
  if (object === undefined) return [];
  const { kind, name } = object;
  return [
    kind === 'configMap' ? { prefix, configMapRef: { name, optional } } : { prefix, secretRef: { name, optional } },
  ];
}

function hookTree(hook: Hook | undefined, nativeSleep: boolean): Emit<HookObject> | undefined {
  if (hook === undefined) return undefined;
  const { run } = hook;
  switch (run.kind) {
    case 'command':
      return { exec: { command: run.command } };
    case 'http':
      return { httpGet: { path: run.path, port: run.port } };
    case 'sleep': {
      const whole = mapped(run.time, time => Math.max(1, Math.ceil(time)));
      return nativeSleep
        ? { sleep: { seconds: mapped(whole, seconds) } }
        : { exec: { command: ['sleep', mapped(whole, String)] } };
    }
  }
}

function resources(
  { cpu, memory, ephemeralStorage }: Container,
  hardware: Hardware | undefined,
): EmitNode<Resources> | undefined {
  const requests: EmitNode<Quantities> = {
    cpu: cpu && mapped(cpu.request, formatCpu),
    memory: memory && mapped(memory.request, formatMemory),
    'ephemeral-storage': ephemeralStorage && mapped(ephemeralStorage.request, formatMemory),
  };
  const limits: EmitNode<Quantities> = {
    cpu: cpu?.limit && mapped(cpu.limit, formatCpu),
    memory: memory?.limit && mapped(memory.limit, formatMemory),
    'ephemeral-storage': ephemeralStorage?.limit && mapped(ephemeralStorage.limit, formatMemory),
    ...gpuLimit(hardware),
  };
  const both: EmitNode<Resources> = { requests: present(requests), limits: present(limits) };
  return present(both);
}

/** The resource that the device plugin offers (semantics 46, 47); a limit implies the request. */
function gpuLimit(hardware: Hardware | undefined): EmitNode<Quantities> {
  if (hardware === undefined) return {};
  const count = mapped(hardware.count, String);
  switch (hardware.sharing.plain) {
    case 'none':
      return { 'nvidia.com/gpu': count };
    case 'time-slicing':
      return { 'nvidia.com/gpu.shared': count };
    case 'mig':
      return { [`nvidia.com/mig-${hardware.migProfile?.plain ?? ''}`]: count };
  }
}

/** The startup probe waits at least as long as the declared cold start (semantics 49). */
function startup(probe: Probe | undefined, pool: Pool, container: Container): Emit<ProbeObject> | undefined {
  if (probe === undefined) return undefined;
  const failureThreshold = derive(
    'startup checks = cold start / period, and the declared failures more',
    { coldStart: pool.coldStart, period: probe.period, failures: probe.failures },
    v => Math.ceil(v.coldStart / Math.max(1, Math.ceil(v.period))) + v.failures,
  );
  return probeTree(probe, failureThreshold, container);
}

function probeTree(
  probe: Probe | undefined,
  failureThreshold: Sourced<number> | undefined,
  container: Container,
): Emit<ProbeObject> | undefined {
  if (probe === undefined) return undefined;
  return {
    ...checkTree(probe, container),
    initialDelaySeconds: probe.initialDelay && mapped(probe.initialDelay, delay => seconds(Math.ceil(delay))),
    periodSeconds: mapped(probe.period, period => seconds(Math.max(1, Math.ceil(period)))),
    timeoutSeconds: mapped(probe.timeout, timeout => seconds(Math.max(1, Math.ceil(timeout)))),
    failureThreshold: failureThreshold ?? probe.failures,
    successThreshold: probe.successes,
  };
}

function checkTree(
  { check }: Probe,
  { ports }: Container,
): EmitNode<Pick<ProbeObject, 'httpGet' | 'tcpSocket' | 'exec' | 'grpc'>> {
  switch (check.kind) {
    case 'http':
      return {
        httpGet: {
          path: check.path,
          port: check.port,
          scheme: check.scheme,
          httpHeaders: listed(check.headers.map(({ key, value }): Emit<HttpHeader> => ({ name: key, value }))),
        },
      };
    case 'tcp':
      return { tcpSocket: { port: check.port } };
    case 'command':
      return { exec: { command: check.command } };
    case 'grpc': {
      // A gRPC probe takes the number of the port, not its name. A port that is not there is an error of the plan.
      const port = ports.find(({ name }) => name.plain === check.port.plain);
      if (port === undefined)
        throw new RangeError(`a gRPC probe asks the port "${check.port.plain}", which is not there`);
      return { grpc: { port: port.number } };
    }
  }
}

export function listed<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** Undefined where nothing in it is there. */
function present<T extends object>(map: T): T | undefined {
  return Object.values(map).every(value => value === undefined) ? undefined : map;
}
