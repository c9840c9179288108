import { counted } from '../lint/knowledge/leases.ts';
import {
  inCommon,
  listed,
  namedCluster,
  servicesOf,
  workloadsInNamespace,
  workloadsOf,
} from '../lint/knowledge/places/workloads.ts';
import { commandLineProblem } from '../model/catalogue/command-line.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { writtenAt } from '../model/sourced.ts';
import type { Origin } from '../model/sourced.ts';
import type { PlannedEnvironment } from './plan-environments.ts';

/** A file of a run, with what it deploys. */
export interface FileBeside {
  readonly name: string;
  readonly environments: readonly PlannedEnvironment[];
}

/** What one file deploys and another deploys too; each pair of files once a platform, at a line of the second. */
export function filesBeside(files: readonly FileBeside[]): readonly Diagnostic[] {
  const deployed = new Map<string, FileBeside[]>();
  return files.flatMap(file => {
    const own = deployedBy(file);
    const also = new Set(own.flatMap(what => deployed.get(what) ?? []));
    for (const what of own) deployed.set(what, [...(deployed.get(what) ?? []), file]);
    if (also.size === 0) return [];
    return files
      .filter(earlier => also.has(earlier) && earlier.name !== file.name)
      .flatMap(earlier => [firstOf(file, earlier, onEcs), firstOf(file, earlier, onKubernetes)])
      .filter(found => found !== undefined);
  });
}

/** Of most files no other one deploys anything, and they are not compared. */
function deployedBy({ environments }: FileBeside): readonly string[] {
  const all = environments.flatMap(({ plan }) => [...servicesOf(plan).keys(), ...workloadsInNamespace(plan).keys()]);
  return [...new Set(all)];
}

type Compare = (plan: Plan, other: Plan, file: string) => Diagnostic | undefined;

/** What is certain comes before what may be. */
function firstOf(file: FileBeside, earlier: FileBeside, compare: Compare): Diagnostic | undefined {
  const found = file.environments.flatMap(({ plan }) =>
    earlier.environments.flatMap(other => compare(plan, other.plan, earlier.name) ?? []),
  );
  return found.find(({ severity }) => severity === 'error') ?? found[0];
}

function onEcs(plan: Plan, other: Plan, file: string): Diagnostic | undefined {
  const { ecs } = plan.system.targets;
  const services = inCommon(servicesOf(plan), servicesOf(other));
  if (ecs === undefined || services.length === 0) return undefined;
  return commandLineProblem('files-share-workloads', 'ecs', {
    at: ecs.cluster.origin,
    path: ['targets', 'ecs', 'cluster'],
    related: first(other.system.targets.ecs?.cluster.origin),
    data: {
      ...environments(plan, other, file),
      account: ecs.accountId?.plain ?? '',
      region: ecs.region.plain,
      count: counted(services.length, 'service'),
      names: listed(services),
    },
  });
}

function onKubernetes(plan: Plan, other: Plan, file: string): Diagnostic | undefined {
  const { kubernetes } = plan.system.targets;
  const beside = other.system.targets.kubernetes;
  if (kubernetes === undefined || beside === undefined) return undefined;
  const [cluster, otherCluster] = [namedCluster(kubernetes), namedCluster(beside)];
  // A name and an address may be one cluster.
  const known =
    cluster !== undefined && otherCluster !== undefined && isAddress(cluster.plain) === isAddress(otherCluster.plain);
  const workloads = known
    ? inCommon(workloadsOf(plan), workloadsOf(other))
    : inCommon(workloadsInNamespace(plan), workloadsInNamespace(other));
  if (workloads.length === 0) return undefined;
  const place = {
    at: kubernetes.namespace.origin,
    path: ['targets', 'kubernetes', 'namespace'],
    related: first(beside.namespace.origin),
  };
  const data = {
    ...environments(plan, other, file),
    namespace: kubernetes.namespace.plain,
    count: counted(workloads.length, 'workload'),
    names: listed(workloads),
  };
  return known
    ? commandLineProblem('files-share-workloads', 'kubernetes', { ...place, data: { ...data, cluster: cluster.plain } })
    : commandLineProblem('files-share-workloads', 'unnamed', { ...place, data });
}

function isAddress(cluster: string): boolean {
  return /^https?:/.test(cluster);
}

function environments(plan: Plan, other: Plan, file: string) {
  return { environment: plan.system.environment, other: other.system.environment, file };
}

function first(origin: Origin | undefined): Diagnostic['related'] {
  const span = writtenAt(origin)?.span;
  return span === undefined ? [] : [{ message: 'the first file', span }];
}
