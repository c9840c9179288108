import type { Descriptions } from './descriptions.ts';

/** How a trigger of KEDA signs in. */
export const AUTHENTICATION: Descriptions = {
  name: 'TriggerAuthentication or ClusterTriggerAuthentication that exists',
  kind: 'Kind of that object; by default TriggerAuthentication',
  identity: 'Pod identity with which KEDA signs in; a TriggerAuthentication is generated',
  'identity.provider': 'Who gives the identity',
  'identity.roleArn': 'AWS: role that KEDA assumes, instead of its own',
  'identity.owner': "AWS: whose service account signs in, KEDA's or the workload's; by default KEDA's",
  'identity.identityId': 'Azure: client id of another identity than that of KEDA',
  'identity.tenantId': 'Azure: tenant of that identity',
  secrets:
    'Parameters of the scaler that are in Secrets, by name, such as password; a TriggerAuthentication is generated',
  'secrets.*.name': 'Kubernetes Secret',
  'secrets.*.key': 'Key in that Secret',
};
