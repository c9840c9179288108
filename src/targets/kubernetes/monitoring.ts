import { because, mapped } from '../../model/sourced.ts';
import type { Emit, EmitNode } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { Alert } from '../../model/kubernetes-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { ALERT_PAGES } from '../../model/alert-pages.ts';
import { runbookOf } from '../../model/pages.ts';
import type { Pool } from '../../model/pool.ts';
import type { AlertRule, Labels, Metadata, MetricsEndpoint } from './emitted-objects.ts';
import type { Dashboards, PanelLink } from './dashboards.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

/** What belongs to the alerts of a pool beside its plan. */
interface Shown extends Pick<Dashboards, 'linkTo'> {
  /** Rules that hold the pool to the times of its proof. */
  readonly watched: readonly Alert[];
}

/** PodMonitor and PrometheusRule, only where their CRDs exist: without them the whole sync fails (semantics 66). */
export function monitoring(
  system: System,
  target: KubernetesTarget,
  planned: PoolPlan,
  { watched, linkTo }: Shown,
): readonly StructuredFile[] {
  const {
    pool,
    on: { kubernetes },
  } = planned;
  if (target.monitoring.plain !== 'prometheus-operator') return [];
  const folder = `kubernetes/${pool.name.plain}`;
  const metadata: Emit<Metadata<'PodMonitor'>> = {
    name: pool.name,
    namespace: target.namespace,
    labels: labelsOf(system, pool),
  };
  const endpoints = pool.containers.flatMap(({ metrics }): readonly Emit<MetricsEndpoint>[] =>
    metrics === undefined
      ? []
      : [
          {
            port: metrics.port,
            path: metrics.path,
            interval: mapped(system.metrics.scrapeInterval, interval => `${String(Math.ceil(interval))}s`),
          },
        ],
  );
  const rules = [...(kubernetes?.alerts ?? []), ...watched].map(alert =>
    ruleTree(alert, system, target, planned, linkTo(planned, alert.panel)),
  );
  return [
    // On every stage: who steps down in the middle of an incident must not lose sight of it.
    ...(endpoints.length === 0 || pool.existing !== undefined
      ? []
      : [
          objectFile(
            'PodMonitor',
            { path: `${folder}/pod-monitor.yaml`, pool, target, why: 'what the pool says about itself is scraped' },
            {
              metadata,
              // The queries ask for job="<pool>".
              spec: {
                jobLabel: 'app.kubernetes.io/name',
                selector: { matchLabels: selectorOf(system, pool) },
                podMetricsEndpoints: endpoints,
              },
            },
          ),
        ]),
    ...(rules.length === 0
      ? []
      : [
          objectFile(
            'PrometheusRule',
            {
              path: `${folder}/prometheus-rule.yaml`,
              pool,
              target,
              why: 'people are told what an autoscaler cannot mend',
            },
            {
              metadata,
              spec: { groups: [{ name: mapped(pool.name, name => `${name}.scaling`), rules }] },
            },
          ),
        ]),
  ];
}

function ruleTree(
  { name, expression, for: wait, summary, description }: Alert,
  { environment, at }: System,
  { namespace, runbooks }: KubernetesTarget,
  { pool }: PoolPlan,
  link: PanelLink | undefined,
): Emit<AlertRule> {
  // Aggregation drops the namespace, by which Alertmanager's routes tell teams apart; so do the pool's own labels.
  return {
    alert: name,
    expr: expression,
    for: wait,
    labels: {
      ...ownLabels(pool),
      severity: ALERT_PAGES[name].severity,
      namespace,
      environment: because('routes and silences tell environments apart', environment, at),
      pool: pool.name,
    },
    annotations: { summary, description, runbook_url: runbookOf(name, runbooks), ...linkedTo(link) },
  };
}

/** Annotations that Grafana itself reads; it takes both or none. */
function linkedTo(link: PanelLink | undefined): EmitNode<Labels> {
  return link === undefined ? {} : { __dashboardUid__: link.dashboard, __panelId__: String(link.panel) };
}

/** The pool's labels, by names that Prometheus takes: `example.com/team` is `example_com_team`. */
function ownLabels({ labels }: Pool): EmitNode<Labels> {
  return Object.fromEntries(labels.map(({ key, value }) => [labelName(key.plain), value]));
}

function labelName(key: string): string {
  return key.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=[0-9])/, '_');
}
