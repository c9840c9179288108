import type { StructuredFile } from '../../model/output-file.ts';
import type { Plan, PoolPlan } from '../../model/plan.ts';
import { because } from '../../model/sourced.ts';
import type { Json } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import type { PromisedOf } from '../target.ts';
import { dashboardOf, idOf, rowOf, uidOf } from './dashboard.ts';
import type { DashboardRow } from './dashboard.ts';
import { environmentSwitch } from './environment-switch.ts';
import { objectFile } from './identity.ts';

/** Where an alert leads: a panel, as Grafana names it. */
export interface PanelLink {
  readonly dashboard: string;
  readonly panel: number;
}

export interface Dashboards {
  /** Made as they are asked for. */
  readonly files: Iterable<StructuredFile>;
  /** The panel of a pool with this key; undefined where it has none. */
  readonly linkTo: (pool: PoolPlan, key: string) => PanelLink | undefined;
}

/**
 * The Grafana dashboard of the environment, in ConfigMaps that Grafana's sidecar looks for. A ConfigMap holds 1 MiB;
 * but `kubectl apply` writes the whole object into an annotation as well, and all annotations together hold 256 KiB
 * (TotalAnnotationSizeLimitB), so there are as many as it takes.
 */
export function dashboards(
  plan: Plan,
  plans: readonly Plan[],
  target: KubernetesTarget,
  promised: PromisedOf,
): Dashboards {
  const { system, pools } = plan;
  const shown = environmentSwitch(plan, plans);
  const seen = pools.filter(({ on: { kubernetes } }) => (kubernetes?.panels ?? []).length > 0);
  const head = HEAD + escapedLength(dashboardOf(system, 1, [], shown));
  // Drawn to be measured and again to be printed: the rows of all pools at once would be half of what a build holds.
  const drawn = (pool: PoolPlan): DashboardRow => rowOf(pool, promised(pool).line, shown);
  const parts = partsOf(seen, pool => escapedLength({ panels: drawn(pool).panelsAt(HIGHEST) }), head);
  const dashboardOfPool = new Map(
    parts.flatMap((part, index) => {
      const uid = uidOf(system, index + 1);
      return part.map(pool => [pool, uid] as const);
    }),
  );
  return {
    files: (function* () {
      for (const [index, part] of parts.entries()) {
        const dashboard = dashboardOf(system, index + 1, part.map(drawn), shown);
        yield configMap(system, target, index + 1, `${printed(dashboard)}\n`);
      }
    })(),
    linkTo: (pool, key) => {
      const dashboard = dashboardOfPool.get(pool);
      const has = pool.on.kubernetes?.panels.some(panel => panel.key === key) === true;
      return dashboard === undefined || !has ? undefined : { dashboard, panel: idOf(pool.pool.name.plain, key) };
    },
  };
}

/** Bytes of the text as it stands in the annotation; what is left is for names and labels. */
const ROOM = 240_000;
/** Names and labels of the ConfigMap; measured at under 1,000 with the longest. */
const HEAD = 1_500;

/** Stands for any height of a row, in at least as many digits. */
const HIGHEST = 1_000_000;

/**
 * Filled in the order of the pools. A pool too large for any would be alone, and refused by the cluster with the
 * reason.
 */
function partsOf(
  pools: readonly PoolPlan[],
  sizeOf: (pool: PoolPlan) => number,
  head: number,
): readonly (readonly PoolPlan[])[] {
  const parts: PoolPlan[][] = [];
  let used = ROOM;
  for (const pool of pools) {
    const size = sizeOf(pool);
    const current = parts.at(-1);
    if (current !== undefined && used + size <= ROOM) {
      current.push(pool);
      used += size;
    } else {
      parts.push([pool]);
      used = head + size;
    }
  }
  return parts;
}

function printed(json: Json): string {
  return JSON.stringify(json, undefined, 2);
}

/** Quotes and line ends take two bytes there, and Go writes `<`, `>` and `&` in six. */
function escapedLength(json: Json): number {
  const text = JSON.stringify(printed(json));
  return Buffer.byteLength(text) + 5 * (text.match(/[<>&]/g)?.length ?? 0);
}

function configMap(
  { name, environment }: System,
  target: KubernetesTarget,
  part: number,
  text: string,
): StructuredFile {
  const suffix = part === 1 ? '' : `-${String(part)}`;
  return objectFile(
    'ConfigMap',
    {
      path: `kubernetes/dashboard${suffix}.yaml`,
      pool: undefined,
      target,
      why: 'people see what autoscaling looks at, and what it does',
    },
    {
      metadata: {
        name: `${name.plain}-scaling-dashboard${suffix}`,
        namespace: target.namespace,
        labels: {
          'app.kubernetes.io/name': name,
          'app.kubernetes.io/part-of': name,
          'app.kubernetes.io/managed-by': 'pipestream-scaling',
          grafana_dashboard: '1',
        },
      },
      // The sidecar puts the files of all ConfigMaps into one folder, so the key names the environment too.
      data: {
        [`${name.plain}-${environment}-scaling${suffix}.json`]: because(
          'every pool from the stage observe on',
          text,
          target.at,
        ),
      },
    },
  );
}
