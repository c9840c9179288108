import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { scalerSchema } from '#model/scaler-schema.ts';

/** Names under which scalers take what nobody else must know. */
const SECRET =
  /pass(?:word|phrase|wd)?$|token$|secret|api_?key|app_?key|access_?key|query_?key|connection(?:string)?$|^credentials$/i;
/** `amqp://user:password@host` */
const IN_ADDRESS = /:\/\/[^\s/:@]+:[^\s/@]+@/;

export default definePolicy({
  id: 'secret-in-trigger-metadata',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'Credentials of a trigger must be in a Secret, not in its metadata.',
  why: oneLine(
    'The metadata of a ScaledObject is committed to git, and everyone who may read the object in the cluster can read',
    'it',
  ),
  source: 'KEDA, "Authentication"; the scaler schema of KEDA says which parameters a TriggerAuthentication may hold',
  messages: {
    parameter: {
      text: 'signal "{signal}" of pool "{pool}" writes "{name}" in plain text, which a Secret can hold',
      help: 'Move it to `authentication.secrets.{name}`',
    },
    address: {
      text: 'signal "{signal}" of pool "{pool}" has a user and a password in the address "{name}"',
      help: 'Put the whole address into a Secret, and name it as `authentication.secrets.{name}`',
    },
  },
  pool({ pool }, { plan, report }) {
    const keda = plan.system.targets.kubernetes?.keda.plain;
    if (keda === undefined) return;
    for (const { key: signal, reads } of pool.signals.custom ?? []) {
      if (reads.kind === 'adapter') continue;
      const parameters = scalerSchema(keda, reads.type.plain)?.parameters ?? {};
      for (const { key, value } of reads.metadata) {
        const name = key.plain;
        const place = { at: value.origin, path: ['pools', pool.key, 'signals', 'custom', signal, 'metadata', name] };
        const data = { signal, pool: pool.key, name };
        if (IN_ADDRESS.test(value.plain)) report('address', { ...place, data });
        // What a trigger takes from nowhere else is found when it is checked against the schema.
        else if (SECRET.test(name) && value.plain !== '' && parameters[name]?.in.includes('authentication') === true)
          report('parameter', { ...place, data });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a password in the metadata',
        path: 'pools.worker.signals.custom.jobs.metadata.password',
        message: 'parameter',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      custom:
        jobs: { type: redis, metadata: { address: "redis:6379", listName: jobs, password: hunter2 } }
`,
      },
      {
        title: 'a user and a password in an address',
        path: 'pools.worker.signals.custom.jobs.metadata.host',
        message: 'address',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      custom:
        jobs: { type: rabbitmq, metadata: { host: "amqp://worker:hunter2@rabbitmq:5672/vhost", queueName: jobs, mode: QueueLength, value: 10 } }
`,
      },
    ],
    good: [
      {
        title: 'a key of a Secret',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      custom:
        jobs:
          type: redis
          metadata: { address: "redis:6379", listName: jobs, listLength: 10 }
          authentication: { secrets: { password: { name: redis-login, key: password } } }
`,
      },
    ],
  }),
});
