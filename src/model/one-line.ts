/**
 * A text of one line, over several lines of source: its parts joined by a space. The type is that of the whole text, so
 * that the holes of a message are still checked.
 */
export function oneLine<const Parts extends readonly string[]>(...parts: Parts): Joined<Parts>;
export function oneLine(...parts: readonly string[]): string {
  return parts.join(' ');
}

type Joined<Parts extends readonly string[]> = Parts extends readonly [infer Only extends string]
  ? Only
  : Parts extends readonly [infer First extends string, ...infer Rest extends readonly string[]]
    ? `${First} ${Joined<Rest>}`
    : string;
