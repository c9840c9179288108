import { expect, test } from 'vitest';
import { lintExample } from '../../policies/lint.ts';

const found = (containers: string) =>
  lintExample({
    yaml: `pools:\n  web:\n    kind: always-on\n    replicas: 2..3\n    containers:\n${containers}    signals: { cpu: 70% }\n`,
  })
    .filter(({ id }) => id === 'duplicate-port')
    .map(({ path, message, span }) => ({
      path: path?.join('.'),
      message,
      at: span?.source.text.slice(span.start, span.end),
    }));
const container = (name: string, ports: string) =>
  `      ${name}: { image: "registry.example.com/${name}:1.0.0", cpu: 1, memory: 2Gi, ports: ${ports} }\n`;

test.each([
  [
    'a name in two containers',
    '{ http: 8081 }',
    [
      {
        path: 'pools.web.containers.proxy.ports.http',
        message: 'container "proxy" of pool "web" has a port called "http", which container "app" has already',
        at: '8081',
      },
    ],
  ],
  [
    'a number in two containers',
    '{ admin: 8080 }',
    [
      {
        path: 'pools.web.containers.proxy.ports.admin',
        message: 'container "proxy" of pool "web" has the port 8080, which container "app" has already',
        at: '8080',
      },
    ],
  ],
  ['another name and another number', '{ admin: 8081 }', []],
])('%s', (_what, ports, expected) => {
  expect(found(container('app', '{ http: 8080 }') + container('proxy', ports))).toEqual(expected);
});

test('a number twice in one container', () => {
  expect(found(container('app', '{ http: 8080, admin: 8080 }')).map(({ message }) => message)).toEqual([
    'container "app" of pool "web" has the port 8080, which container "app" has already',
  ]);
});
