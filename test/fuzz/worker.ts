import { mkdirSync, writeFileSync } from 'node:fs';
import { cpuUsage, memoryUsage } from 'node:process';
import { fixAll } from '../../src/analysis/fix-all.ts';
import { reportContext } from '../../src/cli/machine-formats.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { MACHINE } from '../../src/report/formats.ts';
import { pretty } from '../../src/report/pretty.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { analysed } from '../analysed.ts';
import { trial } from '../matrix/trial.ts';
import { fc } from '../properties.ts';
import { kindsOf } from './kinds.ts';
import type { Case, Done, Order } from './protocol.ts';
import { seedsOf } from './seeds.ts';

/** Seconds of processor time that a case may take. */
const LONGEST = 3;
/** Of the cases that are found at fault, how many shorter ones are tried. */
const SHRINKING = 150;

/** What is tried of one text, and what of it is wrong. */
function tried(
  text: string,
  alsoReport: boolean,
): Pick<Done, 'faults' | 'planned' | 'compiled' | 'counted' | 'seconds'> {
  try {
    const { faults, diagnostics, isPlanned, environments, counted, seconds } = trial(text);
    const start = cpuUsage();
    const more = alsoReport ? [...reportFaults(diagnostics), ...fixFaults(text)] : [];
    const { user, system } = cpuUsage(start);
    return {
      faults: [...faults, ...more],
      planned: isPlanned,
      compiled: environments !== undefined,
      counted,
      // They are commands of their own: lint with a format, and lint --fix.
      seconds: Math.max(seconds, (user + system) / 1e6),
    };
  } catch (error) {
    return { faults: [`thrown: ${said(error)}`], planned: false, compiled: false, counted: 0, seconds: 0 };
  }
}

/** Every format takes every finding, and prints no control character that was in the text. */
function reportFaults(diagnostics: readonly Diagnostic[]): readonly string[] {
  const context = reportContext(['any.yaml']);
  const printed = { ...MACHINE, pretty: () => pretty(diagnostics, { colour: false, width: 80 }) };
  return Object.entries(printed).flatMap(([format, print]) => {
    const text = print(diagnostics, context);
    const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.exec(text)?.[0];
    return [
      ...(control === undefined ? [] : [`${format} prints U+${control.charCodeAt(0).toString(16)}`]),
      ...(format === 'json' || format === 'sarif' ? unparsed(format, text) : []),
    ];
  });
}

function unparsed(format: string, text: string): readonly string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [`${format} is no JSON: ${said(error)}`];
  }
}

/** Fixes come to an end, and leave no error of a kind that was not there. */
function fixFaults(text: string): readonly string[] {
  const errors = (of: string) =>
    new Set(
      analysed(sourceText('any.yaml', of))
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ id }) => id),
    );
  const { source, made } = fixAll(sourceText('any.yaml', text), 'unsafe', one => analysed(one).diagnostics);
  if (made.length === 0) return [];
  const before = errors(text);
  return [...errors(source.text)].filter(id => !before.has(id)).map(id => `a fix leads to an error: ${id}`);
}

function said(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
}

/** Fewer and fewer lines, as long as the first fault stays of the same kind. */
function shortened(text: string, fault: string): string {
  const kind = fault.slice(0, 24);
  let lines = text.split('\n');
  let left = SHRINKING;
  for (let size = Math.ceil(lines.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < lines.length && left > 0; left -= 1) {
      const fewer = lines.toSpliced(at, size);
      if (tried(fewer.join('\n'), true).faults.some(other => other.startsWith(kind))) lines = fewer;
      else at += size;
    }
  }
  return lines.join('\n');
}

function run({ root, folder, seed, from, until }: Order): void {
  const kinds = Object.entries(kindsOf(seedsOf(root)));
  mkdirSync(folder, { recursive: true });
  for (let index = from; Date.now() < until; index += 1) {
    const [kind, arbitrary] = kinds[index % kinds.length] ?? raise('there is a kind for each index');
    tell({ kind: 'case', index, of: kind });
    const [text = ''] = fc.sample(arbitrary, { seed: seed + index, numRuns: 1 });
    const { faults, seconds, ...rest } = tried(text, index % 7 === 0);
    const all = seconds > LONGEST ? [...faults, `takes ${seconds.toFixed(1)} s`] : faults;
    let file: string | undefined;
    if (all[0] !== undefined) {
      file = `${folder}/${String(seed)}-${String(index)}.yaml`;
      writeFileSync(file, text);
      if (faults[0] !== undefined) writeFileSync(`${file}.short`, shortened(text, faults[0]));
    }
    tell({ kind: 'done', index, ...rest, faults: all, seconds, megabytes: memoryUsage.rss() / 1e6, file });
  }
  process.disconnect();
}

function tell(message: Case | Done): void {
  process.send?.(message);
}

function raise(what: string): never {
  throw new Error(what);
}

process.once('message', (order: Order) => {
  run(order);
});
