import type { Plan, PoolPlan } from '../../model/plan.ts';
import { because, mapped, Sourced } from '../../model/sourced.ts';
import { valuesOf } from '../../model/container.ts';
import type { Container, RequestLimit } from '../../model/container.ts';
import type { Hardware } from '../../model/hardware.ts';
import type {
  KafkaLagSignal,
  LatencySignal,
  QueueBacklogSignal,
  Signals,
  UtilisationSignal,
} from '../../model/signals.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { patchedFields } from '../../model/patch.ts';
import type { EfsFileSystem, ServiceAccount } from '../../model/pod.ts';
import type { CustomSignal } from '../../model/custom-signals.ts';
import type { ServiceRegistry } from '../../model/pool.ts';
import type { TriggerSignIn } from '../../model/trigger-authentication.ts';
import { UNSTATED } from '../../model/targets.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import type { LintSettings } from '../../model/system.ts';
import type { GitOps, Prometheus } from '../../model/targets.ts';
import { queueUrl } from '../../model/queues.ts';
import { mebibytes } from '../../model/units.ts';
import type { CONTAINER, ENVIRONMENT, HARDWARE, LINT, LOAD_BALANCER, POOL, SIGNALS } from './input-shape.ts';
import type { InputOf } from './shape.ts';

/** The resolved model of one environment in the documented shape; every node says where it was written. */
export function environmentInput({ system, pools }: Plan): InputOf<typeof ENVIRONMENT> {
  const {
    targets: { kubernetes, ecs },
    kafka,
  } = system;
  return new Sourced(
    {
      name: because('the environment that is asked about', system.environment),
      preset: system.preset,
      priority: system.priority,
      targets: {
        kubernetes:
          kubernetes === undefined
            ? undefined
            : new Sourced(
                {
                  version: kubernetes.version,
                  namespace: kubernetes.namespace,
                  keda: kubernetes.keda,
                  provisioner: kubernetes.provisioner,
                  monitoring: kubernetes.monitoring,
                  prometheus: given(kubernetes.prometheus, prometheusInput),
                  runbooks: kubernetes.runbooks,
                  gitops: given(kubernetes.gitops, gitopsInput),
                },
                kubernetes.at,
              ),
        ecs:
          ecs === undefined
            ? undefined
            : new Sourced(
                {
                  region: ecs.region,
                  accountId: ecs.accountId ?? UNSTATED,
                  cluster: ecs.cluster,
                  vpc: ecs.vpc,
                  serviceConnect: ecs.serviceConnect,
                  subnets: ecs.subnets,
                  securityGroups: ecs.securityGroups,
                  executionRoleArn: ecs.executionRoleArn ?? UNSTATED,
                  taskRoleArn: ecs.taskRoleArn,
                  roles: ecs.roles,
                  alarmTopicArn: ecs.alarmTopicArn,
                  runbooks: ecs.runbooks,
                  assignPublicIp: ecs.assignPublicIp,
                  containerInsights: ecs.containerInsights,
                  logRetentionDays: ecs.logRetentionDays,
                },
                ecs.at,
              ),
      },
      kafka:
        kafka === undefined
          ? undefined
          : new Sourced(
              {
                bootstrapServers: kafka.bootstrapServers,
                tls: kafka.auth?.tls ?? because('without auth there is no TLS', false, kafka.at),
              },
              kafka.at,
            ),
      lint: lintInput(system.lint),
      policies: system.policies,
      pools: pools.map(poolInput),
    },
    system.at,
  );
}

function prometheusInput({ at: _, labels, authentication, ...plain }: Prometheus) {
  return { ...plain, authentication: authentication && signInInput(authentication), labels: pairs(labels) };
}

function signInInput(signIn: TriggerSignIn) {
  const none = { existing: undefined, object: undefined, provider: undefined, roleArn: undefined, secrets: [] };
  if (signIn.kind === 'existing') return { ...none, existing: signIn.name, object: signIn.object };
  const { identity, secrets } = signIn;
  return {
    ...none,
    provider: identity?.provider,
    roleArn: identity?.roleArn,
    secrets: secrets.map(({ name }) => name),
  };
}

function gitopsInput({ tool, repoURL, revision, path, namespace, project, destination, interval, sync }: GitOps) {
  const { server, name } = { server: undefined, name: undefined, ...destination };
  return { tool, repoURL, revision, path, namespace, project, destination: { server, name }, interval, sync };
}

