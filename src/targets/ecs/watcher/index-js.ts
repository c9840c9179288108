import { HANDLER } from '#generated/watcher-handler.ts';
import { print } from './templates.ts';
import { zipOf } from './zip.ts';

/** What Lambda runs, the same bytes in the folder, in the zip and inline in the stack. */
export interface HandlerCode {
  readonly text: string;
  /** A zip of it, in base64. */
  readonly zip: string;
}

let made: HandlerCode | undefined;

/** Made once: it is the same for every watcher. */
export function handlerCode(): HandlerCode {
  made ??= zipped(print('lambda/index.js', { handler: HANDLER }));
  return made;
}

function zipped(text: string): HandlerCode {
  return { text, zip: zipOf('index.js', text).toString('base64') };
}
