import { defineDiagnostics } from '../define-diagnostics.ts';

const WORKER = `pools:
  worker:
    kind: always-on
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
`;

/** A rule of the schema that no other sentence fits, in the schema's own words. */
const RULE = { text: '{given}: {rule}' } as const;
const RULE_WITH_HELP = { ...RULE, help: '{help}' } as const;

/** A value that is not among those that are expected. */
const EXPECTED = {
  expected: RULE,
  similar: { ...RULE, help: 'write "{meant}"' },
  newer: { ...RULE, help: 'write an older one: the newest known is {newest}' },
  older: { ...RULE, help: 'write a newer one: the oldest known is {oldest}' },
  count: {
    ...RULE,
    help: 'write {count}..{count}, or { fixed: {count} } for a count that nothing scales',
  },
  unquoted: { ...RULE, help: 'put it in quotes: "{written}"' },
  rule: RULE,
  ruleWithHelp: RULE_WITH_HELP,
} as const;

const MANIFEST_IN_PROJECT =
  'Keep the rendered manifest in the repository of the configuration, so that what is checked is what is reviewed';

const UNKNOWN_KEY = 'unknown key "{key}"{where}';

/** What the language refuses: files that cannot be read, fields that the schema does not have, names without a home. */
export const configurationProblem = defineDiagnostics('Configuration', {
  'unreadable-file': {
    summary: 'A file that is named on the command line must exist and be readable.',
    severity: 'error',
    why: 'A file that cannot be read is not checked, and without an error the run would look clean',
    messages: {
      missing: {
        text: '"{file}" cannot be read: there is no such file',
        help: 'check the path, or write a first file with "pipestream-scaling init"',
      },
      denied: {
        text: '"{file}" cannot be read: permission was denied',
        help: 'give this user the right to read it',
      },
      folder: { text: '"{file}" cannot be read: it is a folder', help: 'name the file itself' },
      kind: {
        text: '"{file}" cannot be read: it is {kind}',
        help: 'name a regular file, or "-" to read standard input',
      },
      silent: {
        text: '"{file}" cannot be read: it is a non-blocking pipe, and nothing came for {seconds} s',
        help: 'check the command that writes to it, or write its output to a file first',
      },
      links: {
        text: '"{file}" cannot be read: its symbolic links go round in a circle',
        help: 'fix the links',
      },
      system: { text: '"{file}" cannot be read: the system said {code}', help: 'check the file and its disk' },
      noMatch: {
        text: '"{pattern}" matches no file',
        help: 'Quote the pattern, so that the shell leaves it alone, and check the folder',
      },
    },
  },
  'invalid-utf-8': {
    summary: 'A configuration must be encoded as UTF-8.',
    severity: 'error',
    why: 'The tool reads UTF-8, so names and labels in another encoding would become different text',
    messages: {
      utf16: { text: '"{file}" cannot be read: it is UTF-16', help: 'save it as UTF-8' },
      byte: { text: 'the byte {byte} at offset {offset} is not UTF-8', help: 'save the file as UTF-8' },
    },
  },
  'file-too-large': {
    summary: 'A configuration must not be larger than 8 MB.',
    severity: 'error',
    why: '10 000 pools take less than 7 MB, so this is hardly a configuration',
    messages: {
      size: {
        text: '"{file}" has {size}, and a configuration may have {most} MB',
        help: 'check that this is the right file, or split the system into several',
      },
    },
  },
  'empty-file': {
    summary: 'A configuration must not be empty.',
    severity: 'error',
    why: 'An empty file is usually a file that was not saved, or the wrong file',
    messages: {
      empty: { text: 'the file is empty', help: 'write a first configuration with "pipestream-scaling init"' },
      comments: {
        text: 'the file has nothing but comments',
        help: 'write a first configuration with "pipestream-scaling init"',
      },
      emptyPolicies: { text: 'the file is empty', help: 'Write "version: 1" and a list of "policies"' },
      commentsInPolicies: {
        text: 'the file has nothing but comments',
        help: 'Write "version: 1" and a list of "policies"',
      },
    },
  },
  'other-version-required': {
    summary: 'A configuration must be read by a version of pipestream-scaling that it takes.',
    severity: 'error',
    why: 'Another version may not know its fields, or compile them to other files',
    messages: {
      version: {
        text: 'this file requires pipestream-scaling {range}, and this is {version}',
        help: 'install a version of that range, or change "requires"',
      },
    },
    examples: () => [
      {
        title: 'a file for a later version',
        message: 'version',
        yaml: `requires: ">=99"\n${WORKER}    replicas: 1..3\n    signals: { cpu: 70% }\n`,
      },
    ],
  },
  'deprecated-field': {
    summary: 'A configuration must not need a field that the next version of the language lacks.',
    severity: 'warning',
    why: 'The field keeps its meaning until then, and is an unknown key afterwards',
    messages: {
      renamed: {
        text: '"{field}" is deprecated since {since}, and goes away with version {until} of the language',
        help: 'write "{instead}"',
      },
      moved: {
        text: '"{field}" is deprecated since {since}, and goes away with version {until} of the language',
        help: '{help}',
      },
    },
  },
  'unreadable-manifest': {
    summary: 'A manifest that a pool names must be a readable, rendered file inside the project.',
    severity: 'error',
    why: 'Facts that cannot be read are not checked, and without an error the run would look clean',
    messages: {
      notRelative: {
        text: '"{file}" is not a relative path',
        help: 'Write a path that is relative to the configuration, with "/" between folders',
      },
      outside: { text: '"{file}" is outside of the project', help: MANIFEST_IN_PROJECT },
      linkToOutside: { text: '"{file}" is a link to outside of the project', help: MANIFEST_IN_PROJECT },
      missing: {
        text: '"{file}" cannot be read: there is no such file',
        help: 'Fix the path, or render the manifest first: helm template <release> <chart> > {file}',
      },
      noFile: { text: '"{file}" cannot be read: it is no file', help: 'Name the file itself' },
      tooLarge: {
        text: '"{file}" has {size} MB, and a manifest may have {most} MB',
        help: 'Render the workload alone: helm template --show-only',
      },
      system: { text: '{problem}', help: 'Give this user the right to read it' },
      standardInput: {
        text: '"{file}" is not read: the configuration comes from standard input, so nothing is beside it',
        help: 'Name the file of the configuration instead of "-", or its place in --stdin-filename of lint',
      },
      syntax: {
        text: '"{file}" cannot be read as a manifest: {problem}',
        help: 'Render it first, such as with helm template or kustomize build: templates are not read',
      },
    },
  },
  'workload-not-in-manifest': {
    summary: 'A manifest that a pool names must contain its workload.',
    severity: 'error',
    why: 'What is known of the workload would be of another one, or of nothing',
    messages: {
      missing: {
        text: '"{file}" has no {kind} "{name}"',
        help: 'Fix the name or the kind in `workload.existing`, or render the manifest again',
      },
      namespace: {
        text: '"{file}" has a {kind} "{name}" in the namespace "{other}" only, and the pool is in "{namespace}"',
        help: 'Fix `targets.kubernetes.namespace`, or render the manifest for that namespace',
      },
    },
    examples: () => [
      {
        title: 'a chart that calls its Deployment otherwise',
        message: 'missing',
        yaml: `pools:
  search:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: search, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`,
        manifest: `apiVersion: apps/v1
kind: Deployment
metadata: { name: search-query }
spec:
  template:
    spec:
      containers: [{ name: query, resources: { requests: { cpu: 500m, memory: 1Gi } } }]
`,
      },
    ],
  },
  'unknown-key': {
    summary: 'A key must be one that the schema has at this place.',
    severity: 'error',
    why: 'An unknown key would have no effect: a misspelled limit would be no limit at all',
    messages: {
      similar: { text: UNKNOWN_KEY, help: 'write "{meant}"' },
      alreadySet: { text: UNKNOWN_KEY, help: 'delete it; "{meant}" is already set' },
      deeper: { text: UNKNOWN_KEY, help: 'move it under "{home}"' },
      higher: { text: UNKNOWN_KEY, help: 'move it out of "{home}", one level up' },
      elsewhere: { text: UNKNOWN_KEY, help: '{sentence}' },
      listed: { text: UNKNOWN_KEY, help: 'use {keys}' },
      unknown: { text: UNKNOWN_KEY },
    },
    examples: () => [
      {
        title: 'the word of another tool',
        message: 'similar',
        yaml: `${WORKER}    replicas: { minReplicas: 2, max: 10 }\n    signals: { cpu: 70% }\n`,
      },
    ],
  },
  'missing-key': {
    summary: 'A map must contain every key that the schema requires.',
    severity: 'error',
    why: 'The field has no default that fits most systems, so the configuration must set it',
    messages: {
      expected: { text: '{map} needs the key "{key}"', help: 'add "{key}": {expected}' },
      missing: { text: '{map} needs the key "{key}"', help: 'add "{key}"' },
      needed: {
        text: '{map} needs the key "{key}": {why}',
        help: 'add "{key}": {expected}',
      },
      rule: RULE,
      ruleWithHelp: RULE_WITH_HELP,
    },
    examples: () => [
      { title: 'a pool without its kind', message: 'expected', yaml: 'pools:\n  worker:\n    replicas: 2..10\n' },
      {
        title: 'tasks without a network to run in',
        message: 'needed',
        yaml: `targets: { ecs: { region: us-east-1, cluster: shop } }\n${WORKER}    replicas: 2..10\n    signals: { cpu: 70% }\n`,
      },
    ],
  },
  'wrong-type': {
    summary: 'A value must have the type that the schema requires.',
    severity: 'error',
    why: 'A platform rejects a value of the wrong type, or converts it to a value that nobody intended',
    messages: {
      ...EXPECTED,
      extends: {
        text: 'environments.{environment}.extends must be the name of an environment',
        help: 'Write one name',
      },
      option: {
        text: 'option "{option}" of policy "{policy}" must be {type}',
        help: 'Write {type}; without it, it is {standard}',
      },
    },
    examples: () => [{ title: 'a number where a map belongs', message: 'expected', yaml: 'pools:\n  worker: 3\n' }],
  },
  'unknown-value': {
    summary: 'A value must be one of those that the schema lists.',
    severity: 'error',
    why: 'Any other value has no meaning, so the setting would have no effect',
    messages: EXPECTED,
    examples: () => [{ title: 'a typing error', message: 'similar', yaml: `${WORKER}    priority: low-latncy\n` }],
  },
  'invalid-value': {
    summary: 'A value must follow the format that the schema describes.',
    severity: 'error',
    why: 'A platform rejects the value when it is applied, or reads it differently',
    messages: { rule: RULE, ruleWithHelp: RULE_WITH_HELP },
    examples: () => [{ title: 'a duration without its unit', message: 'rule', yaml: `${WORKER}    idle: "5"\n` }],
  },
  'out-of-range': {
    summary: 'A number must be within the range that the schema allows.',
    severity: 'error',
    why: 'A platform rejects the value when it is applied',
    messages: { rule: RULE, ruleWithHelp: RULE_WITH_HELP },
    examples: () => [
      {
        title: 'a port that does not exist',
        message: 'rule',
        yaml: WORKER.replace('512Mi }', '512Mi, ports: { http: 80800 } }'),
      },
    ],
  },
  'invalid-key': {
    summary: 'A name that is used as a key must follow the format of that name.',
    severity: 'error',
    why: 'Keys become names of objects, folders and variables, which the platforms restrict',
    messages: { key: { text: 'the key "{key}": {rule}' } },
    examples: () => [
      { title: 'a pool with an underscore', message: 'key', yaml: WORKER.replace('  worker:\n', '  my_worker:\n') },
    ],
  },
  'reserved-name': {
    summary: 'A name that becomes a folder must not be one that Windows keeps for a device.',
    severity: 'error',
    why: 'A repository with a folder of such a name cannot be checked out on Windows: con, prn, aux, nul, com0 to com9 and lpt0 to lpt9 are devices there',
    messages: {
      environment: {
        text: 'environment "{name}" has a name that Windows keeps for a device',
        help: 'Rename the environment: its name becomes a folder under out/',
      },
      pool: {
        text: 'pool "{name}" has a name that Windows keeps for a device',
        help: 'Rename the pool, or give it another `name`: it becomes a folder under out/',
      },
      workload: {
        text: 'workload "{name}" has a name that Windows keeps for a device',
        help: 'Give the pool a `name` of its own, which becomes the folder under out/; the workload keeps its name',
      },
    },
    examples: () => [{ title: 'a pool called aux', message: 'pool', yaml: WORKER.replace('  worker:\n', '  aux:\n') }],
  },
  'circular-extends': {
    summary: 'Environments must not extend each other in a circle.',
    severity: 'error',
    why: 'Overlays apply in order, and in a circle no environment is the first',
    messages: {
      circular: {
        text: 'environments.{environment} extends "{target}", which extends it in turn',
        help: 'Let one of them begin from the base',
      },
    },
    examples: () => [
      {
        title: 'two environments that extend each other',
        message: 'circular',
        yaml: `${WORKER}environments:\n  staging: { extends: production }\n  production: { extends: staging }\n`,
      },
    ],
  },
  'unknown-environment': {
    summary: 'An environment that is named must exist.',
    severity: 'error',
    why: 'A misspelled environment name would build or extend nothing',
    messages: {
      extends: {
        text: 'environments.{environment} extends "{target}", which does not exist',
        help: 'Name one of {known}',
      },
      extendsSimilar: {
        text: 'environments.{environment} extends "{target}", which does not exist; did you mean "{meant}"?',
        help: 'Name one of {known}',
      },
      asked: { text: 'there is no environment "{environment}"; expected {known}' },
      askedSimilar: { text: 'there is no environment "{environment}"; did you mean "{meant}"?' },
    },
    examples: () => [
      {
        title: 'a typing error',
        message: 'extendsSimilar',
        yaml: `${WORKER}environments:\n  production: {}\n  production-eu: { extends: prodution }\n`,
      },
    ],
  },
  'unknown-entry': {
    summary: 'An overlay must change an entry that exists, or bring a new one that is complete.',
    severity: 'error',
    why: 'An overlay of a misspelled pool would otherwise change nothing, or add a second pool beside the one that was meant',
    messages: {
      similar: {
        text: 'there is no {what} "{key}" to overlay; did you mean "{meant}"?',
        help: 'write "{meant}", or give a new {what} what it needs: {needs}',
      },
      unknown: {
        text: 'there is no {what} "{key}" to overlay, and a new one needs {needs}',
        help: 'name one of {known}, or add {needs}',
      },
      none: { text: 'there is no {what} "{key}" to overlay, and a new one needs {needs}', help: 'add {needs}' },
    },
    examples: () => [
      {
        title: 'a typing error',
        message: 'similar',
        yaml: `${WORKER}    signals: { cpu: 70% }\nenvironments:\n  staging: { pools: { wroker: { replicas: { max: 4 } } } }\n`,
      },
    ],
  },
  'unknown-hardware': {
    summary: 'A pool must name a hardware profile that exists.',
    severity: 'error',
    why: 'The profile gives the GPU, the nodes and the cold start: without it the pool cannot be placed',
    messages: {
      undescribed: {
        text: 'there is no hardware profile "{profile}"',
        help: 'Describe it under hardware',
      },
      unknown: {
        text: 'there is no hardware profile "{profile}"',
        help: 'Name one of {known}, or describe it under hardware',
      },
      similar: {
        text: 'there is no hardware profile "{profile}"; did you mean "{meant}"?',
        help: 'Name one of {known}, or describe it under hardware',
      },
    },
    examples: () => [
      { title: 'a profile that is not described', message: 'undescribed', yaml: `${WORKER}    hardware: a10g\n` },
    ],
  },
  'unknown-target': {
    summary: 'A pool must run on targets that the system has.',
    severity: 'error',
    why: 'The tool cannot generate files for a platform that the configuration does not describe',
    messages: {
      unknown: {
        text: 'pool "{pool}" names the target {target}, which the system does not have',
        help: 'Describe it under targets.{target}, or take it out of the list',
      },
    },
    examples: () => [
      {
        title: 'a target that is not described',
        message: 'unknown',
        targets: 'kubernetes',
        yaml: `${WORKER}    targets: [kubernetes, ecs]\n`,
      },
    ],
  },
});
