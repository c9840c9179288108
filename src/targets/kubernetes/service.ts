import { text } from '../../model/sourced.ts';
import type { OutputFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

/** The Service, and a second, headless one on request: a Service cannot move between the two (semantics 68). */
export function services(system: System, target: KubernetesTarget, { pool }: PoolPlan): readonly OutputFile[] {
  const ports = pool.containers.flatMap(container =>
    container.ports.map(({ name, number }) => ({
      name,
      port: number,
      targetPort: name,
      protocol: 'TCP',
      appProtocol: name.plain.startsWith('grpc') ? 'kubernetes.io/h2c' : undefined,
    })),
  );
  if (ports.length === 0) return [];
  const folder = `kubernetes/${pool.name.plain}`;
  const metadata = { namespace: target.namespace, labels: labelsOf(system, pool) };
  const selector = selectorOf(system, pool);
  const plain = objectFile(`${folder}/service.yaml`, pool, target, 'a pool that has ports has a Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: pool.name, ...metadata },
    spec: { type: 'ClusterIP', selector, ports },
  });
  if (!pool.headlessService.plain) return [plain];
  return [
    plain,
    objectFile(`${folder}/service-headless.yaml`, pool, target, 'gRPC clients balance over the pods themselves', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: text`${pool.name}-headless`, ...metadata },
      spec: { type: 'ClusterIP', clusterIP: 'None', selector, ports },
    }),
  ];
}
