import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';

const NAME = /[./]pipestream-scaling\.ya?ml$/;

/** The line by which editors without this server find the schema. */
const SCHEMA_LINE = /^# *yaml-language-server: *\$schema=\S*pipestream-scaling\.schema\.json\s*$/m;

/** Of all the YAML that an editor has open only what is a configuration is looked at. */
export function isConfiguration(document: TextDocument): boolean {
  const { languageId, uri } = document;
  return languageId === 'pipestream-scaling' || NAME.test(uri) || SCHEMA_LINE.test(document.getText().slice(0, 1000));
}

/** The file behind a document; undefined for one that was never saved. */
export function fileOf({ uri }: { readonly uri: string }): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}
