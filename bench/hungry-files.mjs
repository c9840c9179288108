// Texts of about `bytes` that cost as much as their author could make them.

const HEAD = 'version: 1\nname: x\n';
const TARGETS = `targets:
  kubernetes: { version: "1.32", namespace: shop, keda: "2.18", prometheus: "http://prometheus.monitoring:9090", monitoring: prometheus-operator }
  ecs: { region: us-east-1, accountId: "123456789012", cluster: shop, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x" }
`;
const POOL =
  'kind: demand-driven, replicas: 2..4, containers: { web: { image: "example.com/web:1.0.0", cpu: 500m, memory: 1Gi, user: 1000 } }, signals: { cpu: 70% }';

const filled = (head, part, bytes, tail = '') => {
  const parts = [];
  let size = Buffer.byteLength(head) + Buffer.byteLength(tail);
  for (let index = 0; ; index += 1) {
    const next = typeof part === 'string' ? part : part(index);
    size += Buffer.byteLength(next);
    if (size > bytes) return head + parts.join('') + tail;
    parts.push(next);
  }
};
const repeated = (head, part) => bytes => filled(head, part, bytes);
/** So many of a part at most, whatever room there is. */
const times = (count, part) => Array.from({ length: count }, (_, index) => part(index)).join('');

/** @type {Readonly<Record<string, (bytes: number) => string>>} */
export const HUNGRY = {
  // tokens and nodes
  'flow sequences': repeated(`${HEAD}pools: [`, '[],'),
  'flow maps': repeated(`${HEAD}pools: [`, '{a: b},'),
  'flow scalars': repeated(`${HEAD}pools: [`, 'a,'),
  'empty lines': repeated(HEAD, '\n'),
  blanks: repeated(`${HEAD}a: `, ' '),
  comments: repeated(HEAD, '#\n'),
  'one comment': repeated(`${HEAD}#`, 'x'),
  'comments between': repeated(`${HEAD}pools:\n`, index => ` #\n a${String(index)}: 1\n`),
  documents: repeated('', '---\n'),
  'documents ended': repeated('', 'a\n...\n'),
  'block sequences': repeated(`${HEAD}pools:\n`, '- a\n'),
  'null items': repeated(`${HEAD}pools:\n`, '-\n'),
  'explicit keys': repeated(`${HEAD}pools:\n`, '? a\n'),
  // errors
  errors: repeated(`${HEAD}pools:\n`, 'a: ]\n'),
  'errors of flow': repeated(`${HEAD}pools: [`, 'a b: c: d,'),
  'missing commas': repeated(`${HEAD}pools: [`, '"a" '),
  'nested errors': repeated(`${HEAD}pools:\n`, ' a: b: c\n'),
  tabs: repeated(`${HEAD}pools:\n`, 'a:\n\t- b\n'),
  'indentation errors': repeated(`${HEAD}pools:\n`, '   a: 1\n  b: 1\n'),
  escapes: repeated(`${HEAD}a: "`, '\\q'),
  'unknown escapes in keys': repeated(HEAD, index => `"\\q${String(index)}": 1\n`),
  'control characters': repeated(`${HEAD}a: `, '\x01'),
  'carriage returns': repeated(`${HEAD}a: `, '\r'),
  'byte order marks': repeated(`${HEAD}a: `, '\ufeff'),
  tags: repeated(`${HEAD}pools:\n`, '- !a b\n'),
  directives: repeated('', '%YAML 1.2\n'),
  'unknown aliases': repeated(`${HEAD}pools:\n`, '- *a\n'),
  'bad anchors': repeated(`${HEAD}pools:\n`, '- & a\n'),
  'duplicate keys': repeated(`${HEAD}pools:\n`, 'a: 1\n'),
  'empty keys': repeated(`${HEAD}pools:\n`, ' : 1\n'),
  'numbers as keys': repeated(`${HEAD}pools:\n`, index => ` ${String(index)}: 1\n`),
  infinities: repeated(`${HEAD}pools:\n`, '- .inf\n'),
  'unclosed brackets': repeated(`${HEAD}a: `, '['),
  'unclosed braces in keys': repeated(`${HEAD}a: `, '{a: '),
  'deep dashes': repeated(`${HEAD}a: \n `, '- '),
  // sizes
  'one scalar': bytes => filled(`${HEAD}pools: `, 'x', bytes),
  'one quoted scalar': bytes => filled(`${HEAD}pools: "`, '\\n', bytes, '"'),
  'one folded scalar': bytes => filled(`${HEAD}pools: `, 'x\n ', bytes),
  'one block': bytes => filled(`${HEAD}pools: |\n`, ' x\n', bytes),
  'one block, folded': bytes => filled(`${HEAD}pools: >\n`, ' x\n\n', bytes),
  'one number': bytes => filled(`${HEAD}pools: `, '9', bytes),
  'one key': bytes => filled(`${HEAD}? `, 'k', bytes, '\n: 1\n'),
  'one line of unknown keys': bytes => filled('{ version: 1, name: x', index => `, k${String(index)}: 1`, bytes, '}'),
  'long keys': repeated(HEAD, index => `${'k'.repeat(1000)}${String(index)}: 1\n`),
  'wide characters': bytes => filled(`${HEAD}pools: [ ] ] `, '漢', bytes),
  // the schema
  'unknown keys': repeated(HEAD, index => `k${String(index)}: 1\n`),
  'unknown keys of pools': repeated(`${HEAD}pools:\n`, index => ` p${String(index)}: { kynd: always-on, a: 1 }\n`),
  'bad pool names': repeated(`${HEAD}pools:\n`, index => ` P_${String(index)}: {}\n`),
  'bad label keys': bytes =>
    filled(`${HEAD}${TARGETS}pools:\n web:\n  labels:\n`, index => `   "%${String(index)}": a\n`, bytes),
  'bad list items': bytes => filled(`${HEAD}${TARGETS}pools:\n web: { ${POOL}, targets: [`, 'a,', bytes, '] }\n'),
  'bad signals': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n`,
      index => ` p${String(index)}: { signals: { cpu: x, latency: y, queue: z } }\n`,
      bytes,
    ),
  'policy files': bytes => filled(`${HEAD}policies:\n`, index => ` - p${String(index)}.yaml\n`, bytes),
  rules: bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web: { ${POOL} }\nlint:\n rules:\n`,
      index => `  r${String(index)}: off\n`,
      bytes,
    ),
  // aliases
  'alias bomb': () =>
    `${HEAD}a: &a0 [x,x,x,x,x,x,x,x,x]\n${times(20, index => `b${String(index)}: &a${String(index + 1)} [${`*a${String(index)},`.repeat(9)}]\n`)}`,
  'aliases of a long text': bytes => filled(`${HEAD}a: &a "${'x'.repeat(bytes / 2)}"\nb:\n`, ' - *a\n', bytes),
  'merge keys': bytes =>
    filled(
      `${HEAD}a: &a { b: 1, c: 2, d: 3, e: 4, f: 5, g: 6 }\npools:\n`,
      index => ` p${String(index)}: { <<: *a }\n`,
      bytes,
    ),
  'merge lists': bytes => filled(`${HEAD}a: &a { b: 1 }\npools:\n p: { <<: [`, '*a,', bytes, '] }\n'),
  anchors: repeated(`${HEAD}pools:\n`, index => ` - &a${String(index)} x\n`),
  'pools by alias': bytes =>
    filled(`${HEAD}${TARGETS}pools:\n p: &p { ${POOL} }\n`, index => ` p${String(index)}: *p\n`, bytes),
  // environments
  environments: bytes =>
    filled(`${HEAD}${TARGETS}pools:\n web: { ${POOL} }\nenvironments:\n`, index => ` e${String(index)}: {}\n`, bytes),
  'environments that extend nothing': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web: { ${POOL} }\nenvironments:\n`,
      index => ` e${String(index)}: { extends: f${String(index)} }\n`,
      bytes,
    ),
  'environments in a chain': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web: { ${POOL} }\nenvironments:\n e0: {}\n`,
      index => ` e${String(index + 1)}: { extends: e${String(index)} }\n`,
      bytes,
    ),
  'environments × pools': bytes =>
    filled(
      `${HEAD}${TARGETS}environments:\n${times(200, index => ` e${String(index)}: {}\n`)}pools:\n`,
      index => ` p${String(index)}: { ${POOL} }\n`,
      bytes,
    ),
  'environments × values': bytes =>
    filled(
      `${HEAD}${TARGETS}environments:\n${times(200, index => ` e${String(index)}: {}\n`)}pools:\n web:\n  labels:\n`,
      index => `   l${String(index)}: a\n`,
      bytes,
    ),
  'environments × unknown keys': bytes =>
    filled(
      `${HEAD}${TARGETS}environments:\n${times(200, index => ` e${String(index)}: { k${String(index)}: 1 }\n`)}`,
      index => `k${String(index)}: 1\n`,
      Math.min(bytes, 20_000),
    ),
  'overlays of unknown pools': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n${times(2000, index => ` pool-${String(index)}: { ${POOL} }\n`)}environments:\n e:\n  pools:\n`,
      index => `   poool-${String(index)}: { replicas: 1..2 }\n`,
      bytes,
    ),
  // the linter
  suppressions: bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web: { ${POOL} }\n`,
      '# pipestream-scaling-ignore bounds-inverted -- because\n',
      bytes,
    ),
  'suppressions before an entry': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n`,
      '# pipestream-scaling-ignore bounds-inverted -- because\n',
      bytes,
      ` web: { ${POOL} }\n`,
    ),
  'suppressions of nothing known': repeated(
    HEAD,
    index => `# pipestream-scaling-ignore bounds-invertd${String(index)}\n`,
  ),
  // as much as is taken
  pools: bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n`,
      index => (index < 2500 ? ` p${String(index)}: { ${POOL} }\n` : '#\n'),
      Math.min(bytes, 800_000),
    ),
  variables: bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web: { ${POOL.replace('user: 1000', 'user: 1000, env: *e')} }\n`.replace(
        'pools:',
        'x-env: &e {}\npools:',
      ),
      '#\n',
      Math.min(bytes, 5000),
    ),
  'large variables': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web:\n  kind: demand-driven\n  replicas: 2..4\n  signals: { cpu: 70% }\n  containers:\n   web:\n    image: "example.com/web:1.0.0"\n    cpu: 500m\n    memory: 1Gi\n    user: 1000\n    env:\n`,
      index => `     V${String(index)}: "${'x'.repeat(30_000)}"\n`,
      bytes,
    ),
  'many variables': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web:\n  kind: demand-driven\n  replicas: 2..4\n  signals: { cpu: 70% }\n  containers:\n   web:\n    image: "example.com/web:1.0.0"\n    cpu: 500m\n    memory: 1Gi\n    user: 1000\n    env:\n`,
      index => (index < 240_000 ? `     V${String(index)}: a\n` : '#\n'),
      Math.min(bytes, 3_900_000),
    ),
  'many containers': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web:\n  kind: demand-driven\n  replicas: 2..4\n  signals: { cpu: 70% }\n  containers:\n`,
      index =>
        index < 20_000
          ? `   c${String(index)}: { image: "example.com/web:1.0.0", cpu: 500m, memory: 1Gi, user: 1000 }\n`
          : '#\n',
      Math.min(bytes, 1_650_000),
    ),
  'many topics': bytes =>
    filled(
      `${HEAD}${TARGETS}kafka: { bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter }\npools:\n web: { ${POOL.replace('cpu: 70% }', 'kafkaLag: { perReplica: 10, consumerGroup: g, topics: [')}`,
      index => `t${String(index)},`,
      Math.min(bytes, 1_500_000),
      '] } } }\n',
    ),
  'many windows': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n web: { ${POOL}, schedule: { timezone: Europe/Paris, windows: [`,
      () => '{ from: "02:00", to: "04:00", min: 5 },',
      bytes,
      '] } }\n',
    ),
  'long queries': bytes =>
    filled(
      `${HEAD}${TARGETS}pools:\n`,
      index =>
        index < 1000
          ? ` p${String(index)}: { ${POOL.replace('cpu: 70% }', `requestQueue: { perReplica: 10, source: { prometheus: { query: "sum(${'a + '.repeat(500)}a)" } } } }`)} }\n`
          : '#\n',
      Math.min(bytes, 2_400_000),
    ),
};
delete HUNGRY.variables;
