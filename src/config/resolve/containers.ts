import { because, Sourced, text } from '../../model/sourced.ts';
import type { Container, Image, Port, Probe, SecretReference } from '../../model/container.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import { seconds } from '../../model/units.ts';
import type { Config } from '../schema/root.ts';
import { entriesOf } from '../zip.ts';
import type { Place, Section } from '../zip.ts';

type PoolSection = Section<Config['pools'][string]>;
type ContainerSection = NonNullable<PoolSection['containers']>[string];
type ProbeSection = NonNullable<NonNullable<ContainerSection['probes']>['startup']>;

/** The containers of one replica in the order written; for an existing workload the one that is measured. */
export function containersOf(pool: PoolSection, poolName: Sourced<string>): readonly Container[] {
  if (pool.containers !== undefined)
    return entriesOf(pool.containers).map(([name, written]) => containerOf(name, written, poolName));
  const existing = pool.workload?.existing;
  if (existing === undefined) return [];
  return [
    {
      ...EMPTY,
      name: existing.container ?? existing.name,
      at: existing.$at,
      image: { kind: 'parameter', name: because("the image is somebody else's", 'existing', existing.$at) },
      cpu: existing.cpu === undefined ? undefined : { request: existing.cpu, limit: undefined },
      readOnlyRootFilesystem: because("the container is somebody else's", false, existing.$at),
    },
  ];
}

const EMPTY = {
  cpu: undefined,
  memory: undefined,
  ports: [],
  environment: [],
  secrets: [],
  command: undefined,
  args: undefined,
  user: undefined,
  probes: {},
  metrics: undefined,
} as const;

function containerOf(key: string, written: ContainerSection, poolName: Sourced<string>): Container {
  const name = new Sourced(key, written.$key ?? written.$at);
  const ports =
    written.ports === undefined
      ? []
      : entriesOf(written.ports).map(([port, number]): Port => ({ name: new Sourced(port, number.origin), number }));
  const firstPort = ports[0]?.name ?? because('the container names no port', 'http', written.$at);
  const { probes, metrics } = written;
  return {
    name,
    at: written.$key ?? written.$at,
    image: imageOf(written.image, poolName, name),
    cpu: written.cpu === undefined ? undefined : { request: written.cpu.request, limit: written.cpu.limit },
    memory: written.memory === undefined ? undefined : { request: written.memory.request, limit: written.memory.limit },
    ports,
    environment: pairsOf(written.env),
    secrets:
      written.secrets === undefined
        ? []
        : entriesOf(written.secrets).map(
            ([variable, secret]): SecretReference => ({
              variable: new Sourced(variable, secret.$key ?? secret.$at),
              kubernetes:
                secret.secret === undefined
                  ? undefined
                  : {
                      name: secret.secret,
                      key: secret.key ?? because('the key is called as the variable is', variable, secret.$at),
                    },
              arn: secret.arn,
            }),
          ),
    command: written.command?.plain,
    args: written.args?.plain,
    user: written.user,
    readOnlyRootFilesystem:
      written.readOnlyRootFilesystem ?? because('many images write beside their binaries', false, written.$at),
    probes: {
      ...(probes?.startup === undefined ? {} : { startup: probeOf(probes.startup, firstPort) }),
      ...(probes?.readiness === undefined ? {} : { readiness: probeOf(probes.readiness, firstPort) }),
      ...(probes?.liveness === undefined ? {} : { liveness: probeOf(probes.liveness, firstPort) }),
    },
    metrics: metrics === undefined ? undefined : { port: metrics.port ?? firstPort, path: metrics.path },
  };
}

function imageOf(written: ContainerSection['image'], pool: Sourced<string>, container: Sourced<string>): Image {
  if ('reference' in written) return { kind: 'pinned', reference: written.reference };
  return { kind: 'parameter', name: written.name ?? text`${pool}-${container}` };
}

export function pairsOf(
  written: ({ readonly [key: string]: Sourced<string> } & Place) | undefined,
): readonly LabelPair[] {
  if (written === undefined) return [];
  return entriesOf(written).map(([key, value]) => ({ key: new Sourced(key, value.origin), value }));
}

function probeOf(written: ProbeSection, firstPort: Sourced<string>): Probe {
  const port = written.port ?? firstPort;
  return {
    at: written.$key ?? written.$at,
    check:
      written.http !== undefined
        ? { kind: 'http', path: written.http, port }
        : written.grpc !== undefined
          ? { kind: 'grpc', port }
          : written.command !== undefined
            ? { kind: 'command', command: written.command.plain }
            : { kind: 'tcp', port },
    period: written.period ?? because('Kubernetes checks every 10 s', seconds(10), written.$at),
    timeout: written.timeout ?? because('a busy process answers within 5 s', seconds(5), written.$at),
    failures: written.failures ?? because('Kubernetes takes 3 failures in a row', 3, written.$at),
  };
}