function lintInput({ level, rules }: LintSettings): InputOf<typeof LINT> {
  return {
    level,
    rules: rules.map(
      ({ id, at, severity, options }) =>
        new Sourced(
          {
            key: because('the id of the policy', id, at),
            severity,
            options: options.map(({ name, value }) => because('an option that is set', name, value.origin)),
          },
          at,
        ),
    ),
  };
}

export function poolInput({ pool, still, mayBeAtZero }: PoolPlan): InputOf<typeof POOL> {
  const { hardware, existing, schedule } = pool;
  return new Sourced(
    {
      key: because('the key of the pool', pool.key, pool.at),
      name: pool.name,
      kind: pool.kind,
      stage: pool.stage,
      priority: pool.priority,
      targets: pool.targets,
      replicas: still
        ? { min: pool.replicas.fixed, max: pool.replicas.fixed, fixed: pool.replicas.fixed }
        : { min: pool.replicas.min, max: pool.replicas.max, fixed: pool.replicas.fixed },
      // At the pool: its hardware is a profile that others share.
      gpus: because('GPUs of its hardware', hardware?.count.plain ?? 0, pool.at),
      mayBeAtZero: because('min is 0 and nothing is held', mayBeAtZero, pool.replicas.min.origin),
      // Of a workload that somebody else deploys they are not known, and an empty one would say that it has none.
      containers: existing === undefined ? pool.containers.map(containerInput) : [],
      initContainers: existing === undefined ? pool.initContainers.map(containerInput) : [],
      volumes: pool.volumes.map(
        ({ key, at, source }) =>
          new Sourced(
            {
              name: key,
              kind: because('what is written of it', source.kind, at),
              efs: given(
                'efs' in source ? source.efs : undefined,
                ({ fileSystem, accessPoint, rootDirectory, iam }: EfsFileSystem) => ({
                  fileSystem,
                  accessPoint,
                  rootDirectory,
                  iam,
                }),
              ),
            },
            at,
          ),
      ),
      serviceAccount: given(pool.serviceAccount, ({ existing: name, role, automountToken }: ServiceAccount) => ({
        existing: name,
        role: role?.identity,
        automountToken,
      })),
      patches: pool.patches.flatMap(({ kind, at, tree }) =>
        patchedFields(tree).map(
          ({ path, value }) =>
            new Sourced(
              { kind: because('what is patched', kind, at), field: mapped(value, () => path.join('.')) },
              value.origin,
            ),
        ),
      ),
      existing:
        existing === undefined ? undefined : new Sourced({ kind: existing.kind, name: existing.name }, existing.at),
      hardware: hardware === undefined ? undefined : hardwareInput(hardware),
      signals: signalsInput(pool.signals),
      idle: pool.idle,
      coldStart: pool.coldStart,
      retryBudget: pool.retryBudget,
      longestWork: pool.longestWork,
      gracePeriod: pool.gracePeriod,
      schedule:
        schedule === undefined
          ? undefined
          : new Sourced(
              {
                timezone: schedule.timezone,
                windows: schedule.windows.map(({ at, from, to, min }) => new Sourced({ from, to, min }, at)),
              },
              schedule.at,
            ),
      scaleUp: directionInput(pool.scaleUp),
      scaleDown: directionInput(pool.scaleDown),
      capacity: pool.capacity.providers.map(
        ({ kind, name, base, weight }) =>
          new Sourced({ kind: mapped(name, () => kind), name, base, weight }, name.origin),
      ),
      loadBalancers: pool.loadBalancers.map(loadBalancerInput),
      serviceConnect: pool.serviceConnect.map(
        ({ port, name, number }) => new Sourced({ port, name, number }, port.origin),
      ),
      serviceRegistry: given(pool.serviceRegistry, ({ arn, port }: ServiceRegistry) => ({ arn, port })),
      labels: pairs(pool.labels),
    },
    pool.at,
  );
}

