import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Placement } from '../../model/kubernetes-plan.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import type { Pool } from '../../model/pool.ts';
import { mapped, Sourced } from '../../model/sourced.ts';
import type { KubernetesTarget, Provisioner } from '../../model/targets.ts';

/** The label that every node of AWS has for its type. */
export const INSTANCE_TYPE = 'node.kubernetes.io/instance-type';

/** Which nodes the hardware of a pool asks for, and its own node selector beside them. */
export function placementOf(pool: Pool, { provisioner }: KubernetesTarget): Placement {
  const asked = new Map<string, LabelPair>();
  for (const pair of [
    ...ofArchitecture(pool),
    ...ofHardware(pool, provisioner.plain),
    ...(pool.scheduling?.nodeSelector ?? []),
  ])
    asked.set(pair.key.plain, pair);
  return {
    nodeSelector: [...asked.values()],
    instanceTypes: typesFor(pool, provisioner.plain),
  };
}

/** What the image is built for, as every node is labelled. */
function ofArchitecture({ architecture }: Pool): readonly LabelPair[] {
  return architecture === undefined
    ? []
    : [{ key: new Sourced('kubernetes.io/arch', architecture.origin), value: architecture }];
}

/** GKE has machine types of its own. */
function typesFor({ hardware }: Pool, provisioner: Provisioner): readonly Sourced<string>[] {
  return provisioner === 'gke' ? [] : (hardware?.instanceTypes ?? []);
}

/** Labels that are known before a node has booted, so that a pool at zero can ask for one (semantics 48). */
function ofHardware({ hardware }: Pool, provisioner: Provisioner): readonly LabelPair[] {
  if (hardware === undefined) return [];
  const label = (key: string, value: Sourced<string>): LabelPair => ({ key: new Sourced(key, value.origin), value });
  // Karpenter knows the model alone: `a100` of NVIDIA-A100-SXM4-40GB, `t4` of Tesla-T4.
  const name = mapped(hardware.gpu, gpu =>
    gpu
      .toLowerCase()
      .replace(/^(?:nvidia-)?(?:tesla-)?/, '')
      .replace(/-(?:sxm|pcie|nvl|hbm|\d+gb).*$/, ''),
  );
  const known =
    provisioner === 'karpenter'
      ? label('karpenter.k8s.aws/instance-gpu-name', name)
      : provisioner === 'gke'
        ? label(
            'cloud.google.com/gke-accelerator',
            mapped(hardware.gpu, gpu => gpu.toLowerCase()),
          )
        : label(
            'k8s.amazonaws.com/accelerator',
            mapped(hardware.gpu, gpu => gpu.toLowerCase()),
          );
  return [known, ...hardware.nodeSelector];
}

/** A pool that asks for other nodes than its hardware has would wait for ever. */
export function placementConflicts(pool: Pool, { provisioner }: KubernetesTarget): readonly Diagnostic[] {
  const { hardware, scheduling, key } = pool;
  if (hardware === undefined || scheduling === undefined) return [];
  const owned = new Map(ofHardware(pool, provisioner.plain).map(pair => [pair.key.plain, pair.value]));
  const selectors = scheduling.nodeSelector.flatMap(({ key: label, value }): readonly Diagnostic[] => {
    const mine = owned.get(label.plain);
    if (mine === undefined || mine.plain === value.plain) return [];
    return [
      compilerProblem('owned-field', 'selector', {
        at: value.origin,
        path: ['pools', key, 'scheduling', 'nodeSelector', label.plain],
        data: { pool: key, label: label.plain, value: value.plain, hardware: hardware.key, mine: mine.plain },
      }),
    ];
  });
  const types = typesFor(pool, provisioner.plain);
  const affinity = types.length === 0 ? undefined : expressionOn(scheduling.affinity.nodeAffinity, INSTANCE_TYPE);
  return affinity === undefined
    ? selectors
    : [
        ...selectors,
        compilerProblem('owned-field', 'affinity', {
          at: affinity.origin,
          path: ['pools', key, 'scheduling', 'affinity', 'nodeAffinity'],
          data: { pool: key, label: INSTANCE_TYPE, hardware: hardware.key },
        }),
      ];
}

/** Where a required node affinity names a label; a preferred one only chooses among the nodes that fit. */
function expressionOn(affinity: Sourced<unknown> | undefined, label: string): Sourced<unknown> | undefined {
  const required = memberOf(affinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  return itemsOf(memberOf(required, 'nodeSelectorTerms'))
    .flatMap(term => itemsOf(memberOf(term, 'matchExpressions')))
    .map(expression => memberOf(expression, 'key'))
    .find(key => key?.plain === label);
}

/** A member of a map that was written in the words of the API. */
function memberOf(part: Sourced<unknown> | undefined, key: string): Sourced<unknown> | undefined {
  const map = part?.plain;
  if (typeof map !== 'object' || map === null || !Object.hasOwn(map, key)) return undefined;
  const member: unknown = Reflect.get(map, key);
  return member instanceof Sourced ? member : undefined;
}

function itemsOf(part: Sourced<unknown> | undefined): readonly Sourced<unknown>[] {
  const list: unknown = part?.plain;
  return Array.isArray(list) ? list.filter((item): item is Sourced<unknown> => item instanceof Sourced) : [];
}
