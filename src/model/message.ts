import { SHOWN } from './budgets.ts';
import type { Severity } from './diagnostic.ts';

/** A sentence of a rule, with `{holes}` that are filled by name. */
export interface Message {
  /** One sentence without a full stop. */
  readonly text: string;
  /** How to fix it, in the imperative; it may have holes too. */
  readonly help?: string;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

export type Messages = Readonly<Record<string, Message>>;

/** Names of the holes of a text: `pool "{pool}" has {min}` has pool and min; `{gauge: …}` is text, and no hole. */
type Holes<S extends string> = S extends `${string}{${infer Inside}}${infer Rest}` ? Word<Inside> | Holes<Rest> : never;
type Word<S extends string> = S extends `${string}${' ' | ':' | '"' | '{'}${string}` | '' ? never : S;

type HolesOf<M extends Message> =
  | Holes<M['text']>
  | (M extends { readonly help: infer H extends string } ? Holes<H> : never);

/** What fills the holes of a message. */
export type MessageData<M extends Message> = Readonly<Record<HolesOf<M>, string | number>>;

/** The same as an argument: a message without holes needs no data. */
export type WithData<M extends Message> = [HolesOf<M>] extends [never]
  ? { readonly data?: undefined }
  : { readonly data: MessageData<M> };

/**
 * A text with its holes filled; a hole that nothing fills stays as it is written. What fills a hole may be a text of
 * megabytes, and is cut: it stands in the file, at the place of the finding. It may have line breaks, such as a key in
 * quotes; a message is one line, so they are shown as escapes.
 */
export function filled(text: string, data: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => onOneLine(cut(String(data[name] ?? hole))));
}

function onOneLine(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}

function cut(text: string): string {
  return text.length > SHOWN.text ? `${text.slice(0, SHOWN.text).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
