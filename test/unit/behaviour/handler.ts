import type { WatcherHandler } from '../../../src/behaviour/ecs/watcher.ts';
import { INDEX } from '../../../src/targets/ecs/watcher/index-js.ts';

/** The pure functions of the emitted handler: its text is run as CommonJS, with an SDK of which nothing is called. */
export function emittedHandler(): WatcherHandler {
  const module: { exports: Partial<WatcherHandler> } = { exports: {} };
  const run: unknown = new Function('require', 'module', 'exports', INDEX);
  if (typeof run !== 'function') throw new Error('not a function');
  run(() => ({}), module, module.exports);
  const { decide, measure } = module.exports;
  if (decide === undefined || measure === undefined) throw new Error('the handler exports no functions');
  return { decide, measure };
}
