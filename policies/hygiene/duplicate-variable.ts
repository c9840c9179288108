import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'duplicate-variable',
  group: 'hygiene',
  severity: 'error',
  level: 'recommended',
  summary: 'A variable of a container must be either a value or a secret.',
  why: oneLine(
    'Kubernetes takes the last of two variables with one name, ECS refuses the task definition, and a server-side',
    'apply fails, because the name is the key of the list',
  ),
  source: 'Kubernetes API, `Container.env` (patchMergeKey `name`); ECS API, `ContainerDefinition.secrets`',
  messages: {
    twice: {
      text: 'container "{container}" in pool "{pool}" has the variable {variable} in `env` and in `secrets`',
      help: 'Remove it from `env` or from `secrets`',
    },
  },
  pool({ pool }, { report }) {
    if (pool.existing !== undefined) return;
    const all = [
      ...pool.containers.map(container => ({ under: 'containers', container })),
      ...pool.initContainers.map(container => ({ under: 'initContainers', container })),
    ];
    for (const { under, container } of all) {
      for (const { variable } of container.secrets) {
        const other = container.environment.find(({ key }) => key.plain === variable.plain);
        if (other === undefined) continue;
        report('twice', {
          at: variable.origin,
          path: ['pools', pool.key, under, container.name.plain, 'secrets', variable.plain],
          related: [{ message: 'the value', at: other.key.origin }],
          data: { pool: pool.key, container: container.name.plain, variable: variable.plain },
        });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a password that is both',
        path: 'pools.api.containers.api.secrets.PASSWORD',
        message: 'twice',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api:
        image: registry.example.com/api:1.0.0
        cpu: 500m
        memory: 1Gi
        env: { PASSWORD: changeme }
        secrets: { PASSWORD: { secret: api, key: password } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a value and a secret',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api:
        image: registry.example.com/api:1.0.0
        cpu: 500m
        memory: 1Gi
        env: { USER: api }
        secrets: { PASSWORD: { secret: api, key: password } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
