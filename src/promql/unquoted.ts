/** The text of a literal by Go's rules of quoting, and what Prometheus refuses of it; backticks escape nothing. */
export function unquoted(literal: string): { readonly value: string; readonly problem: string | undefined } {
  const quote = literal[0] ?? '';
  const inside = literal.slice(1, literal.length > 1 && literal.endsWith(quote) ? -1 : undefined);
  if (quote === '`') return { value: inside, problem: undefined };
  let problem = inside.includes('\n') ? 'a text in quotes ends on its line' : undefined;
  const value = inside.replace(ESCAPE, (all: string, ...groups: readonly unknown[]) => {
    const [hex, unicode, long, octal, single] = groups.map(group => (typeof group === 'string' ? group : undefined));
    const code = hex ?? unicode ?? long;
    const point = code === undefined ? (octal === undefined ? undefined : parseInt(octal, 8)) : parseInt(code, 16);
    const isByte = hex !== undefined || octal !== undefined;
    if (point !== undefined && (isByte ? point < 256 : point < 0x11_0000 && !(point >= 0xd800 && point < 0xe000)))
      return String.fromCodePoint(point);
    const short = single === quote ? quote : ESCAPES[single ?? ''];
    if (short !== undefined) return short;
    problem ??= `"${all}" escapes nothing; a backslash is written \\\\`;
    return single ?? '';
  });
  return { value, problem };
}

const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{3})|(.)|$)/gis;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
};
