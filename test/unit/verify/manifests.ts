import type { SchemaRef, StructuredFile } from '../../../src/model/output-file.ts';
import { Sourced, because } from '../../../src/model/sourced.ts';
import type { SourceText } from '../../../src/model/span.ts';

/** A correct Deployment, as an emitter would build it. */
export const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'pipestream-engine',
    namespace: 'pipestream',
    labels: { 'app.kubernetes.io/name': 'pipestream-engine' },
  },
  spec: {
    selector: { matchLabels: { 'app.kubernetes.io/name': 'pipestream-engine' } },
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': 'pipestream-engine' } },
      spec: {
        containers: [
          {
            name: 'engine',
            image: 'example.org/engine:1.4.2',
            ports: [{ name: 'grpc', containerPort: 38100, protocol: 'TCP' }],
            resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: 2, memory: '4Gi' } },
            readinessProbe: { grpc: { port: 38100 }, periodSeconds: 5 },
          },
        ],
        terminationGracePeriodSeconds: 60,
      },
    },
  },
};

export const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'pipestream-engine', namespace: 'pipestream' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'pipestream-engine' },
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'engine',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
    ],
    behavior: {
      scaleDown: {
        stabilizationWindowSeconds: 300,
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
      },
    },
  },
};

export const scaledObject = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'pipestream-engine', namespace: 'pipestream' },
  spec: {
    scaleTargetRef: { name: 'pipestream-engine' },
    minReplicaCount: 2,
    maxReplicaCount: 10,
    advanced: { horizontalPodAutoscalerConfig: { name: 'pipestream-engine' } },
    triggers: [
      { type: 'cpu', name: 'cpu', metricType: 'Utilization', metadata: { value: '70', containerName: 'engine' } },
      {
        type: 'kafka',
        name: 'lag',
        metadata: { bootstrapServers: 'kafka:9092', consumerGroup: 'pipestream-sidecar', lagThreshold: '1000' },
      },
    ],
  },
};

export const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'pipestream-engine', namespace: 'pipestream' },
  spec: {
    selector: { 'app.kubernetes.io/name': 'pipestream-engine' },
    ports: [{ name: 'grpc', port: 38100, targetPort: 'grpc' }],
  },
};

/** A copy with one thing changed: the value at a path, or its removal. */
export function changed(manifest: object, path: readonly (string | number)[], value: unknown): object {
  const copy: unknown = structuredClone(manifest);
  let node = copy;
  path.forEach((step, index) => {
    if (typeof node !== 'object' || node === null) throw new Error(`nothing at ${path.slice(0, index).join('.')}`);
    if (index < path.length - 1) node = Reflect.get(node, step);
    else if (value === undefined) Reflect.deleteProperty(node, step);
    else Reflect.set(node, step, value);
  });
  if (typeof copy !== 'object' || copy === null) throw new Error('not a map');
  return copy;
}

export const source: SourceText = {
  name: 'pipestream-scaling.yaml',
  text: 'replicas: {max: 10}\n',
  positionAt: offset => ({ line: 1, column: offset + 1 }),
};

/** A value that the user wrote at these offsets of `source`. */
export function written<T>(plain: T, start: number, end: number): Sourced<T> {
  return new Sourced(plain, { kind: 'written', span: { source, start, end } });
}

export function kubernetesFile(path: string, tree: object, pool = 'engine', version = '1.32'): StructuredFile {
  const apiVersion: unknown = Reflect.get(tree, 'apiVersion');
  const kind: unknown = Reflect.get(tree, 'kind');
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    throw new Error('apiVersion and kind name the schema');
  return {
    form: 'yaml',
    path,
    pool,
    tree: because('the manifest of the pool', tree),
    schema: { of: 'kubernetes', apiVersion, kind, version },
  };
}

export function awsFile(
  path: string,
  service_: Extract<SchemaRef, { of: 'aws' }>['service'],
  operation: string,
  tree: object,
): StructuredFile {
  return {
    form: 'json',
    path,
    pool: 'engine',
    tree: because('the payload of the pool', tree),
    schema: { of: 'aws', service: service_, operation },
  };
}
