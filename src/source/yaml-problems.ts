import type { Document, YAMLError } from 'yaml';
import { BoundedFindings } from '../model/bounded-findings.ts';
import { yamlProblem } from '../model/catalogue/yaml.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText, Span } from '../model/span.ts';
import { yamlLibrary } from './yaml-library.ts';

export interface SyntaxOptions {
  /** Problems that are told. */
  readonly most: number;
  /** Errors that nobody kept, for the count of those that are not. */
  readonly dropped: number;
  /** Where reading ended; an error behind it is one of the end that was made there. */
  readonly end: number;
}

/** The library's findings in words for people, without those that only follow from an earlier one. */
export function syntaxProblems(
  source: SourceText,
  documents: readonly Document[],
  { most, dropped, end }: SyntaxOptions,
): readonly Diagnostic[] {
  const found = new BoundedFindings(most);
  found.leave(dropped);
  const starts = new Set<number>();
  for (const document of documents) {
    // Unwinding a full stack reports again at each level, and how often depends on what was compiled by then.
    const exhausted = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
    if (exhausted !== undefined) return [problem(source, document, exhausted)];
    for (const error of document.errors) {
      // Once the parser has lost the thread, every further token of the line is "unexpected in YAML stream".
      if (starts.size > 0 && error.message.includes('in YAML stream')) continue;
      if (error.pos[0] >= end && end < source.text.length) continue;
      if (error.code === 'TAG_RESOLVE_FAILED' || starts.has(error.pos[0])) continue;
      starts.add(error.pos[0]);
      found.add({ source, start: error.pos[0], end: error.pos[0] }, () => problem(source, document, error));
    }
  }
  const second = documents[1]?.range?.[0];
  if (second !== undefined) {
    const span = { source, start: second, end: Math.min(second + 3, source.text.length) };
    found.add(span, () => yamlProblem('yaml-syntax', 'secondDocument', { span }));
  }
  return found.all();
}

/** Where the stack would end, or did outside of what the library guards. */
export function tooDeep(source: SourceText, offset = 0): Diagnostic {
  return yamlProblem('yaml-syntax', 'tooDeep', { span: { source, start: offset, end: offset } });
}

function problem(source: SourceText, document: Document, error: YAMLError): Diagnostic {
  return inWords(error, source, { span: spanOfError(source, document, error) });
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
  const { isCollection, isScalar, visit } = yamlLibrary();
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

interface At {
  readonly span: Span;
}

function inWords(error: YAMLError, source: SourceText, at: At): Diagnostic {
  const { code, message } = error;
  const text = source.text.slice(...error.pos);
  switch (code) {
    case 'TAB_AS_INDENT':
      return yamlProblem('yaml-syntax', 'tabIndent', at);
    case 'BAD_INDENT':
      if (message.includes('end with a')) return unclosedBracket(message, at);
      if (message.startsWith('All sequence items')) return yamlProblem('yaml-syntax', 'itemIndent', at);
      if (message.startsWith('All mapping items')) return yamlProblem('yaml-syntax', 'keyIndent', at);
      return yamlProblem('yaml-syntax', 'indent', at);
    case 'MISSING_CHAR':
      return missingCharacter(message, at);
    case 'MULTILINE_IMPLICIT_KEY':
      return yamlProblem('yaml-syntax', 'keyOrValue', at);
    case 'BLOCK_AS_IMPLICIT_KEY':
      return yamlProblem('yaml-syntax', 'keyInValue', at);
    case 'BLOCK_IN_FLOW':
      return yamlProblem('yaml-syntax', 'blockInBrackets', at);
    case 'BAD_SCALAR_START':
      return yamlProblem('yaml-syntax', 'start', { data: { start: text }, ...at });
    case 'BAD_DQ_ESCAPE':
      return yamlProblem('yaml-syntax', 'escape', { data: { escape: /\\.*/u.exec(message)?.[0] ?? '\\' }, ...at });
    case 'BAD_ALIAS':
      return yamlProblem('yaml-syntax', 'alias', at);
    case 'ALIAS_PROPS':
      return yamlProblem('yaml-syntax', 'aliasWithProperties', at);
    case 'MULTIPLE_ANCHORS':
      return yamlProblem('yaml-syntax', 'anchors', at);
    case 'MULTIPLE_TAGS':
      return yamlProblem('yaml-syntax', 'tags', at);
    case 'RESOURCE_EXHAUSTION':
      return yamlProblem('yaml-syntax', 'tooDeep', at);
    case 'KEY_OVER_1024_CHARS':
      return yamlProblem('yaml-syntax', 'longKey', at);
    case 'UNEXPECTED_TOKEN':
      return unexpected(message, text, at);
    default:
      return yamlProblem('yaml-syntax', 'other', { data: { parser: lowered(message) }, ...at });
  }
}

function missingCharacter(message: string, at: At): Diagnostic {
  if (message.includes('quote'))
    return yamlProblem('yaml-syntax', 'unclosedQuote', { data: { quote: message.includes('"') ? '"' : "'" }, ...at });
  if (message.includes('end with a')) return unclosedBracket(message, at);
  if (message.startsWith('Comments must')) return yamlProblem('yaml-syntax', 'comment', at);
  if (message.startsWith('Implicit map keys')) return yamlProblem('yaml-syntax', 'keyWithoutValue', at);
  if (message.startsWith('Sequence item')) return yamlProblem('yaml-syntax', 'itemWithoutDash', at);
  if (message.startsWith('Missing ,')) return yamlProblem('yaml-syntax', 'missingComma', at);
  if (message.startsWith('Missing space after :')) return yamlProblem('yaml-syntax', 'colonWithoutSpace', at);
  return yamlProblem('yaml-syntax', 'missing', { data: { parser: lowered(message) }, ...at });
}

function unclosedBracket(message: string, at: At): Diagnostic {
  return yamlProblem('yaml-syntax', 'unclosedBracket', { data: { bracket: message.includes('}') ? '}' : ']' }, ...at });
}

function unexpected(message: string, text: string, at: At): Diagnostic {
  const token = { data: { text: firstLine(text) }, ...at };
  if (message.startsWith('Block scalar header')) return yamlProblem('yaml-syntax', 'blockHeader', at);
  if (message.includes(', in flow') || message.includes('empty item'))
    return yamlProblem('yaml-syntax', 'missingItem', at);
  if (message.includes('at node end')) return yamlProblem('yaml-syntax', 'afterValue', token);
  if (message.includes('flow-seq-end') || message.includes('flow-map-end'))
    return yamlProblem('yaml-syntax', 'unopened', token);
  return text === '' ? yamlProblem('yaml-syntax', 'end', at) : yamlProblem('yaml-syntax', 'unexpected', token);
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function lowered(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}
