import type { Behavior, ScaledObjectDecision, Trigger } from '../../../src/model/kubernetes-plan.ts';
import { because } from '../../../src/model/sourced.ts';
import { replicas, seconds } from '../../../src/model/units.ts';

/** What of an emitted pool decides its count. */
export interface EmittedEngine {
  readonly autoscaler: ScaledObjectDecision;
  readonly behavior: Behavior;
}

/**
 * The engine's ScaledObject as commit 500905c emitted it of the root example, in
 * `out/production/kubernetes/pipestream-engine/scaled-object.yaml`: every metric waits for the five minutes of CPU, and
 * growth is a slope held against a rate.
 */
export const ENGINE_BEFORE: EmittedEngine = {
  autoscaler: {
    kind: 'scaled-object',
    min: then(replicas(2)),
    max: then(replicas(10)),
    paused: undefined,
    pollingInterval: then(seconds(30)),
    statesTimes: true,
    cooldownPeriod: then(seconds(300)),
    fallback: undefined,
    authentications: [],
    triggers: [
      {
        scaler: 'resource',
        for: 'cpu',
        type: then('cpu'),
        name: then('cpu'),
        metricType: then('Utilization'),
        metadata: { value: then('70'), containerName: then('engine') },
        authentication: undefined,
      },
      {
        scaler: 'kafka',
        for: 'kafkaLag',
        type: then('kafka'),
        name: then('kafka-lag'),
        metricType: then('AverageValue'),
        metadata: {
          bootstrapServers: then('kafka:9092'),
          consumerGroup: then('pipestream-sidecar'),
          topic: undefined,
          lagThreshold: then('1000'),
          activationLagThreshold: undefined,
          offsetResetPolicy: then('earliest'),
          allowIdleConsumers: then('true'),
          sasl: undefined,
          saslTokenProvider: undefined,
          tls: undefined,
          awsRegion: undefined,
        },
        authentication: undefined,
      },
      prometheus(
        'growth',
        'kafka-lag-growth',
        'AverageValue',
        '3.333',
        'clamp_min(deriv(sum(kafka_consumergroup_lag{consumergroup="pipestream-sidecar"} >= 0)[5m:30s]), 0)',
      ),
      prometheus(
        'latency',
        'latency',
        'Value',
        '0.5',
        '(histogram_quantile(0.99, sum by (le) (rate(grpc_server_processing_duration_seconds_bucket{job="pipestream-engine"}[5m]))) >= 0) or vector(0)',
      ),
    ],
  },
  behavior: {
    scaleUp: {
      stabilizationWindowSeconds: then(seconds(300)),
      selectPolicy: then('Max'),
      policies: [
        { type: 'Percent', value: then(100), periodSeconds: then(seconds(15)) },
        { type: 'Pods', value: then(4), periodSeconds: then(seconds(15)) },
      ],
      tolerance: undefined,
    },
    scaleDown: {
      stabilizationWindowSeconds: then(seconds(300)),
      selectPolicy: then('Max'),
      policies: [
        { type: 'Percent', value: then(10), periodSeconds: then(seconds(60)) },
        { type: 'Pods', value: then(1), periodSeconds: then(seconds(60)) },
      ],
      tolerance: undefined,
    },
  },
};

function then<T>(plain: T) {
  return because('as commit 500905c emitted it', plain);
}

function prometheus(
  purpose: Trigger['for'],
  name: string,
  metricType: 'AverageValue' | 'Value',
  threshold: string,
  query: string,
): Trigger<'prometheus'> {
  return {
    scaler: 'prometheus',
    for: purpose,
    type: then('prometheus'),
    name: then(name),
    metricType: then(metricType),
    metadata: {
      serverAddress: then('http://prometheus.monitoring:9090'),
      query: then(query),
      threshold: then(threshold),
      activationThreshold: undefined,
      ignoreNullValues: then('false'),
      authModes: undefined,
      unsafeSsl: undefined,
    },
    authentication: undefined,
  };
}
