import type { CustomSignal } from '../model/custom-signals.ts';
import { namesIn, recordOf } from '../model/names-in.ts';
import type { TextFile } from '../model/output-file.ts';
import type { Plan, PlannedSignal, PoolPlan } from '../model/plan.ts';
import { TARGET_LABEL } from '../model/targets.ts';
import { proofsOf } from '../proof/prove.ts';
import { aspectsOf } from '../proof/words.ts';
import { templatesOf } from '../template/template.ts';
import type { Template } from '../template/template.ts';
import { screenText } from './screen-text.ts';
import { lossGroups } from './loss-groups.ts';
import { patchRows } from './patch-rows.ts';
import { COMPARED, platformComparison } from './platform-comparison.ts';
import { formatDuration, formatPercent, formatRate } from '../model/units.ts';

/** The templates of templates/report. What they print is text of a Markdown table already. */
export interface Templates {
  readonly 'report/report.md': Template<
    {
      readonly name: string;
      readonly environment: string;
      readonly priority: string;
      readonly pools: readonly Row<
        'name' | 'kind' | 'stage' | 'replicas' | 'signals' | 'kubernetes' | 'ecs' | 'wakesOn'
      >[];
      readonly platforms: readonly Row<'name'>[];
      readonly compared: readonly Compared[];
      readonly behaviours: readonly {
        readonly pool: string;
        readonly platforms: readonly Row<'name'>[];
        readonly aspects: readonly Compared[];
      }[];
      /** Empty where nothing is patched, and then nothing is said of it. */
      readonly patches: readonly Row<'pool' | 'object' | 'sets' | 'removes'>[];
      readonly losses: readonly Row<'target' | 'instead' | 'asked'>[];
      readonly nothingLost: boolean;
    },
    string
  >;
}

/** A row in which platforms are compared. */
interface Compared {
  readonly aspect: string;
  readonly cells: readonly Row<'text'>[];
}

/** A row of a table, by the names of its columns. */
type Row<Column extends string> = Readonly<Record<Column, string>>;

const { print } = templatesOf<Templates>();

/** REPORT.md: what each pool does on each platform, by its proof, and what a platform could not be told. */
export function reportFile(plan: Plan): TextFile {
  const { system, pools, losses } = plan;
  const platforms = platformComparison(plan);
  const text = print('report/report.md', {
    name: system.name.plain,
    environment: system.environment,
    priority: system.priority.plain,
    pools: pools.map(poolRow),
    platforms: platforms.map(({ name }) => cells({ name })),
    compared: namesIn(COMPARED).map(aspect => ({
      aspect: COMPARED[aspect],
      cells: platforms.map(platform => cells({ text: platform.cells[aspect] })),
    })),
    behaviours: pools.map(pool => behaviourOf(plan, pool)),
    patches: patchRows(plan).map(({ pool, object, sets, removes }) => cells({ pool, object, sets, removes })),
    losses: lossGroups(losses).map(({ target, dangerous, instead, asked }) =>
      cells({ target, instead: dangerous ? `**Dangerous:** ${instead}` : instead, asked }),
    ),
    nothingLost: losses.length === 0,
  });
  return { form: 'text', path: 'REPORT.md', text };
}

/** The aspects of which a proof says something, one column a platform. */
function behaviourOf(plan: Plan, pool: PoolPlan): Templates['report/report.md']['context']['behaviours'][number] {
  const proofs = proofsOf(plan, pool);
  const columns = proofs.map(proof => aspectsOf(pool, proof));
  const [first = []] = columns;
  return {
    pool: cell(pool.pool.name.plain),
    platforms: proofs.map(({ target }) => cells({ name: TARGET_LABEL[target] })),
    aspects: first
      .map(({ name }, index) => ({ aspect: cell(name), said: columns.map(column => column[index]?.said) }))
      .filter(({ said }) => said.some(text => text !== undefined))
      .map(({ aspect, said }) => ({ aspect, cells: said.map(text => cells({ text: text ?? '–' })) })),
  };
}

function poolRow(planned: PoolPlan): Row<keyof Templates['report/report.md']['context']['pools'][number]> {
  const { pool } = planned;
  const signals = planned.signals.map(signalText).join('; ');
  return cells({
    name: pool.name.plain,
    kind: pool.kind.plain,
    stage: pool.stage.plain,
    replicas: replicasOf(planned),
    signals: signals === '' ? 'none' : signals,
    kubernetes: autoscalerName(planned),
    ecs: ecsName(planned),
    wakesOn: planned.mayBeAtZero ? planned.wakeSources.map(({ from }) => from).join(', ') : 'never at zero',
  });
}

function replicasOf({ hold, still, bounds, on: { kubernetes, ecs } }: PoolPlan): string {
  if (hold !== undefined) return `${String(hold.plain)} held`;
  if (still) return String(bounds.min.plain);
  // A watcher alone starts what it wakes with, and nothing adds to that.
  const onlyWatcher = kubernetes === undefined && ecs?.owner === 'watcher';
  const max = (onlyWatcher ? ecs.watcher?.wakeCount : undefined) ?? bounds.max;
  return `${String(bounds.min.plain)}–${String(max.plain)}`;
}

function autoscalerName({ on: { kubernetes } }: PoolPlan): string {
  return kubernetes === undefined
    ? '–'
    : { none: 'fixed replicas', hpa: 'HorizontalPodAutoscaler', 'scaled-object': 'ScaledObject' }[
        kubernetes.autoscaler.kind
      ];
}

function ecsName({ on: { ecs } }: PoolPlan): string {
  if (ecs === undefined) return '–';
  const step = ecs.watcher?.enabled.plain === true ? 'watcher for 0↔1, ' : '';
  switch (ecs.owner) {
    case 'autoscaler':
      return `${step}Application Auto Scaling${step === '' ? '' : ' above'}`;
    case 'schedule':
      return `${step}scheduled actions`;
    case 'watcher':
      return 'watcher for 0↔1';
    case 'git':
      return 'fixed replicas';
    case 'elsewhere':
      return 'whoever deploys the service';
  }
}

function signalText(planned: PlannedSignal): string {
  switch (planned.kind) {
    case 'cpu':
    case 'memory':
      return `${planned.name} ${formatPercent(planned.signal.target.plain)}${planned.signal.for === undefined ? '' : ` for ${formatDuration(planned.signal.for.plain)}`}`;
    case 'kafkaLag':
      return `lag ${String(planned.signal.perReplica.plain)} a replica`;
    case 'queueBacklog':
      return `backlog ${String(planned.signal.perReplica.plain)} a replica`;
    case 'requestQueue':
      return `queue ${String(planned.signal.perReplica.plain)} a replica`;
    case 'requests':
      return `requests ${formatRate(planned.signal.perReplica.plain)} a replica`;
    case 'latency':
      return `p${String(planned.signal.quantile.plain * 100)} ${formatDuration(planned.signal.target.plain)}`;
    case 'custom':
      return customText(planned.signal);
  }
}

function customText({ key, perReplica, total }: CustomSignal): string {
  if (perReplica === undefined) return key;
  return `${key} ${String(perReplica.plain)}${total.plain ? ' a replica' : ''}`;
}

function cells<Column extends string>(row: Row<Column>): Row<Column> {
  return recordOf<Row<Column>>(namesIn(row), column => cell(row[column]));
}

function cell(text: string): string {
  return screenText(text.replace(/[\r\n]+/g, ' '))
    .replace(/\|/g, '\\|')
    .replace(/</g, '&lt;');
}
