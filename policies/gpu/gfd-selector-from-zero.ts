import { definePolicy } from '#policy';
import { fix, removeEntry } from '#edits';
import { formatDuration } from '#model/units.ts';

/** Labels that GPU feature discovery and node feature discovery put on a node that runs. */
const DISCOVERED = /^(?:nvidia\.com\/|feature\.node\.kubernetes\.io\/)/;

export default definePolicy({
  id: 'gfd-selector-from-zero',
  group: 'gpu',
  severity: 'error',
  level: 'recommended',
  summary: 'A GPU pool that may be at zero selects on labels that are known before a node has booted.',
  why: 'GPU feature discovery labels a node after it has booted. What adds nodes looks at the labels that a new one would have, finds none that fits, and adds none: the first pod stays Pending for ever',
  source:
    'Semantics 48; NVIDIA GPU feature discovery; cluster-autoscaler FAQ, "scale a node group from 0"; Karpenter, "well-known labels"',
  options: {
    known: {
      describe: 'Labels that the NodePool or the node group states itself, so that they are known in advance',
      default: [],
    },
  },
  messages: {
    discovered: {
      text: 'pool "{pool}" selects on the node label {label}, which exists only on nodes that run, and at zero there may be none, so nothing ever starts it',
      help: 'Take {label} out: {key} is selected on already; or state the label on the {nodes} and name it in the option known',
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
          { message: `the pool sleeps after ${formatDuration(pool.idle.plain)} without work`, at: pool.kind.origin },
        ],
        // A block without its only entry would be empty.
        fixes: [
          hardware.nodeSelector.length > 1
            ? fix(`Do not select on ${key.plain}`, 'unsafe', removeEntry(value))
            : undefined,
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the product, as feature discovery calls it',
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
        title: 'what node feature discovery finds, under the autoscaler of node groups',
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
        title: 'a pool that is never at zero',
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
        title: 'a label that the NodePool states itself',
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

/** The label that is emitted for the hardware, and what the nodes come from. */
const PROVISIONERS = {
  karpenter: { key: 'karpenter.k8s.aws/instance-gpu-name', nodes: 'NodePool' },
  'cluster-autoscaler': { key: 'k8s.amazonaws.com/accelerator', nodes: 'node group' },
  gke: { key: 'cloud.google.com/gke-accelerator', nodes: 'node pool' },
} as const;
