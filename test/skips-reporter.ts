import type { Reporter, TestModule } from 'vitest/node';
import { PERMISSIONS } from './programs.ts';

/** Ends a run with every test that was skipped and why; under CI=true a skip is a failure. */
export default class SkipsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skips = modules.flatMap(skipsOf);
    const reasons = [...new Set(skips.map(({ reason }) => reason))];
    for (const reason of reasons) {
      const tests = skips.filter(skip => skip.reason === reason).map(({ test }) => `  ${test}\n`);
      process.stderr.write(`SKIPPED ${String(tests.length)}: ${reason}\n${tests.join('')}`);
    }
    if (process.env['CI'] === 'true' && reasons.some(reason => !PERMISSIONS.has(reason))) process.exitCode = 1;
  }
}

interface Skip {
  readonly test: string;
  readonly reason: string;
}

/** A test that was left out by a filter of the command line has no reason, and is nobody's concern. */
function skipsOf(module: TestModule): readonly Skip[] {
  return [...module.children.allTests('skipped')].flatMap(test => {
    const result = test.result();
    const reason = result.state === 'skipped' ? result.note : undefined;
    return reason === undefined ? [] : [{ test: `${module.relativeModuleId}: ${test.fullName}`, reason }];
  });
}
