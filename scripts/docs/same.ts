/** Parts of the schema with several places are described in one of them, with the output of all of them. */
const SAME: readonly (readonly [pattern: RegExp, at: string])[] = [
  [
    /^pools\.<pool>\.(?:signals\.(?:kafkaLag|requests|latency)|wake)\.source\b/,
    'pools.<pool>.signals.requestQueue.source',
  ],
  [
    /^(?:pools\.<pool>\.signals\.queueBacklog\.(?:sqs|rabbitmq|redis)|kafka\.auth|targets\.kubernetes\.prometheus)\.authentication\b/,
    'pools.<pool>.signals.custom.<signal>.authentication',
  ],
  [
    /^pools\.<pool>\.signals\.(?:custom\.<signal>|queueBacklog\.redis)\.cloudwatch\b/,
    'pools.<pool>.signals.requestQueue.source.cloudwatch',
  ],
  [
    /^pools\.<pool>\.containers\.<container>\.probes\.(?:startup|readiness)\.(?!successes)/,
    'pools.<pool>.containers.<container>.probes.liveness.',
  ],
  [
    /^pools\.<pool>\.containers\.<container>\.lifecycle\.postStart\./,
    'pools.<pool>.containers.<container>.lifecycle.preStop.',
  ],
  [/^pools\.<pool>\.initContainers\.<container>\./, 'pools.<pool>.containers.<container>.'],
  [/^pools\.<pool>\.volumes\.<volume>\.secret\./, 'pools.<pool>.volumes.<volume>.configMap.'],
];

/** The path under which a field is described: its own, unless it is one of several equal ones. */
export function describedAt(path: string): string {
  for (const [pattern, at] of SAME) if (pattern.test(path)) return path.replace(pattern, at);
  return path;
}
