import { because, Sourced } from '../../model/sourced.ts';
import type { Emit, EmitNode } from '../../model/sourced.ts';
import type { KubernetesPool } from '../../model/kubernetes-plan.ts';
import type { Spread, Toleration } from '../../model/pod.ts';
import type { RawPart } from '../../model/raw-part.ts';
import type { Pool } from '../../model/pool.ts';
import { seconds } from '../../model/units.ts';
import { mapped } from '../../model/sourced.ts';
import { listed } from './container.ts';
import type { Affinity, Labels, PodSpec, Toleration as TolerationObject, TopologySpread } from './emitted-objects.ts';
import { rawTree } from './raw-tree.ts';

type Scheduled = Pick<PodSpec, 'nodeSelector' | 'affinity' | 'tolerations' | 'topologySpreadConstraints'>;

/** Where the pods may run: what the hardware needs, and beside it what the pool asks for. */
export function schedulingTree(
  pool: Pool,
  decided: KubernetesPool | undefined,
  selector: EmitNode<Labels>,
): EmitNode<Scheduled> {
  const { scheduling, hardware } = pool;
  const nodes = listed(decided?.placement.nodeSelector ?? []);
  return {
    nodeSelector: nodes && Object.fromEntries(nodes.map(({ key, value }) => [key.plain, value])),
    affinity: affinity(pool, decided?.placement.instanceTypes ?? []),
    tolerations: listed([
      ...(hardware === undefined
        ? []
        : [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' } as const satisfies TolerationObject]),
      ...(scheduling?.tolerations ?? []).map(toleration),
    ]),
    topologySpreadConstraints:
      scheduling?.topologySpread === undefined
        ? ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(topologyKey => evenly(topologyKey, selector))
        : listed(scheduling.topologySpread.map(spread => spreadTree(spread, selector))),
  };
}

function evenly(topologyKey: string, selector: EmitNode<Labels>): Emit<TopologySpread> {
  return { maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector } };
}

function spreadTree({ at: _at, ...spread }: Spread, selector: EmitNode<Labels>): Emit<TopologySpread> {
  return { ...spread, labelSelector: { matchLabels: selector } };
}

function toleration({ key, operator, value, effect, seconds: time }: Toleration): Emit<TolerationObject> {
  return {
    key,
    operator,
    value,
    effect,
    tolerationSeconds: time && mapped(time, plain => seconds(Math.ceil(plain))),
  };
}

function affinity({ scheduling }: Pool, types: readonly Sourced<string>[]): Emit<Affinity> | undefined {
  const asked = scheduling?.affinity;
  const [nodeAffinity, podAffinity, podAntiAffinity] = [
    asked?.nodeAffinity,
    asked?.podAffinity,
    asked?.podAntiAffinity,
  ];
  const node =
    types.length === 0 ? nodeAffinity && rawTree<NodeAffinity>(nodeAffinity) : withTypes(nodeAffinity, types);
  if (node === undefined && podAffinity === undefined && podAntiAffinity === undefined) return undefined;
  return {
    nodeAffinity: node,
    podAffinity: podAffinity && rawTree<NonNullable<Affinity['podAffinity']>>(podAffinity),
    podAntiAffinity: podAntiAffinity && rawTree<NonNullable<Affinity['podAntiAffinity']>>(podAntiAffinity),
  };
}

type NodeAffinity = NonNullable<Affinity['nodeAffinity']>;
type Term = NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'][number];
type Expression = NonNullable<Term['matchExpressions']>[number];

/** The instance types, in each term: terms are alternatives, and what a term asks for must hold together. */
function withTypes(written: RawPart | undefined, types: readonly Sourced<string>[]): Emit<NodeAffinity> {
  const expression: Emit<Expression> = {
    key: because('the label that every AWS node has for its type', 'node.kubernetes.io/instance-type'),
    operator: 'In',
    values: types,
  };
  const members = membersOf(written);
  const required = membersOf(members.requiredDuringSchedulingIgnoredDuringExecution);
  const terms = itemsOf(required.nodeSelectorTerms).map((term): Emit<Term> => {
    const known = membersOf(term);
    return {
      ...known,
      matchExpressions: [...itemsOf(known.matchExpressions).map(part => rawTree<Expression>(part)), expression],
    };
  });
  return {
    ...members,
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: terms.length === 0 ? [{ matchExpressions: [expression] }] : terms,
    },
  };
}

function membersOf(part: unknown): Readonly<Record<string, RawPart | undefined>> {
  const map: unknown = part instanceof Sourced ? part.plain : undefined;
  return typeof map === 'object' && map !== null ? Object.fromEntries(Object.entries(map)) : {};
}

function itemsOf(part: unknown): readonly RawPart[] {
  const list: unknown = part instanceof Sourced ? part.plain : undefined;
  return Array.isArray(list) ? list.filter((item): item is RawPart => item instanceof Sourced) : [];
}
