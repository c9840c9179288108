import { compileFunction } from 'node:vm';
import type { WatcherHandler } from '../../../src/behaviour/ecs/watcher.ts';
import { handlerCode } from '../../../src/targets/ecs/watcher/index-js.ts';

/** The pure functions of the emitted handler: its text is run as CommonJS, with an SDK of which nothing is called. */
export function emittedHandler(): WatcherHandler {
  const module: { exports: Partial<WatcherHandler> } = { exports: {} };
  compileFunction(handlerCode().text, ['require', 'module', 'exports'])(() => ({}), module, module.exports);
  const { decide, measure } = module.exports;
  if (decide === undefined || measure === undefined) throw new Error('the handler exports no functions');
  return { decide, measure };
}
