import { derive, mapped } from '../../model/sourced.ts';
import type { Emit, EmitNode, Sourced } from '../../model/sourced.ts';
import type { Container, Probe } from '../../model/container.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { Pool } from '../../model/pool.ts';
import { formatCpu, formatMemory, seconds } from '../../model/units.ts';
import type {
  ContainerPort,
  ContainerVariable,
  PodContainer,
  Probe as ProbeObject,
  Quantities,
  Resources,
} from './emitted-objects.ts';

export function containerTree(container: Container, pool: Pool, hardware: Hardware | undefined): Emit<PodContainer> {
  const { image, probes } = container;
  return {
    name: container.name,
    image: image.kind === 'pinned' ? image.reference : image.name,
    command: container.command,
    args: container.args,
    ports: listed(
      container.ports.map(
        ({ name, number }): Emit<ContainerPort> => ({ name, containerPort: number, protocol: 'TCP' }),
      ),
    ),
    env: listed(variables(container)),
    resources: resources(container, hardware),
    startupProbe: startup(probes.startup ?? probes.liveness, pool, container),
    readinessProbe: probeTree(probes.readiness, undefined, container),
    livenessProbe: probeTree(probes.liveness, undefined, container),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: container.readOnlyRootFilesystem,
      runAsUser: container.user,
      // An image may run as root by default; it is refused only where the user says who it runs as.
      runAsNonRoot: container.user === undefined || container.user.plain === 0 ? undefined : true,
    },
  };
}

function variables({ environment, secrets }: Container): readonly Emit<ContainerVariable>[] {
  return [
    ...environment.map(({ key, value }): Emit<ContainerVariable> => ({ name: key, value })),
    ...secrets.flatMap(({ variable, kubernetes }): readonly Emit<ContainerVariable>[] =>
      kubernetes === undefined
        ? []
        : [{ name: variable, valueFrom: { secretKeyRef: { name: kubernetes.name, key: kubernetes.key } } }],
    ),
  ];
}

function resources({ cpu, memory }: Container, hardware: Hardware | undefined): EmitNode<Resources> | undefined {
  const requests: EmitNode<Quantities> = {
    cpu: cpu && mapped(cpu.request, formatCpu),
    memory: memory && mapped(memory.request, formatMemory),
  };
  const limits: EmitNode<Quantities> = {
    cpu: cpu?.limit && mapped(cpu.limit, formatCpu),
    memory: memory?.limit && mapped(memory.limit, formatMemory),
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
    periodSeconds: mapped(probe.period, period => seconds(Math.max(1, Math.ceil(period)))),
    timeoutSeconds: mapped(probe.timeout, timeout => seconds(Math.max(1, Math.ceil(timeout)))),
    failureThreshold: failureThreshold ?? probe.failures,
  };
}

function checkTree(
  { check }: Probe,
  { ports }: Container,
): EmitNode<Pick<ProbeObject, 'httpGet' | 'tcpSocket' | 'exec' | 'grpc'>> {
  switch (check.kind) {
    case 'http':
      return { httpGet: { path: check.path, port: check.port } };
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
