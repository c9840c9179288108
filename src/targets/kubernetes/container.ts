import { derive, mapped } from '../../model/sourced.ts';
import type { EmitTree } from '../../model/sourced.ts';
import type { Container, Probe } from '../../model/container.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { Pool } from '../../model/pool.ts';
import { formatCpu, formatMemory } from '../../model/units.ts';

export function containerTree(container: Container, pool: Pool, hardware: Hardware | undefined): EmitTree {
  const { image, cpu, memory, probes } = container;
  return {
    name: container.name,
    image: image.kind === 'pinned' ? image.reference : image.name,
    command: container.command,
    args: container.args,
    ports: listed(container.ports.map(({ name, number }) => ({ name, containerPort: number, protocol: 'TCP' }))),
    env: listed([
      ...container.environment.map(({ key, value }) => ({ name: key, value })),
      ...container.secrets.flatMap(({ variable, kubernetes }) =>
        kubernetes === undefined
          ? []
          : [{ name: variable, valueFrom: { secretKeyRef: { name: kubernetes.name, key: kubernetes.key } } }],
      ),
    ]),
    resources: present({
      requests: present({
        cpu: cpu && mapped(cpu.request, formatCpu),
        memory: memory && mapped(memory.request, formatMemory),
      }),
      limits: present({
        cpu: cpu?.limit && mapped(cpu.limit, formatCpu),
        memory: memory?.limit && mapped(memory.limit, formatMemory),
        ...gpuLimit(hardware),
      }),
    }),
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

/** The resource that the device plugin offers (semantics 46, 47); a limit implies the request. */
function gpuLimit(hardware: Hardware | undefined): { readonly [key: string]: EmitTree } {
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
function startup(probe: Probe | undefined, pool: Pool, container: Container): EmitTree {
  if (probe === undefined) return undefined;
  const failureThreshold = derive(
    'startup checks = cold start / period, and the declared failures more',
    { coldStart: pool.coldStart, period: probe.period, failures: probe.failures },
    v => Math.ceil(v.coldStart / Math.max(1, Math.ceil(v.period))) + v.failures,
  );
  return probeTree(probe, failureThreshold, container);
}

function probeTree(probe: Probe | undefined, failureThreshold: EmitTree, { ports }: Container): EmitTree {
  if (probe === undefined) return undefined;
  const { check } = probe;
  const how: { readonly [key: string]: EmitTree } =
    check.kind === 'http'
      ? { httpGet: { path: check.path, port: check.port } }
      : check.kind === 'tcp'
        ? { tcpSocket: { port: check.port } }
        : check.kind === 'command'
          ? { exec: { command: check.command } }
          : // A gRPC probe takes the number of the port, not its name.
            { grpc: { port: ports.find(({ name }) => name.plain === check.port.plain)?.number ?? check.port } };
  return {
    ...how,
    periodSeconds: mapped(probe.period, period => Math.max(1, Math.ceil(period))),
    timeoutSeconds: mapped(probe.timeout, timeout => Math.max(1, Math.ceil(timeout))),
    failureThreshold: failureThreshold ?? probe.failures,
  };
}

export function listed(items: readonly EmitTree[]): readonly EmitTree[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** Undefined where nothing in it is there. */
export function present(map: { readonly [key: string]: EmitTree }): EmitTree {
  return Object.values(map).every(value => value === undefined) ? undefined : map;
}
