import type { Diagnostic } from '../model/diagnostic.ts';
import { plainOf } from '../model/output-file.ts';
import type { OutputFile, StructuredFile } from '../model/output-file.ts';
import { invalid } from './invalid.ts';
import { validatorFor } from './validators.ts';
import { explained } from './violation.ts';

/**
 * Holds every generated file against the schema of what it says it is, and reports each violation at the line that the
 * user wrote and that the wrong value comes from.
 *
 * @throws Error where a file names something that has no schema: a bug of its emitter
 */
export function checkFiles(files: readonly OutputFile[]): Diagnostic[] {
  return files.flatMap(file => (file.form === 'text' || file.schema === undefined ? [] : checkFile(file, file.schema)));
}

function checkFile(file: StructuredFile, schema: NonNullable<StructuredFile['schema']>): Diagnostic[] {
  const validate = validatorFor(schema);
  const plain = plainOf(file);
  if (validate(plain)) return [];
  return explained(plain, validate.errors ?? []).map(({ path, problem }) => invalid(file, path, problem));
}
