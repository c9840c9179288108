import { dump, load } from 'js-yaml';
import { decodeSource } from '../../src/surroundings/read-source.ts';
import { anyText, mutatedTree, mutatedYaml } from '../matrix/any-text.ts';
import { configuration } from '../matrix/arbitrary.ts';
import { fc } from '../properties.ts';

type Kinds = Readonly<Record<string, fc.Arbitrary<string>>>;

/** Names that other programs, JavaScript or a file system make something of. */
const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'con',
  'aux.txt',
  '..',
  '.git',
  '--force',
  'a;touch pwned',
  '$(id)',
  '\u001b[31mred',
  '\u202egnp.exe',
  '\u200b',
  '::error file=app.js::pwned',
  '##[error]pwned',
  '{{resolve:ssm:/x}}',
  '${AWS::Region}',
  '<script>',
  ']]>',
  '| a | b |',
  'a'.repeat(300),
  '\ud800',
  '\u0000',
  'é',
];

/** The kinds of text that are tried in turn, by name. */
export function kindsOf(seeds: readonly string[]): Kinds {
  const seed = fc.constantFrom(...seeds);
  const parsed = seeds.filter(text => isMap(load(text)));
  const valid = configuration().map(made => dump(made, { forceQuotes: true, skipInvalid: true }));
  return {
    'any characters': anyText,
    'a configuration, lines changed': seed.chain(mutatedYaml),
    'a configuration, branches changed': fc.constantFrom(...parsed).chain(remembered(mutatedTree)),
    'a configuration, names exchanged': fc.tuple(seed, fc.array(renaming, { minLength: 1, maxLength: 4 })).map(renamed),
    'a configuration, bytes changed': fc.tuple(seed, fc.array(byteChange, { minLength: 1, maxLength: 8 })).map(rebyted),
    'two configurations, spliced': fc.tuple(seed, seed, fc.nat(), fc.nat()).map(spliced),
    'a configuration, repeated': fc.tuple(seed, fc.nat(), fc.integer({ min: 2, max: 400 })).map(repeated),
    'a valid configuration': valid,
    'a valid configuration, lines changed': valid.chain(mutatedYaml),
  };
}

const renaming = fc.tuple(fc.nat(), fc.constantFrom(...HOSTILE), fc.boolean());

/** A word of the text is another everywhere, or in one place only. */
function renamed([text, changes]: readonly [string, readonly (readonly [number, string, boolean])[]]): string {
  return changes.reduce((all, [at, name, everywhere]) => {
    const words = all.match(/[A-Za-z_][\w-]{2,}/g) ?? [];
    const word = words[at % Math.max(words.length, 1)];
    if (word === undefined) return all;
    const quoted = JSON.stringify(name);
    return everywhere ? all.replaceAll(word, () => quoted) : all.replace(word, () => quoted);
  }, text);
}

const byteChange = fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'insert', 'remove'));

function rebyted([text, changes]: readonly [string, readonly (readonly [number, number, string])[]]): string {
  const bytes = [...Buffer.from(text)];
  for (const [at, byte, how] of changes) {
    const place = at % Math.max(bytes.length, 1);
    bytes.splice(place, how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [byte]));
  }
  // Bytes that are no text are refused before there is a text; the part before them is one.
  return decodeSource('any.yaml', Buffer.from(bytes)).value?.text ?? Buffer.from(bytes).toString('utf8');
}

function spliced([one, other, from, to]: readonly [string, string, number, number]): string {
  const [head, tail] = [one.split('\n'), other.split('\n')];
  return [...head.slice(0, from % head.length), ...tail.slice(to % tail.length)].join('\n');
}

/** A line, with what stands below it, many times. */
function repeated([text, at, times]: readonly [string, number, number]): string {
  const lines = text.split('\n');
  const from = at % lines.length;
  const depth = indentOf(lines[from] ?? '');
  const more = lines.slice(from + 1).findIndex(line => indentOf(line) <= depth);
  const block = lines.slice(from, more < 0 ? lines.length : from + 1 + more);
  const copies = Array.from({ length: times }, (_, copy) =>
    block.map((line, index) => (index === 0 ? line.replace(/^(\s*)([\w-]+):/, `$1$2-${String(copy)}:`) : line)),
  );
  return [...lines.slice(0, from), ...copies.flat(), ...lines.slice(from + block.length)].join('\n');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** To walk a tree costs more than to change it. */
function remembered(of: (text: string) => fc.Arbitrary<string>): (text: string) => fc.Arbitrary<string> {
  const known = new Map<string, fc.Arbitrary<string>>();
  return text => {
    const made = known.get(text) ?? of(text);
    known.set(text, made);
    return made;
  };
}
