import type { CST, Document } from 'yaml';
import { yamlLibrary } from './yaml-library.ts';

export interface Composed {
  readonly documents: readonly Document[];
  /** Errors that were not kept, as there were enough. */
  readonly dropped: number;
}

/**
 * Documents of tokens, with their first errors: the library keeps each that it finds, and a text of 8 MB can have four
 * million. Duplicate keys are found elsewhere: its own check is quadratic, and knows one of the two places.
 */
export function composed(tokens: readonly CST.Token[], length: number, mostErrors: number): Composed {
  const { Composer } = yamlLibrary();
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, version: '1.2', logLevel: 'silent' });
  let errors = 0;
  // The property is the library's own; a test holds that it is still what each error goes through.
  const keep: unknown = Reflect.get(composer, 'onError');
  if (typeof keep === 'function')
    Object.assign(composer, {
      onError: (...error: readonly unknown[]): void => {
        errors += 1;
        if (errors <= mostErrors || error[1] === 'RESOURCE_EXHAUSTION') Reflect.apply(keep, composer, error);
      },
    });
  // An error would keep the stack that it was made on.
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    const documents = [...composer.compose(tokens, true, length)];
    return { documents, dropped: Math.max(0, errors - mostErrors) };
  } finally {
    Error.stackTraceLimit = frames;
  }
}
