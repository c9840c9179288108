import { FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { EventType, State } from 'js-yaml';
import type { Budgets } from '../model/budgets.ts';
import type { SourceText, Span } from '../model/span.ts';
import type { Located } from './located.ts';
import { mostTokens } from './most-tokens.ts';
import { NotCertain } from './not-certain.ts';
import { OpenNodes } from './open-nodes.ts';

export interface OnePass {
  readonly tree: Located;
  readonly comments: readonly Span[];
  readonly weight: number;
}

/**
 * The located tree of a text from one pass of js-yaml, which tells where each node begins and ends; undefined for a
 * text with anything wrong, and for one with anything that js-yaml and YAML 1.2 may read differently. What it gives is
 * what the `yaml` package gives, to the offset: docs/decisions/0016-one-pass.md.
 */
export function onePass(
  source: SourceText,
  budgets: Pick<Budgets, 'tokens' | 'nodes' | 'depth' | 'aliases'>,
): OnePass | undefined {
  const { text } = source;
  if (text.includes(NEXT_LINE)) return undefined;
  if (text.length > budgets.tokens && mostTokens(text) > budgets.tokens) return undefined;
  const nodes = new OpenNodes(source, budgets);
  // An error would keep the stack that it was made on, and nobody reads it.
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    load(text, {
      // Plain scalars stay texts: what they mean is said here.
      schema: FAILSAFE_SCHEMA,
      // A key that stands twice is found here too.
      json: true,
      listener: (event: EventType, state: State): void => {
        if (event === 'open') nodes.open(state);
        else nodes.close(state);
      },
      onWarning: () => {
        throw new NotCertain();
      },
    });
    return nodes.end();
  } catch (error) {
    if (error instanceof NotCertain || error instanceof YAMLException || error instanceof RangeError) return undefined;
    throw error;
  } finally {
    Error.stackTraceLimit = frames;
  }
}

/** The one control character that a text may have, and that no key and no quoted text may. */
const NEXT_LINE = '\u0085';
