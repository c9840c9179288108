import type { EcsPool } from '../model/ecs-plan.ts';
import type { KubernetesPool } from '../model/kubernetes-plan.ts';
import { ecsControllers } from './ecs/ecs-controllers.ts';
import type { WatcherHandler } from './ecs/watcher.ts';
import { amountOf } from '../model/quantity.ts';
import { hpaController } from './hpa/hpa-controller.ts';
import type { HpaMetric } from './hpa/hpa-controller.ts';
import { scalingRules, toleranceOf } from './hpa/scaling-rules.ts';
import { scaledObjectControllers } from './keda/scaled-object.ts';
import type { Load } from './load.ts';
import { run } from './run.ts';
import type { Controller, RunOptions } from './run.ts';
import type { Trace } from './trace.ts';

export interface KubernetesOptions extends RunOptions {
  /** `2.18` */
  readonly keda?: string;
}

/** What an emitted pool does on Kubernetes under a load. */
export function simulateKubernetes(plan: KubernetesPool, load: Load, options: KubernetesOptions): Trace {
  return run(load, kubernetesControllers(plan, load, options.keda), options);
}

function kubernetesControllers(
  { autoscaler, behavior }: KubernetesPool,
  { partitions }: Load,
  keda: string | undefined,
): readonly Controller[] {
  switch (autoscaler.kind) {
    case 'none':
      return [];
    case 'hpa':
      return [
        hpaController(
          {
            min: autoscaler.min.plain,
            max: autoscaler.max.plain,
            behavior: { scaleUp: scalingRules(behavior.scaleUp), scaleDown: scalingRules(behavior.scaleDown) },
            tolerance: toleranceOf(behavior),
          },
          ({ observe }) => [
            ...autoscaler.metrics.map(
              ({ resource, utilization }): HpaMetric => ({ kind: 'resource', resource, target: utilization.plain }),
            ),
            ...autoscaler.adapted.map(({ for: purpose, target }): HpaMetric => {
              const value = observe(purpose);
              return {
                kind: 'external',
                name: purpose,
                metricType: target.kind === 'value' ? 'Value' : 'AverageValue',
                target: Math.trunc(amountOf(target.quantity.plain) * 1000),
                value: value === undefined ? { error: 'the adapter does not answer' } : Math.trunc(value * 1000),
              };
            }),
          ],
        ),
      ];
    case 'scaled-object':
      return scaledObjectControllers(autoscaler, behavior, {
        partitions,
        ...(keda === undefined ? {} : { version: keda }),
      });
  }
}

export interface EcsOptions extends RunOptions {
  /** The functions of the handler that is emitted. */
  readonly handler: WatcherHandler;
}

/** What an emitted service does on ECS under a load. AWS publishes no algorithm of target tracking: it is modelled. */
export function simulateEcs(plan: EcsPool, load: Load, options: EcsOptions): Trace {
  return run(load, ecsControllers(plan, options.handler), options);
}
