import { writeSync } from 'node:fs';
import { nodeDisk } from '../../../src/output/disk.ts';
import { acquire } from '../../../src/output/lock.ts';
import { recover } from '../../../src/output/recover.ts';
import { writeOutput } from '../../../src/output/write.ts';
import { environment, watched } from './sandbox.ts';
import { after } from './scenario.ts';

/** A process to be killed, or to race with others: run bundled by kill.test.ts. */
const [, , command = '', root = '', argument = ''] = process.argv;
let calls = 0;
const deadly = watched(() => {
  calls += 1;
  if (calls === Number(argument)) process.kill(process.pid, 'SIGKILL');
});
writeSync(1, 'begin\n');
switch (command) {
  case 'write':
    writeOutput(root, after, { force: false }, deadly);
    break;
  case 'recover':
    recover(root, deadly);
    break;
  case 'variant': {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`f${String(index % 7)}/${String(index)}.txt`, `${argument}\n`]),
    );
    const { diagnostics } = writeOutput(root, [environment('production', files)], { force: false, patience: 20_000 });
    writeSync(1, JSON.stringify(diagnostics));
    break;
  }
  case 'die-with-lock':
    acquire(nodeDisk, root, 0);
    process.kill(process.pid, 'SIGKILL');
    break;
  case 'hold-lock':
    acquire(nodeDisk, root, 0);
    // Until it is killed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    break;
  default:
    throw new Error(`unknown command ${command}`);
}
