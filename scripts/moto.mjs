// moto's server: the APIs of AWS, imitated on this machine, with the checks of parameters that botocore's models make.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pythonTool } from './python-tools.mjs';

/**
 * Starts a server for a test.
 *
 * @returns {Promise<import('./moto.d.mts').Moto | undefined>}
 *   undefined where there is no Python; `call` sends an input through the client of the service, as it is
 */
export async function startMoto() {
  const program = pythonTool('moto_server');
  if (program === undefined) return undefined;
  const port = await freePort();
  const server = spawn(program, ['--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const clients = new Map();

  async function call(service, operation, input) {
    const sdk = await import(`@aws-sdk/client-${service}`);
    if (!clients.has(service)) {
      const Client = Object.entries(sdk).find(
        ([name]) => /^[A-Za-z]+Client$/.test(name) && !name.startsWith('__'),
      )?.[1];
      clients.set(
        service,
        new Client({
          endpoint,
          region: 'eu-west-1',
          maxAttempts: 1,
          credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        }),
      );
    }
    return clients.get(service).send(new sdk[`${operation}Command`](input));
  }

  // The query API of EC2, for which there is no client here: every network begins with a default one.
  async function existing(action, pattern) {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/ec2/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: `Action=${action}&Version=2016-11-15`,
    });
    return [...new Set((await answer.text()).match(pattern))].sort();
  }

  try {
    await answering(endpoint, server);
  } catch (problem) {
    server.kill();
    throw problem;
  }
  return {
    call,
    network: async () => ({
      subnets: await existing('DescribeSubnets', /subnet-[0-9a-f]{8,17}/g),
      securityGroups: await existing('DescribeSecurityGroups', /sg-[0-9a-f]{8,17}/g),
    }),
    stop() {
      for (const client of clients.values()) client.destroy();
      server.kill();
    },
  };
}

async function answering(endpoint, server) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${String(server.exitCode)}`);
    try {
      await fetch(`${endpoint}/moto-api/data.json`);
      return;
    } catch {
      await pause(100);
    }
  }
  throw new Error('moto_server did not answer within 30 s');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
