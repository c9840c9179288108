import type { StructuredFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import { because } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import type { PromisedOf } from '../target.ts';
import { dashboardText, rowOf } from './dashboard.ts';
import type { DashboardRow } from './dashboard.ts';
import { objectFile } from './identity.ts';

/**
 * The Grafana dashboard of the environment, in ConfigMaps that Grafana's sidecar looks for. A ConfigMap holds 1 MiB;
 * but `kubectl apply` writes the whole object into an annotation as well, and all annotations together hold 256 KiB
 * (TotalAnnotationSizeLimitB), so there are as many as it takes.
 */
export function dashboards(
  system: System,
  target: KubernetesTarget,
  pools: readonly PoolPlan[],
  promised: PromisedOf,
): readonly StructuredFile[] {
  const rows = pools
    .filter(({ on: { kubernetes } }) => kubernetes !== undefined && kubernetes.panels.length > 0)
    .map(pool => rowOf(pool, promised(pool).line));
  return partsOf(system, rows).map((text, index) => configMap(system, target, index + 1, text));
}

/** Bytes of the text as it stands in the annotation; what is left is for names and labels. */
const ROOM = 240_000;
/** Around the panels; measured at under 2,500 with the longest names. */
const HEAD = 4_000;

/**
 * Filled in the order of the pools. A pool too large for any would be alone, and refused by the cluster with the
 * reason.
 */
function partsOf(system: System, rows: readonly DashboardRow[]): readonly string[] {
  const parts: DashboardRow[][] = [];
  let used = ROOM;
  for (const row of rows) {
    const size = escapedLength(row);
    const current = parts.at(-1);
    if (current !== undefined && used + size <= ROOM) {
      current.push(row);
      used += size;
    } else {
      parts.push([row]);
      used = HEAD + size;
    }
  }
  return parts.map((part, index) => dashboardText(system, index + 1, part));
}

/** Quotes and line ends take two bytes there, and Go writes `<`, `>` and `&` in six. */
function escapedLength(row: DashboardRow): number {
  const text = JSON.stringify(JSON.stringify({ panels: row.panelsAt(1_000_000) }, undefined, 2));
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
