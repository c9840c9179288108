import { because, mapped, Sourced, text } from '../../model/sourced.ts';
import type {
  Capabilities,
  Container,
  EnvironmentObject,
  EnvironmentSource,
  Hook,
  Image,
  Mount,
  Port,
  Probe,
  SecretReference,
  Variable,
} from '../../model/container.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import type { ServiceConnectAlias } from '../../model/pool.ts';
import { seconds } from '../../model/units.ts';
import type { Config } from '../schema/root.ts';
import { entriesOf } from '../zip.ts';
import type { Place, Section } from '../zip.ts';

type PoolSection = Section<Config['pools'][string]>;
type ContainerSection = NonNullable<PoolSection['containers']>[string];
type InitContainerSection = NonNullable<PoolSection['initContainers']>[string];
type ProbesSection = NonNullable<ContainerSection['probes']>;
type HookSection = NonNullable<NonNullable<ContainerSection['lifecycle']>['preStop']>;
type VariableSection = NonNullable<ContainerSection['env']>[string];

/** The containers of one replica in the order written. */
export function containersOf(pool: PoolSection, poolName: Sourced<string>): readonly Container[] {
  return pool.containers === undefined
    ? []
    : entriesOf(pool.containers).map(([name, written]) => containerOf(name, written, poolName));
}

/** The container of an existing workload that is measured, of which only its request may be known. */
export function measuredOf(existing: NonNullable<PoolSection['workload']>['existing']): Container {
  return {
    ...NOTHING_STATED,
    name: existing.container ?? existing.name,
    at: existing.$at,
    image: { kind: 'parameter', name: because("the image is somebody else's", 'existing', existing.$at) },
    cpu: existing.cpu === undefined ? undefined : { request: existing.cpu, limit: undefined },
    memory: existing.memory === undefined ? undefined : { request: existing.memory, limit: undefined },
    readOnlyRootFilesystem: because("the container is somebody else's", false, existing.$at),
  };
}

/** Those that are started before the others, in the order written. */
export function initContainersOf(pool: PoolSection, poolName: Sourced<string>): readonly Container[] {
  if (pool.initContainers === undefined) return [];
  return entriesOf(pool.initContainers).map(([key, written]) => ({
    ...NOTHING_STATED,
    ...runOf(key, written, poolName),
    restartPolicy: written.restartPolicy,
  }));
}

/** A container of which nothing is known. */
export const NOTHING_STATED = {
  imagePullPolicy: undefined,
  restartPolicy: undefined,
  cpu: undefined,
  memory: undefined,
  ephemeralStorage: undefined,
  ports: [],
  environment: [],
  envFrom: [],
  secrets: [],
  command: undefined,
  args: undefined,
  user: undefined,
  group: undefined,
  capabilities: { add: [], drop: [] },
  mounts: [],
  lifecycle: {},
  probes: {},
  metrics: undefined,
} as const;

function containerOf(key: string, written: ContainerSection, poolName: Sourced<string>): Container {
  const ports =
    written.ports === undefined
      ? []
      : entriesOf(written.ports).map(([port, number]): Port => ({ name: new Sourced(port, number.origin), number }));
  const firstPort = ports[0]?.name ?? because('the container names no port', 'http', written.$at);
  const { probes, metrics, lifecycle } = written;
  return {
    ...runOf(key, written, poolName),
    restartPolicy: undefined,
    ports,
    lifecycle: {
      ...(lifecycle?.postStart === undefined ? {} : { postStart: hookOf(lifecycle.postStart, firstPort) }),
      ...(lifecycle?.preStop === undefined ? {} : { preStop: hookOf(lifecycle.preStop, firstPort) }),
    },
    probes: {
      ...(probes?.startup === undefined ? {} : { startup: probeOf(probes.startup, firstPort) }),
      ...(probes?.readiness === undefined ? {} : { readiness: probeOf(probes.readiness, firstPort) }),
      ...(probes?.liveness === undefined ? {} : { liveness: probeOf(probes.liveness, firstPort) }),
    },
    metrics: metrics === undefined ? undefined : { port: metrics.port ?? firstPort, path: metrics.path },
  };
}

type Run = Omit<Container, 'restartPolicy' | 'ports' | 'lifecycle' | 'probes' | 'metrics'>;

