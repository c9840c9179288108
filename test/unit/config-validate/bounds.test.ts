import { expect, test } from 'vitest';
import { lintExample } from '../../policies/lint.ts';

/** A pool in which one value is to be judged. */
const found = (line: string) =>
  lintExample({
    yaml: `pools:\n  web:\n    kind: always-on\n    replicas: 2..3\n    signals: { cpu: 70% }\n    ${line}\n${line.startsWith('containers') ? '' : '    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }\n'}`,
  })
    .filter(({ id }) => id === 'out-of-range')
    .map(({ path, message, span }) => [
      path?.slice(2).join('.'),
      message,
      span?.source.text.slice(span.start, span.end),
    ]);
const container = (line: string) => `containers: { web: { image: "registry.example.com/web:1.0.0", ${line} } }`;

test.each([
  ['idle: 0.0001ms', 'idle', '"pools.web.idle" is "0.0001ms": expected a duration from 1ms to 365d', '0.0001ms'],
  [
    'idle: 99999999999999999999d',
    'idle',
    '"pools.web.idle" is "99999999999999999999d": expected a duration from 1ms to 365d',
    '99999999999999999999d',
  ],
  [
    'scaleUp: { stabilizationWindow: 366d }',
    'scaleUp.stabilizationWindow',
    '"pools.web.scaleUp.stabilizationWindow" is "366d": expected a duration of at most 365d',
    '366d',
  ],
  [
    'scaleUp: { percent: 0.001% }',
    'scaleUp.percent',
    '"pools.web.scaleUp.percent" is "0.001%": expected a percentage from 0.01% to 10000%',
    '0.001%',
  ],
  [
    container('cpu: 0.0001, memory: 1Gi'),
    'containers.web.cpu',
    '"pools.web.containers.web.cpu" is 0.0001: expected an amount of CPU from 1m to 10000',
    '0.0001',
  ],
  [
    container('cpu: 1..99999, memory: 1Gi'),
    'containers.web.cpu',
    '"pools.web.containers.web.cpu" is "1..99999": expected an amount of CPU from 1m to 10000',
    '1..99999',
  ],
  [
    container('cpu: 1, memory: 1Ki'),
    'containers.web.memory',
    '"pools.web.containers.web.memory" is "1Ki": expected an amount of memory from 6Mi to 1024Ti',
    '1Ki',
  ],
  [
    container('cpu: 1, memory: { request: 999999Ti }'),
    'containers.web.memory.request',
    '"pools.web.containers.web.memory.request" is "999999Ti": expected an amount of memory from 6Mi to 1024Ti',
    '999999Ti',
  ],
])('%s is beyond what a number can carry to the platforms', (line, path, message, text) => {
  expect(found(line)).toEqual([[path, message, text]]);
});

test.each(['idle: 1ms', 'idle: 365d', 'scaleUp: { percent: 10000% }', container('cpu: 1m, memory: 6Mi')])(
  '%s is not',
  line => {
    expect(found(line)).toEqual([]);
  },
);
