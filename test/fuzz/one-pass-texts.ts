import { NASTY } from './nasty-yaml.ts';

/** A text for each number: some lines of a seed, with what YAML has traps for put into it. */
export function textsOf(seeds: readonly string[], seed: number): (index: number) => string {
  const all = [...seeds, ...NASTY.texts];
  return index => {
    const draw = random(seed * 1_000_003 + index);
    const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T | undefined =>
      from[Math.floor(draw() * from.length)];
    let text = windowOf(pick(all) ?? '', draw);
    for (let left = Math.floor(draw() * 4); left > 0; left -= 1) text = changed(text, draw, pick);
    if (draw() < 0.05) text = text.replaceAll('\n', '\r\n');
    if (draw() < 0.02) text = `\ufeff${text}`;
    return text;
  };
}

type Pick = <T>(from: readonly T[]) => T | undefined;

/** Some lines, without the indentation that the first of them has. */
function windowOf(text: string, draw: () => number): string {
  const lines = text.split('\n');
  if (lines.length < 12 || draw() < 0.01) return text;
  const from = Math.floor(draw() * lines.length);
  const indent = /^ */.exec(lines[from] ?? '')?.[0].length ?? 0;
  const taken = lines.slice(from, from + 2 + Math.floor(draw() * 24));
  const end = taken.findIndex(line => line.trim() !== '' && !line.startsWith(' '.repeat(indent)));
  return `${(end < 0 ? taken : taken.slice(0, end)).map(line => line.slice(indent)).join('\n')}\n`;
}

function changed(text: string, draw: () => number, pick: Pick): string {
  const at = Math.floor(draw() * (text.length + 1));
  const lines = text.split('\n');
  const number = Math.floor(draw() * lines.length);
  const line = lines[number] ?? '';
  const withLine = (...now: readonly string[]): string => lines.toSpliced(number, 1, ...now).join('\n');
  const value = /^(\s*(?:- )*[^\s:#]+:) (.*)$/.exec(line);
  switch (Math.floor(draw() * 10)) {
    case 0:
      return text.slice(0, at) + (pick(NASTY.parts) ?? '') + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(draw() * 3));
    case 2:
    case 3:
      return value === null
        ? withLine(`${line}${pick(NASTY.ends) ?? ''}`)
        : withLine(`${value[1] ?? ''} ${pick(NASTY.values) ?? ''}`);
    case 4:
      return withLine(line, pick(NASTY.lines) ?? '');
    case 5:
      return withLine(`${' '.repeat(Math.floor(draw() * 4))}${line}`);
    case 6:
      return withLine(line.replace(/^ {1,2}/, ''));
    case 7:
      return withLine(`${line}${pick(NASTY.ends) ?? ''}`);
    case 8:
      return withLine(line.replace(/([^\s:]+):/, `${pick(NASTY.keys) ?? ''}:`));
    default:
      return withLine(...(draw() < 0.5 ? [] : [line, line]));
  }
}

/** Numbers of [0, 1) that are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
