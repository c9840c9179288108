import { stdout } from 'node:process';
import { compared } from './one-pass.ts';
import { textsOf } from './one-pass-texts.ts';
import { seedsOf } from './seeds.ts';

/** Reads so many texts in both ways and prints each that they read differently; how many those are. */
export function readTwice(root: string, seed: number, cases: number): number {
  const textOf = textsOf(seedsOf(root), seed);
  let same = 0;
  let different = 0;
  for (let index = 0; index < cases; index += 1) {
    const text = textOf(index);
    const result = compared(text);
    if (result.kind === 'the same') same += 1;
    if (result.kind !== 'different') continue;
    different += 1;
    stdout.write(`FAULT ${result.how} (seed ${String(seed)}, case ${String(index)})\n  ${JSON.stringify(text)}\n`);
  }
  stdout.write(
    `${String(cases)} texts: ${String(same + different)} taken by one pass, ${String(different)} of them read differently\n`,
  );
  return different;
}
