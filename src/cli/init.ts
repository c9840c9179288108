import { writeFileSync } from 'node:fs';
import type { Arguments } from './arguments.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** Writes a starter file that compiles as it is; never over a file that exists. */
export function init({ files: [file = 'pipestream-scaling.yaml'], targets }: Arguments, streams: Streams): ExitCode {
  try {
    writeFileSync(file, starter(targets), { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    streams.err(
      code === 'EEXIST' ? `${file} exists already, and is left as it is\n` : `${file} cannot be written (${code})\n`,
    );
    return EXIT.usage;
  }
  streams.err(`${file}: written; next: pipestream-scaling lint\n`);
  return EXIT.clean;
}

const KUBERNETES = `  kubernetes:
    version: "1.32"
    namespace: example
    # prometheus: http://prometheus.monitoring:9090   # needed by latency, requests and requestQueue
`;
const ECS = `  ecs:
    region: us-east-1
    accountId: "123456789012"
    cluster: example
    subnets: [subnet-0123456789abcdef0]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/example-execution
`;

function starter(targets: Arguments['targets']): string {
  return `# yaml-language-server: $schema=./schema/pipestream-scaling.schema.json
version: 1
name: example
priority: balanced        # low-cost | balanced | low-latency: the minimum of each kind of pool
stage: full               # fixed | observe | cpu | full: begin low, and climb when the metrics are understood

targets:
${targets.includes('kubernetes') ? KUBERNETES : ''}${targets.includes('ecs') ? ECS : ''}
pools:
  api:
    kind: always-on       # demand-driven | scale-to-zero
    replicas: 2..10
    containers:
      api:
        image: registry.example.com/example/api:1.0.0
        cpu: 500m..1      # request..limit
        memory: 512Mi..1Gi
        ports: { http: 8080 }
        probes:
          liveness: { http: /healthz }
          readiness: { http: /readyz }
    signals:
      cpu: 70%

# environments:           # overlays: maps merge, lists replace, null removes
#   staging: { priority: low-cost }
#   production: {}
`;
}
