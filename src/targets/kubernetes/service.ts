import { text } from '../../model/sourced.ts';
import type { Emit } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import type { Metadata, ServicePort } from './emitted-objects.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

/** The Service, and a second, headless one on request: a Service cannot move between the two (semantics 68). */
export function services(system: System, target: KubernetesTarget, { pool }: PoolPlan): readonly StructuredFile[] {
  const ports = pool.containers.flatMap(container =>
    container.ports.map(
      ({ name, number }): Emit<ServicePort> => ({
        name,
        port: number,
        targetPort: name,
        protocol: 'TCP',
        appProtocol: name.plain.startsWith('grpc') ? 'kubernetes.io/h2c' : undefined,
      }),
    ),
  );
  if (ports.length === 0) return [];
  const folder = `kubernetes/${pool.name.plain}`;
  const shared = { namespace: target.namespace, labels: labelsOf(system, pool) } as const satisfies Partial<
    Emit<Metadata<'Service'>>
  >;
  const selector = selectorOf(system, pool);
  const plain = objectFile(
    'Service',
    { path: `${folder}/service.yaml`, pool, target, why: 'a pool that has ports has a Service' },
    {
      metadata: { name: pool.name, ...shared },
      spec: { type: 'ClusterIP', selector, ports },
    },
  );
  if (!pool.headlessService.plain) return [plain];
  return [
    plain,
    objectFile(
      'Service',
      { path: `${folder}/service-headless.yaml`, pool, target, why: 'gRPC clients balance over the pods themselves' },
      {
        metadata: { name: text`${pool.name}-headless`, ...shared },
        spec: { type: 'ClusterIP', clusterIP: 'None', selector, ports },
      },
    ),
  ];
}
