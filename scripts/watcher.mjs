// The watcher's handler as a module that exports its text: it is emitted, not run, by the compiler.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function embedWatcher(root) {
  const text = readFileSync(join(root, 'src/targets/ecs/watcher/handler.cjs'), 'utf8').replaceAll('\r\n', '\n');
  mkdirSync(join(root, 'generated'), { recursive: true });
  writeFileSync(join(root, 'generated/watcher-handler.ts'), `export const HANDLER = ${JSON.stringify(text)};\n`);
}
