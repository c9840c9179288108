import { INIT_CONTAINER } from './container.ts';
import { PATCHED_KINDS } from '../../../model/patch.ts';
import { oneLine } from '../../../model/one-line.ts';
import { under } from './descriptions.ts';
import type { Descriptions } from './descriptions.ts';

const OF_OBJECT: Descriptions = {
  name: 'Its name',
  items: 'Keys that become files, with the path of each; by default every key, as a file of its name',
  optional: 'Whether the pod starts without it; by default false',
  mode: 'Permissions of the files in octal, such as "0440"; by default "0644"',
};

const VOLUME: Descriptions = {
  emptyDir: 'Directory that is empty at the start and gone at the end of a replica',
  'emptyDir.medium': oneLine(
    'Memory keeps it in memory, where it counts as memory of the containers; on ECS where the capacity is ec2, it has a',
    'sizeLimit and one container mounts it, once; by default on disk',
  ),
  'emptyDir.sizeLimit':
    'Size above which the pod is evicted, and that a volume in memory has on ECS; none when left out',
  configMap: 'Files of a ConfigMap',
  ...under('configMap', OF_OBJECT),
  secret: 'Files of a Secret',
  ...under('secret', OF_OBJECT),
  persistentVolumeClaim: 'A claim that exists, shared by all replicas: its storage must allow several nodes',
  'persistentVolumeClaim.claim': 'Name of the claim',
  'persistentVolumeClaim.readOnly': 'Whether it can only be read; by default false',
  hostPath: 'Directory or file of the node',
  'hostPath.path': 'Its path on the node',
  'hostPath.type': 'What must be there; by default nothing is checked',
  csi: 'Volume that a CSI driver makes for each pod, such as secrets of a vault',
  'csi.driver': 'Name of the driver, such as secrets-store.csi.k8s.io',
  'csi.readOnly': 'Whether it can only be read; by default false',
  'csi.fsType': 'File system of the volume; by default that of the driver',
  'csi.attributes': 'Settings of the driver, name to value',
  'csi.secret': 'Secret that the driver signs in with',
  projected: 'Several sources in one directory',
  'projected.sources': 'Sources in the words of the Kubernetes API, such as {serviceAccountToken: {path: token}}',
  'projected.mode': 'Permissions of the files in octal, such as "0440"; by default "0644"',
  efs: oneLine(
    'File system in Amazon EFS that tasks on ECS mount, encrypted in transit, alone or beside persistentVolumeClaim, which',
    'pods mount instead. Its mount targets must be in the VPC of the tasks, with a security group that lets port 2049 in',
    'from that of the tasks',
  ),
  'efs.fileSystem': 'Id of the file system',
  'efs.accessPoint': 'Id of an access point, which has a user and a root directory of its own; by default none',
  'efs.rootDirectory': 'Directory of the file system that is mounted; by default /',
  'efs.iam': oneLine(
    'Whether the task role (taskRoleArn) signs in to the file system, for which it needs elasticfilesystem:ClientMount,',
    'and elasticfilesystem:ClientWrite to write, on this file system alone; by default false',
  ),
};

const SCHEDULING: Descriptions = {
  nodeSelector: 'Labels that a node must have, beside those that the hardware asks for',
  tolerations: 'Taints of nodes that the pods tolerate, beside that of GPU nodes',
  'tolerations.*.key': 'Key of the taint; any when left out, with operator Exists',
  'tolerations.*.operator': 'Equal compares the value, Exists takes any; by default Equal',
  'tolerations.*.value': 'Value of the taint',
  'tolerations.*.effect': 'Effect of the taint; by default any',
  'tolerations.*.seconds': 'Time until the pod is evicted after all; by default never',
  affinity: 'Nodes and pods that the pods are drawn to or kept from, in the words of the Kubernetes API',
  'affinity.nodeAffinity': 'Affinity to nodes; terms that are required get the instance types of the hardware too',
  'affinity.podAffinity': 'Affinity to other pods',
  'affinity.podAntiAffinity': 'Distance from other pods',
  topologySpread:
    'How evenly the pods are spread; by default over zones and nodes, where that is possible; [] for not at all',
  'topologySpread.*.topologyKey': 'Label of nodes whose values are the places, such as topology.kubernetes.io/zone',
  'topologySpread.*.maxSkew': 'Most pods that a place may have more than another; by default 1',
  'topologySpread.*.whenUnsatisfiable':
    'Whether a pod waits or runs where this cannot be kept; by default ScheduleAnyway',
  'topologySpread.*.minDomains': 'Fewest places that there must be',
  'topologySpread.*.nodeAffinityPolicy': 'Whether only nodes count that the pods may run on; by default Honor',
  'topologySpread.*.nodeTaintsPolicy': 'Whether only nodes count whose taints the pods tolerate; by default Ignore',
  'topologySpread.*.matchLabelKeys':
    'Labels whose values are spread apart from each other, such as pod-template-hash for each version',
  priorityClass: 'PriorityClass of the pods: who is evicted for whom',
};

/** What a replica has beside its containers. */
export const POD: Descriptions = {
  initContainers: oneLine(
    'Containers that are started one after the other before the others: each runs to its end, or beside them where',
    'restartPolicy makes a sidecar of it',
  ),
  ...under('initContainers.*', INIT_CONTAINER),
  volumes: 'Volumes, by the name that mounts have for them',
  ...under('volumes.*', VOLUME),
  serviceAccount: 'Who the pods are: the name of a service account, or one that is generated with the name of the pool',
  'serviceAccount.existing': 'Name of one that exists; by default one is generated',
  'serviceAccount.role': 'Role in the cloud of the one that is generated',
  'serviceAccount.role.aws': 'ARN of the IAM role, on EKS',
  'serviceAccount.role.google': 'Address of the service account of Google Cloud, on GKE',
  'serviceAccount.role.azure': 'Client id of the managed identity, on AKS',
  'serviceAccount.annotations': 'Further annotations of the one that is generated',
  'serviceAccount.automountToken': 'Whether containers get its token, to ask the API server; by default false',
  imagePullSecrets: 'What images are pulled with: Secrets on Kubernetes, the first ARN on ECS',
  'imagePullSecrets.*.secret': 'Secret of the type dockerconfigjson',
  'imagePullSecrets.*.arn': 'ARN in Secrets Manager, for ECS',
  scheduling: 'Which nodes the pods run on',
  ...under('scheduling', SCHEDULING),
  fsGroup: 'Group id that owns the files of the volumes',
  podLabels: 'Labels of the pods alone; labels of the pool are on every object',
  podAnnotations: 'Annotations of the pods',
  patch:
    'Fields of the objects of the pool that the language has no word for, by kind and in the words of the Kubernetes API',
  ...Object.fromEntries(PATCHED_KINDS.map(kind => [`patch.${kind}`, `What is laid over the ${kind}; null removes`])),
};
