import type { LabelPair } from '../../model/label-pair.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget, GitOps, KubernetesTarget, Prometheus } from '../../model/targets.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { MetricsConfig } from '../../model/metric-source.ts';
import { seconds } from '../../model/units.ts';
import type { Config } from '../schema/root.ts';
import type { Section } from '../zip.ts';
import { signInOf } from './authentication.ts';
import { WHY } from './defaults.ts';
import { pairsOf } from './containers.ts';
import { total } from './scaling.ts';

type Root = Section<Config>;
type KubernetesSection = NonNullable<Root['targets']['kubernetes']>;

export function kubernetesOf(written: Root['targets']['kubernetes']): KubernetesTarget | undefined {
  if (written === undefined) return undefined;
  return {
    at: written.$key ?? written.$at,
    version: written.version,
    namespace: written.namespace,
    keda: written.keda ?? because('the oldest release whose behaviour is relied on', '2.18', written.$at),
    provisioner:
      written.provisioner ?? because('Karpenter is the usual provisioner of GPU nodes', 'karpenter', written.$at),
    prometheus: prometheusOf(written.prometheus),
    monitoring:
      written.monitoring ??
      because("without the operator's CRDs a PodMonitor fails the whole sync", 'none', written.$at),
    runbooks: written.runbooks,
    gitops: gitopsOf(written.gitops),
  };
}

function prometheusOf(written: KubernetesSection['prometheus']): Prometheus | undefined {
  if (written === undefined) return undefined;
  return {
    at: written.$key ?? written.$at,
    url: written.url,
    auth: written.auth !== undefined ? { mode: written.auth.mode, secret: written.auth.secret } : undefined,
    authentication: signInOf(written.authentication),
    authModes: written.authModes && mapped(written.authModes, modes => modes.map(({ plain }) => plain).join(',')),
    awsRegion: written.awsRegion,
    headers: listed(pairsOf(written.headers)),
    queryParameters: listed(pairsOf(written.queryParameters)),
    namespace: written.namespace,
    labels: pairsOf(written.labels),
    unsafeSsl: written.unsafeSsl ?? because('certificates are verified', false, written.$at),
  };
}

function listed(pairs: readonly LabelPair[]): Sourced<string> | undefined {
  if (pairs.length === 0) return undefined;
  const values = Object.fromEntries(pairs.map(({ key, value }) => [key.plain, value]));
  return derive('pairs that are separated by commas', values, plain =>
    Object.entries(plain)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  );
}

function gitopsOf(written: KubernetesSection['gitops']): GitOps | undefined {
  if (written === undefined) return undefined;
  const { destination, tool } = written;
  const inCluster = because('the cluster that Argo CD runs in', 'https://kubernetes.default.svc', written.$at);
  const named = destination !== undefined && 'name' in destination ? destination.name : undefined;
  return {
    at: written.$key ?? written.$at,
    tool,
    repoURL: written.repoURL,
    revision: written.revision ?? because('the usual branch', 'main', written.$at),
    path: written.path ?? because('where the output is committed', 'out', written.$at),
    namespace: written.namespace ?? mapped(tool, name => (name === 'argocd' ? 'argocd' : 'flux-system')),
    project: written.project ?? because('the project that every Argo CD has', 'default', written.$at),
    destination: named === undefined ? { server: destination?.server ?? inCluster } : { name: named },
    interval: written.interval ?? because('git is asked every five minutes', seconds(300), written.$at),
    sync: {
      prune: written.sync?.prune ?? because('what is no longer in out/ would scale and cost on', true, written.$at),
      selfHeal:
        written.sync?.selfHeal ?? because('a change by hand would last until the next build', true, written.$at),
      createNamespace:
        written.sync?.createNamespace ?? because('the first sync needs the namespace', true, written.$at),
    },
  };
}

export function ecsOf(written: Root['targets']['ecs']): EcsTarget | undefined {
  if (written === undefined) return undefined;
  return {
    at: written.$key ?? written.$at,
    region: written.region,
    accountId: written.accountId ?? (written.executionRoleArn && mapped(written.executionRoleArn, accountOf)),
    cluster: written.cluster,
    subnets: written.subnets?.plain ?? [],
    securityGroups: written.securityGroups?.plain ?? [],
    assignPublicIp: written.assignPublicIp ?? because('tasks have no public address', false, written.$at),
    vpc: written.vpc,
    serviceConnect: written.serviceConnect,
    executionRoleArn: written.executionRoleArn,
    taskRoleArn: written.taskRoleArn,
    roles: {
      path: written.roles?.path,
      permissionsBoundary: written.roles?.permissionsBoundary,
    },
    containerInsights:
      written.containerInsights ?? because('Container Insights costs extra and is off by default', false, written.$at),
    alarmTopicArn: written.alarmTopicArn,
    runbooks: written.runbooks,
    logRetentionDays: written.logRetention ?? because('a month of logs', 30, written.$at),
    partition: mapped(written.region, region =>
      region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws',
    ),
  };
}

/** `arn:aws:iam::123456789012:role/name`: a role starts tasks in its own account only. */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

export function metricsOf(root: Root): MetricsConfig {
  const written = root.metrics;
  const runtime = written?.runtime ?? because("Quarkus and Spring emit Micrometer's names", 'micrometer', root.$at);
  const histograms = written?.histograms;
  const scrapeInterval = written?.scrapeInterval;
  return {
    runtime,
    histograms:
      histograms ??
      because(
        'Micrometer emits _bucket series only with percentile histograms on',
        runtime.plain !== 'micrometer',
        runtime.origin,
      ),
    scrapeInterval: scrapeInterval ?? because('the default of the Prometheus operator', seconds(30), runtime.origin),
  };
}

export function hardwareOf(key: string, written: NonNullable<Root['hardware']>[string]): Hardware {
  return {
    key,
    at: written.$key ?? written.$at,
    gpu: written.gpu ?? because('no node is selected by it', 'GPU', written.$at),
    count: written.count ?? because('one GPU a replica', 1, written.$at),
    instanceTypes: written.instanceTypes?.plain ?? [],
    coldStart: total(written.coldStart) ?? because(WHY.gpuColdStart, seconds(300), written.$at),
    sharing: written.sharing ?? because('a replica has its GPU to itself', 'none', written.$at),
    migProfile: written.migProfile,
    memory: undefined,
    nodeSelector: pairsOf(written.nodeSelector),
  };
}