function containerInput(container: Container): InputOf<typeof CONTAINER> {
  const { image, cpu, memory } = container;
  return new Sourced(
    {
      name: container.name,
      image: image.kind === 'pinned' ? image.reference : undefined,
      restartPolicy: container.restartPolicy,
      cpu: amounts(cpu, milli => milli / 1000),
      memory: amounts(memory, mebibytes),
      ports: Object.fromEntries(container.ports.map(({ name, number }) => [name.plain, number])),
      env: pairs(valuesOf(container.environment)),
      envFrom: container.envFrom.map(
        ({ at, object, s3 }) =>
          new Sourced(
            {
              configMap: object?.kind === 'configMap' ? object.name : undefined,
              secret: object?.kind === 'secret' ? object.name : undefined,
              s3,
            },
            at,
          ),
      ),
      secrets: container.secrets.map(({ variable }) => variable),
      user: container.user,
      readOnlyRootFilesystem: container.readOnlyRootFilesystem,
      capabilities: container.capabilities.add,
    },
    container.at,
  );
}

function loadBalancerInput({ at, port, group, gracePeriod }: LoadBalancer): InputOf<typeof LOAD_BALANCER> {
  const ofRule = group.kind === 'made' ? group : undefined;
  return new Sourced(
    {
      port,
      listener: ofRule?.listener,
      targetGroup: group.kind === 'existing' ? group.arn : undefined,
      loadBalancer: group.balancer,
      hosts: ofRule?.hosts ?? [],
      paths: ofRule?.paths ?? [],
      priority: ofRule?.priority,
      protocol: ofRule?.protocol,
      deregistrationDelay: ofRule?.deregistrationDelay,
      gracePeriod,
    },
    at,
  );
}

function hardwareInput({ key, at, gpu, count, instanceTypes, coldStart, sharing }: Hardware): InputOf<typeof HARDWARE> {
  return new Sourced(
    { key: because('the key of the profile', key, at), gpu, count, instanceTypes, coldStart, sharing },
    at,
  );
}

function signalsInput(signals: Signals): InputOf<typeof SIGNALS> {
  return {
    cpu: given(signals.cpu, utilisationInput),
    memory: given(signals.memory, utilisationInput),
    kafkaLag: given(signals.kafkaLag, ({ perReplica, consumerGroup, partitions }: KafkaLagSignal) => ({
      perReplica,
      consumerGroup,
      partitions,
    })),
    latency: given(signals.latency, ({ quantile, target }: LatencySignal) => ({ quantile, target })),
    requestQueue: given(signals.requestQueue, ({ perReplica }) => ({ perReplica })),
    requests: given(signals.requests, ({ perReplica }) => ({ perReplica })),
    queueBacklog: given(signals.queueBacklog, ({ queue, perReplica, inFlight }: QueueBacklogSignal) => ({
      url: queueUrl(queue),
      perReplica,
      inFlight,
    })),
    custom: (signals.custom ?? []).map(customInput),
  };
}

function customInput({ key, at, reads, counts, total, own, perReplica }: CustomSignal) {
  const trigger = reads.kind === 'trigger' ? reads : undefined;
  return new Sourced(
    {
      key: because('the name of the signal', key, at),
      reads: because('what reads it', reads.kind === 'trigger' ? ('trigger' as const) : reads.of, at),
      type: trigger && mapped(trigger.type, (type): string => type),
      metadata: pairs(trigger?.metadata ?? []),
      counts,
      total,
      own,
      perReplica,
    },
    at,
  );
}

function utilisationInput({ target, container }: UtilisationSignal) {
  return { target, container };
}

/** What is made of a part that was declared, at its place. */
function given<P extends { readonly at: Sourced<unknown>['origin'] }, T>(
  part: P | undefined,
  of: (part: P) => T,
): Sourced<T> | undefined {
  return part === undefined ? undefined : new Sourced(of(part), part.at);
}

function directionInput({ stabilizationWindow, percent, replicas, every, limits, cooldown }: ScalingDirection) {
  const listed = limits?.plain.map(
    limit => new Sourced({ percent: limit.percent, replicas: limit.replicas, every: limit.every }, limit.every.origin),
  );
  return { stabilizationWindow, percent, replicas, every, limits: listed, cooldown };
}

function amounts<T extends number>(amount: RequestLimit<T> | undefined, convert: (plain: T) => number) {
  if (amount === undefined) return undefined;
  return new Sourced(
    {
      request: mapped(amount.request, convert),
      limit: amount.limit === undefined ? undefined : mapped(amount.limit, convert),
    },
    amount.request.origin,
  );
}

function pairs(labels: readonly LabelPair[]): Readonly<Record<string, Sourced<string>>> {
  return Object.fromEntries(labels.map(({ key, value }) => [key.plain, value]));
}
