import { Script, createContext } from 'node:vm';
import type { Context } from 'node:vm';

/** Milliseconds; only what cannot be counted in steps (the comparison of deeply shared lists) runs into it. */
export const LONGEST_RUN = 10_000;

/** Something that may take too long. */
export interface Timed {
  /** May be cut short at any point, and begun again. */
  ask(): void;
  /** Is told that it took too long. */
  giveUp(): void;
}

/**
 * Together, since a thread watches the time of each run, which takes longer to make than most policies take to answer.
 * A question that is cut short has had the whole time only where it was the first: otherwise it is asked again.
 */
export function askInTime(questions: readonly Timed[], within: typeof withinTime = withinTime): void {
  for (let first = 0; first < questions.length; ) {
    let now = first;
    const inTime = within(() => {
      for (; now < questions.length; now += 1) questions[now]?.ask();
    });
    if (inTime) return;
    if (now === first) {
      questions[now]?.giveUp();
      first += 1;
    } else first = now;
  }
}

/** Another context of V8 takes as long to make as most policies take to answer. */
let timed: { readonly script: Script; readonly globals: { run?: () => void }; readonly context: Context } | undefined;

/** False where it took too long: V8 ends a script in time, whatever it is doing. */
function withinTime(run: () => void): boolean {
  if (timed === undefined) {
    const globals = {};
    timed = { script: new Script('run()'), globals, context: createContext(globals) };
  }
  try {
    timed.globals.run = run;
    timed.script.runInContext(timed.context, { timeout: LONGEST_RUN });
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return false;
    throw error;
  } finally {
    delete timed.globals.run;
  }
}
