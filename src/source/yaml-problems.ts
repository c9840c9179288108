import { isCollection, isScalar, visit, type Document, type YAMLError } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText, Span } from '../model/span.ts';

/** The library's findings in words for people, without those that only follow from an earlier one. */
export function syntaxProblems(source: SourceText, documents: readonly Document[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const starts = new Set<number>();
  for (const document of documents) {
    // Unwinding a full stack reports again at each level, and how often depends on what was compiled by then.
    const exhausted = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
    if (exhausted !== undefined) return [problem(source, document, exhausted)];
    for (const error of document.errors) {
      // Once the parser has lost the thread, every further token of the line is "unexpected in YAML stream".
      if (found.length > 0 && error.message.includes('in YAML stream')) continue;
      if (error.code === 'TAG_RESOLVE_FAILED' || starts.has(error.pos[0])) continue;
      starts.add(error.pos[0]);
      found.push(problem(source, document, error));
    }
  }
  const second = documents[1]?.range?.[0];
  if (second !== undefined) {
    found.push(
      syntaxError(
        { source, start: second, end: Math.min(second + 3, source.text.length) },
        'a second document starts here, and a configuration is one document',
        'delete the line "---", or put the second document into a file of its own',
      ),
    );
  }
  return found;
}

/** Where the stack would end, or did outside of what the library guards. */
export function tooDeep(source: SourceText, offset = 0): Diagnostic {
  return syntaxError(
    { source, start: offset, end: offset },
    'this is nested too deeply to be read',
    'write it flatter; nothing in a configuration is that deep',
  );
}

function problem(source: SourceText, document: Document, error: YAMLError): Diagnostic {
  const [message, help] = inWords(error, source);
  return syntaxError(spanOfError(source, document, error), message, help);
}

function syntaxError(span: Span, message: string, help: string): Diagnostic {
  return { id: 'yaml-syntax', severity: 'error', message, span, help };
}

/**
 * An unclosed quote or bracket is reported where it was opened: the place where it is missed is often the end of the
 * file.
 */
function spanOfError(source: SourceText, document: Document, error: YAMLError): Span {
  const [start, end] = error.pos;
  const opened = isUnclosed(error) ? openedBefore(source, document, start) : undefined;
  if (opened !== undefined) return { source, start: opened, end: opened + 1 };
  const line = source.text.slice(start, end).split(/\r?\n/, 1)[0] ?? '';
  return { source, start: Math.min(start, source.text.length), end: Math.min(start + line.length, source.text.length) };
}

function isUnclosed(error: YAMLError): boolean {
  return error.message.startsWith('Missing closing') || error.message.includes('end with a');
}

/** Start of the innermost quote or bracket that is open at an offset. */
function openedBefore(source: SourceText, document: Document, offset: number): number | undefined {
  let opened: number | undefined;
  visit(document, {
    Node(_key, node) {
      const range = node.range;
      if (range === null || range === undefined) return undefined;
      if (range[0] > offset || range[2] < offset) return visit.SKIP;
      const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
      // The pair that `[? ` implies is a flow collection without a bracket of its own.
      const bracketed = isCollection(node) && node.flow === true && '[{'.includes(source.text.charAt(range[0]) || ' ');
      if (quoted || bracketed) opened = range[0];
      return undefined;
    },
  });
  return opened;
}

function inWords(error: YAMLError, source: SourceText): readonly [message: string, help: string] {
  const { code, message } = error;
  const text = source.text.slice(...error.pos);
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['a tab is used to indent, which YAML does not allow', 'indent with spaces'];
    case 'BAD_INDENT':
      if (message.includes('end with a')) return unclosedBracket(message);
      if (message.startsWith('All sequence items'))
        return [
          'this item does not start in the column of the items before it',
          'indent it like the first item of its list',
        ];
      if (message.startsWith('All mapping items'))
        return [
          'this line does not start in the column of any key above it',
          'indent it like the other keys of its map',
        ];
      return [
        'the indentation does not fit the lines above',
        'indent a nested line more than its parent, and siblings alike',
      ];
    case 'MISSING_CHAR':
      if (message.includes('quote'))
        return ['this quote is never closed', `add the closing ${message.includes('"') ? '"' : "'"}`];
      if (message.includes('end with a')) return unclosedBracket(message);
      if (message.startsWith('Comments must'))
        return ['"#" must have a space before it to start a comment', 'put a space before "#", or the value in quotes'];
      if (message.startsWith('Implicit map keys'))
        return ['this key has no value and no ":"', 'write ":" and a value after it'];
      if (message.startsWith('Sequence item'))
        return [
          'this line belongs to a list but does not start with "-"',
          'start it with "- ", or indent it like the lines around it',
        ];
      if (message.startsWith('Missing ,')) return ['a "," is missing between two items', 'separate the items with ","'];
      if (message.startsWith('Missing space after :'))
        return ['":" must have a space after it', 'put a space after ":"'];
      return ['something is missing here', `the YAML parser says: ${lowered(message)}`];
    case 'MULTILINE_IMPLICIT_KEY':
      return [
        'this line is neither "key: value" nor part of the value above it',
        'put ": " (with the space) between key and value',
      ];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [
        'a value cannot go on with another key',
        'put the value in quotes if it has ": " in it, or the nested key on a line of its own, indented',
      ];
    case 'BLOCK_IN_FLOW':
      return [
        'a "," is missing between two entries, or a block stands inside brackets',
        'separate the entries with ","',
      ];
    case 'BAD_SCALAR_START':
      return [`a text cannot start with "${text}" unless it is in quotes`, 'put the value in quotes'];
    case 'BAD_DQ_ESCAPE':
      return [
        `"${/\\.*/u.exec(message)?.[0] ?? '\\'}" is not an escape that YAML knows`,
        'write "\\\\" for a backslash, or use single quotes',
      ];
    case 'BAD_ALIAS':
      return [
        'an anchor or alias has no proper name',
        'name it like "&defaults" and "*defaults", or put a text that starts with "*" or "&" in quotes',
      ];
    case 'ALIAS_PROPS':
      return ['an alias cannot have a tag or an anchor of its own', 'leave the alias alone on its place'];
    case 'MULTIPLE_ANCHORS':
      return ['a value can have one anchor only', 'delete one of the anchors'];
    case 'MULTIPLE_TAGS':
      return ['a value can have one tag only', 'delete the tags'];
    case 'RESOURCE_EXHAUSTION':
      return ['this is nested too deeply to be read', 'write it flatter; nothing in a configuration is that deep'];
    case 'KEY_OVER_1024_CHARS':
      return ['this key is longer than 1024 characters', 'close the quote or shorten the key'];
    case 'UNEXPECTED_TOKEN':
      return unexpected(message, text);
    default:
      return ['this is not YAML', `the YAML parser says: ${lowered(message)}`];
  }
}

function unclosedBracket(message: string): readonly [string, string] {
  const close = message.includes('}') ? '}' : ']';
  return [
    `this bracket is not closed before the indentation ends`,
    `close it with "${close}", and indent what is between more than its key`,
  ];
}

function unexpected(message: string, text: string): readonly [string, string] {
  if (message.startsWith('Block scalar header'))
    return ['the text of a block starts on the line after "|" or ">"', 'move the text to the next line, indented'];
  if (message.includes(', in flow') || message.includes('empty item'))
    return ['an item is missing before this ","', 'delete the "," or write the item'];
  if (message.includes('at node end'))
    return [
      `"${firstLine(text)}" stands after a value that is already complete`,
      'put the whole value in quotes, or move this to a line of its own',
    ];
  if (message.includes('flow-seq-end') || message.includes('flow-map-end'))
    return [`"${firstLine(text)}" closes a bracket that was never opened`, 'delete it, or open the bracket'];
  return [
    text === '' ? 'the text ends too early' : `"${firstLine(text)}" was not expected here`,
    'check the indentation and the quotes of this line and the one above',
  ];
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function lowered(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}
