import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import type { Pool } from '#model/pool.ts';

export default definePolicy({
  id: 'service-registry-taken',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'Pools must not register their tasks in the same service of Cloud Map.',
  why: oneLine(
    'Cloud Map answers with the addresses of every task that is registered in the service, of any pool: callers of one',
    'pool reach the tasks of the other',
  ),
  source: 'AWS Cloud Map API reference, DiscoverInstances; ECS API reference, ServiceRegistry',
  messages: {
    same: {
      text: 'pools "{pool}" and "{other}" register their tasks in the same service of Cloud Map, "{service}"',
      help: 'Make a service of Cloud Map for each of them, and set `serviceRegistry.arn` of one to it',
    },
  },
  environment({ pools }, { report }) {
    const first = new Map<string, Pool>();
    for (const { pool, on } of pools) {
      const arn = on.ecs?.service?.registry?.arn;
      if (arn === undefined) continue;
      const other = first.get(arn.plain);
      if (other === undefined) {
        first.set(arn.plain, pool);
        continue;
      }
      report('same', {
        at: arn.origin,
        path: ['pools', pool.key, 'serviceRegistry'],
        data: { pool: pool.key, other: other.key, service: arn.plain.slice(arn.plain.lastIndexOf('/') + 1) },
        related: [{ message: `the registry of pool "${other.key}"`, at: other.serviceRegistry?.at ?? other.at }],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a copied pool',
        path: 'pools.stock.serviceRegistry',
        message: 'same',
        targets: 'ecs',
        yaml: `pools:
  prices:
    kind: always-on
    replicas: 2..10
    containers: { prices: { image: "registry.example.com/prices:1.0.0", cpu: 500m, memory: 1Gi, ports: { grpc: 9000 } } }
    serviceRegistry: arn:aws:servicediscovery:us-east-1:123456789012:service/srv-0prices123456789
    signals: { cpu: 70% }
  stock:
    kind: always-on
    replicas: 2..10
    containers: { stock: { image: "registry.example.com/stock:1.0.0", cpu: 500m, memory: 1Gi, ports: { grpc: 9000 } } }
    serviceRegistry: arn:aws:servicediscovery:us-east-1:123456789012:service/srv-0prices123456789
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a service of Cloud Map for each',
        targets: 'ecs',
        yaml: `pools:
  prices:
    kind: always-on
    replicas: 2..10
    containers: { prices: { image: "registry.example.com/prices:1.0.0", cpu: 500m, memory: 1Gi, ports: { grpc: 9000 } } }
    serviceRegistry: arn:aws:servicediscovery:us-east-1:123456789012:service/srv-0prices123456789
    signals: { cpu: 70% }
  stock:
    kind: always-on
    replicas: 2..10
    containers: { stock: { image: "registry.example.com/stock:1.0.0", cpu: 500m, memory: 1Gi, ports: { grpc: 9000 } } }
    serviceRegistry: { arn: "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-0stock1234567890", port: grpc }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
