import { because } from '../../model/sourced.ts';
import type { LintSettings } from '../../model/system.ts';
import type { Config } from '../schema/root.ts';
import { entriesOf, type Section } from '../zip.ts';

/** Settings of the linter, not yet held against the policies that there are. */
export function lintOf(config: Section<Config>): LintSettings {
  const written = config.lint;
  return {
    level: written?.level ?? because('recommended unless strict is asked for', 'recommended', config.$at),
    rules:
      written?.rules === undefined
        ? []
        : entriesOf(written.rules).map(([id, rule]) => ({
            id,
            at: rule.$key ?? rule.$at,
            severity: rule.severity,
            options:
              rule.options === undefined ? [] : entriesOf(rule.options).map(([name, value]) => ({ name, value })),
          })),
  };
}
