import { describe, expect, test } from 'vitest';
import { at, compileFile, contentAt, objectsOf } from './compiled.ts';

describe('a webhook fan-out, on CPU alone', () => {
  const example = compileFile('examples/webhook-fan-out/pipestream-scaling.yaml');

  test('is plain HPAs without KEDA', () => {
    expect(objectsOf(example)).toEqual([
      'ConfigMap webhooks-scaling-dashboard',
      'Deployment webhook-dispatcher',
      'Deployment webhook-ingress',
      'HorizontalPodAutoscaler webhook-dispatcher',
      'HorizontalPodAutoscaler webhook-ingress',
      'Kustomization -',
      'PodDisruptionBudget webhook-dispatcher',
      'PodDisruptionBudget webhook-ingress',
      'PodMonitor webhook-dispatcher',
      'PodMonitor webhook-ingress',
      'PrometheusRule webhook-dispatcher',
      'PrometheusRule webhook-ingress',
      'Service webhook-dispatcher',
      'Service webhook-ingress',
    ]);
  });

  test.each([
    ['webhook-ingress', 'ingress', 2, 12, 65],
    ['webhook-dispatcher', 'dispatcher', 3, 40, 60],
  ])('%s: container %s, %d to %d at %d%%', (pool, container, min, max, cpu) => {
    expect(contentAt(example, `kubernetes/${pool}/hpa.yaml`)).toMatchObject({
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: pool },
        minReplicas: min,
        maxReplicas: max,
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container, target: { type: 'Utilization', averageUtilization: cpu } },
          },
        ],
        behavior: { scaleUp: { stabilizationWindowSeconds: 0 }, scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    });
    expect(contentAt(example, `kubernetes/${pool}/deployment.yaml`)).not.toHaveProperty('spec.replicas');
  });

  test('what it posts may end, a drain takes a quarter, and the key comes from a Secret', () => {
    expect(contentAt(example, 'kubernetes/webhook-dispatcher/deployment.yaml')).toMatchObject({
      spec: {
        template: {
          spec: {
            terminationGracePeriodSeconds: 45,
            containers: [
              {
                env: expect.arrayContaining([
                  { name: 'SIGNING_KEY', valueFrom: { secretKeyRef: { name: 'webhook-signing', key: 'current' } } },
                ]),
              },
            ],
          },
        },
      },
    });
    expect(contentAt(example, 'kubernetes/webhook-dispatcher/pod-disruption-budget.yaml')).toMatchObject({
      spec: { maxUnavailable: '25%' },
    });
  });
});

describe('a Kafka consumer with 48 partitions and no leases', () => {
  const example = compileFile('examples/order-consumer/pipestream-scaling.yaml');
  const scaledObject = contentAt(example, 'kubernetes/order-consumer/scaled-object.yaml');

  test('4 to 24 replicas at 2500 messages each, on the topic itself', () => {
    expect(scaledObject).toMatchObject({
      spec: {
        minReplicaCount: 4,
        maxReplicaCount: 24,
        triggers: [
          {
            type: 'kafka',
            metricType: 'AverageValue',
            metadata: {
              topic: 'orders.v2',
              consumerGroup: 'order-consumer',
              lagThreshold: '2500',
              offsetResetPolicy: 'earliest',
              sasl: 'scram_sha512',
              tls: 'enable',
            },
            authenticationRef: { name: 'order-consumer-kafka' },
          },
        ],
      },
    });
  });

  test("KEDA's cap by partitions holds, as nothing is leased", () => {
    expect(at(scaledObject, 'spec', 'triggers', 0, 'metadata')).not.toHaveProperty('allowIdleConsumers');
  });

  test('one replica leaves in two minutes, after ten quiet ones', () => {
    expect(at(scaledObject, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior', 'scaleDown')).toEqual({
      stabilizationWindowSeconds: 600,
      selectPolicy: 'Max',
      policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
    });
  });

  test('credentials are named and never written', () => {
    expect(contentAt(example, 'kubernetes/order-consumer/trigger-authentication.yaml')).toMatchObject({
      spec: {
        secretTargetRef: [
          { parameter: 'username', name: 'orders-kafka', key: 'username' },
          { parameter: 'password', name: 'orders-kafka', key: 'password' },
        ],
      },
    });
  });
});

describe("a Deployment that another team's chart owns", () => {
  const example = compileFile('examples/owned-by-a-chart/pipestream-scaling.yaml');

  test('only the autoscaler, its alerts and the dashboard are emitted', () => {
    expect(objectsOf(example)).toEqual([
      'ConfigMap search-scaling-dashboard',
      'Kustomization -',
      'PrometheusRule search-query',
      'ScaledObject search-query',
    ]);
  });

  test("CPU of the chart's container and requests of the edge, 3 to 18", () => {
    expect(contentAt(example, 'kubernetes/search-query/scaled-object.yaml')).toMatchObject({
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'search-query' },
        minReplicaCount: 3,
        maxReplicaCount: 18,
        triggers: [
          { type: 'cpu', metricType: 'Utilization', metadata: { value: '65', containerName: 'query' } },
          { type: 'prometheus', metricType: 'AverageValue', metadata: { threshold: '80', ignoreNullValues: 'false' } },
        ],
      },
    });
  });

  test('takes over the HPA that the chart may have had', () => {
    expect(contentAt(example, 'kubernetes/search-query/scaled-object.yaml')).toMatchObject({
      metadata: { annotations: { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' } },
    });
  });
});

describe('a Kafka Streams application in a StatefulSet that Kustomize deploys', () => {
  const example = compileFile('examples/kafka-streams/pipestream-scaling.yaml');

  test('only the autoscaler, its alerts and the dashboard are emitted', () => {
    expect(objectsOf(example)).toEqual([
      'ConfigMap sessions-scaling-dashboard',
      'Kustomization -',
      'PrometheusRule session-enricher',
      'ScaledObject session-enricher',
    ]);
  });

  test('one replica in five minutes up and in ten down, half an hour late, and no more than there are partitions', () => {
    expect(contentAt(example, 'kubernetes/session-enricher/scaled-object.yaml')).toMatchObject({
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'session-enricher' },
        minReplicaCount: 2,
        maxReplicaCount: 12,
        advanced: {
          horizontalPodAutoscalerConfig: {
            behavior: {
              scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] },
              scaleDown: {
                stabilizationWindowSeconds: 1800,
                policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }],
              },
            },
          },
        },
      },
    });
  });

  test('CPU of the container that the manifest names', () => {
    expect(contentAt(example, 'kubernetes/session-enricher/scaled-object.yaml')).toMatchObject({
      spec: {
        triggers: expect.arrayContaining([
          expect.objectContaining({ metadata: expect.objectContaining({ containerName: 'streams' }) }),
        ]),
      },
    });
  });
});
