import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, removeEntry } from '#edits';
import { formatDuration } from '#model/units.ts';

/** Labels that GPU feature discovery and node feature discovery set on a running node. */
const DISCOVERED = /^(?:nvidia\.com\/|feature\.node\.kubernetes\.io\/)/;

export default definePolicy({
  id: 'gfd-selector-from-zero',
  group: 'gpu',
  severity: 'error',
  level: 'recommended',
  summary: 'A GPU pool that scales to zero must select nodes only by labels that exist before a node boots.',
  why: oneLine(
    'GPU feature discovery labels a node only after it has booted. The autoscaler for nodes compares the labels that a',
    'new node would have, finds no match, and adds no node. The first pod stays pending forever',
  ),
  source: oneLine(
    'Semantics 48; NVIDIA GPU feature discovery; cluster-autoscaler FAQ, "scale a node group from 0"; Karpenter,',
    '"well-known labels"',
  ),
  options: {
    known: {
      describe: 'Labels that the NodePool or the node group sets itself, so that they are known in advance',
      default: [],
    },
  },
  messages: {
    discovered: {
      text: oneLine(
        'pool "{pool}" selects nodes by the label {label}, which exists only on running nodes: at zero there may be',
        'none, so no node is added for the pool',
      ),
      help: oneLine(
        'Remove {label}, because {key} is already selected, or set the label on the {nodes} and add it to the option',
        '`known`',
      ),
    },
  },
  pool({ pool, on: { kubernetes }, mayBeAtZero }, { plan, report, options }) {
    const { hardware } = pool;
    const provisioner = plan.system.targets.kubernetes?.provisioner.plain;
    if (
      hardware === undefined ||
      kubernetes === undefined ||
      provisioner === undefined ||
      pool.existing !== undefined ||
      !mayBeAtZero
    )
      return;
    for (const { key, value } of hardware.nodeSelector) {
      if (!DISCOVERED.test(key.plain) || options.known.includes(key.plain)) continue;
      report('discovered', {
        at: value.origin,
        path: ['hardware', hardware.key, 'nodeSelector', key.plain],
        data: { pool: pool.key, label: key.plain, ...PROVISIONERS[provisioner] },
        related: [
          {
            message: `the pool scales to zero after ${formatDuration(pool.idle.plain)} without work`,
            at: pool.kind.origin,
          },
        ],
        // No fix if the block would become empty.
        fixes: [
          hardware.nodeSelector.length > 1 ? fix(`Remove \`${key.plain}\``, 'unsafe', removeEntry(value)) : undefined,
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the GPU product label of feature discovery',
        path: 'hardware.a10g.nodeSelector["nvidia.com/gpu.product"]',
        message: 'discovered',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, coldStart: 4m, nodeSelector: { nvidia.com/gpu.product: NVIDIA-A10G, team: search } }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
      {
        title: 'a label of node feature discovery, with cluster-autoscaler',
        path: 'hardware.t4.nodeSelector["feature.node.kubernetes.io/pci-10de.present"]',
        message: 'discovered',
        targets: 'kubernetes',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example, provisioner: cluster-autoscaler, prometheus: "http://prometheus.monitoring:9090" }
hardware:
  t4:
    gpu: NVIDIA-T4
    coldStart: 4m
    nodeSelector:
      team: search
      feature.node.kubernetes.io/pci-10de.present: "true" # any NVIDIA card
pools:
  embedder:
    kind: scale-to-zero
    hardware: t4
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'labels of the node pool',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, coldStart: 4m, nodeSelector: { karpenter.sh/capacity-type: on-demand, team: search } }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
      {
        title: 'a pool that never scales to zero',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, coldStart: 4m, nodeSelector: { nvidia.com/gpu.product: NVIDIA-A10G } }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
      {
        title: 'a label that the NodePool sets itself',
        targets: 'kubernetes',
        yaml: `lint: { rules: { gfd-selector-from-zero: { options: { known: [nvidia.com/gpu.product] } } } }
hardware:
  a10g: { gpu: NVIDIA-A10G, coldStart: 4m, nodeSelector: { nvidia.com/gpu.product: NVIDIA-A10G } }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
  }),
});

/** The label that is generated for the hardware, and the source of its nodes. */
const PROVISIONERS = {
  karpenter: { key: 'karpenter.k8s.aws/instance-gpu-name', nodes: 'NodePool' },
  'cluster-autoscaler': { key: 'k8s.amazonaws.com/accelerator', nodes: 'node group' },
  gke: { key: 'cloud.google.com/gke-accelerator', nodes: 'node pool' },
} as const;