/** What every container has, whether it serves or runs to its end. */
function runOf(key: string, written: ContainerSection | InitContainerSection, poolName: Sourced<string>): Run {
  const name = new Sourced(key, written.$key ?? written.$at);
  const { cpu, memory, ephemeralStorage } = written;
  return {
    name,
    at: written.$key ?? written.$at,
    image: imageOf(written.image, poolName, name),
    imagePullPolicy: written.imagePullPolicy,
    cpu: cpu === undefined ? undefined : { request: cpu.request, limit: cpu.limit },
    memory: memory === undefined ? undefined : { request: memory.request, limit: memory.limit },
    ephemeralStorage:
      ephemeralStorage === undefined ? undefined : { request: ephemeralStorage.request, limit: ephemeralStorage.limit },
    environment:
      written.env === undefined ? [] : entriesOf(written.env).map(([each, value]) => variableOf(each, value)),
    envFrom: written.envFrom?.plain.map(environmentSourceOf) ?? [],
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
    group: written.group,
    readOnlyRootFilesystem:
      written.readOnlyRootFilesystem ?? because('many images write beside their binaries', false, written.$at),
    capabilities: capabilitiesOf(written),
    mounts:
      written.mounts === undefined
        ? []
        : entriesOf(written.mounts).map(
            ([path, mount]): Mount => ({
              path: new Sourced(path, mount.$key ?? mount.$at),
              volume: mount.volume,
              readOnly: mount.readOnly,
              subPath: mount.subPath,
            }),
          ),
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

/** `catalogue:80`, under the name of its port. */
export function aliasesOf(written: PoolSection['serviceConnect']): readonly ServiceConnectAlias[] {
  if (written === undefined) return [];
  return entriesOf(written).map(([port, alias]) => ({
    port: new Sourced(port, alias.origin),
    name: mapped(alias, text => text.slice(0, text.lastIndexOf(':'))),
    number: mapped(alias, text => Number(text.slice(text.lastIndexOf(':') + 1))),
  }));
}

function variableOf(name: string, written: VariableSection): Variable {
  if ('value' in written) return { key: new Sourced(name, written.value.origin), value: written.value };
  const key = new Sourced(name, written.$key ?? written.$at);
  const { configMap, field, resource, divisor, optional } = written;
  if (configMap !== undefined)
    return {
      key,
      from: {
        kind: 'configMap',
        name: configMap,
        key: written.key ?? because('the key is called as the variable is', name, written.$at),
        optional,
      },
    };
  if (field !== undefined) return { key, from: { kind: 'field', path: field } };
  return {
    key,
    // The schema asks for one of the three.
    from: { kind: 'resource', resource: resource ?? because('no source is written', '', written.$at), divisor },
  };
}

type EnvironmentSourceSection = NonNullable<ContainerSection['envFrom']>['plain'][number];

function environmentSourceOf(written: EnvironmentSourceSection): EnvironmentSource {
  const { $at, configMap, secret, s3, prefix, optional } = written;
  return { at: $at, object: environmentObjectOf(configMap, secret), s3, prefix, optional };
}

function environmentObjectOf(
  configMap: Sourced<string> | undefined,
  secret: Sourced<string> | undefined,
): EnvironmentObject | undefined {
  if (configMap !== undefined) return { kind: 'configMap', name: configMap };
  return secret && { kind: 'secret', name: secret };
}

function capabilitiesOf({ capabilities, $at }: ContainerSection | InitContainerSection): Capabilities {
  return {
    add: capabilities?.add?.plain ?? [],
    drop: capabilities?.drop?.plain ?? [because('few programs need a capability of Linux', 'ALL', $at)],
  };
}

function hookOf(written: HookSection, firstPort: Sourced<string>): Hook {
  const { command, http, sleep } = written;
  return {
    at: written.$key ?? written.$at,
    run:
      command !== undefined
        ? { kind: 'command', command: command.plain }
        : http !== undefined
          ? { kind: 'http', path: http, port: written.port ?? firstPort }
          : // The schema asks for one of the three.
            { kind: 'sleep', time: sleep ?? because('no time is written', seconds(1), written.$at) },
  };
}

function probeOf(
  written: NonNullable<ProbesSection['startup'] | ProbesSection['readiness']>,
  firstPort: Sourced<string>,
): Probe {
  const port = written.port ?? firstPort;
  return {
    at: written.$key ?? written.$at,
    check:
      written.http !== undefined
        ? { kind: 'http', path: written.http, port, scheme: written.scheme, headers: pairsOf(written.headers) }
        : written.grpc !== undefined
          ? { kind: 'grpc', port }
          : written.command !== undefined
            ? { kind: 'command', command: written.command.plain }
            : { kind: 'tcp', port },
    initialDelay: written.initialDelay,
    period: written.period ?? because('Kubernetes checks every 10 s', seconds(10), written.$at),
    timeout: written.timeout ?? because('a busy process answers within 5 s', seconds(5), written.$at),
    failures: written.failures ?? because('Kubernetes takes 3 failures in a row', 3, written.$at),
    successes: 'successes' in written ? written.successes : undefined,
  };
}
