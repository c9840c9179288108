import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { nearest } from '../../model/nearest.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';
import type { LintRule, System } from '../../model/system.ts';
import type { OptionValue, Policy } from './define-policy.ts';

/** A policy that is on, with the options that it has here. */
export interface ActivePolicy {
  readonly policy: Policy;
  /** The severity that `lint.rules` gives every finding of it. */
  readonly asked: Severity | undefined;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/**
 * What is on for a system: its level, its preset, and what `lint.rules` says of single policies.
 *
 * `others` are ids of policies that are not of the catalogue: an organisation's own, which have no options.
 */
export function activePolicies(
  system: System,
  policies: readonly Policy[],
  others: readonly string[] = [],
): { readonly active: readonly ActivePolicy[]; readonly diagnostics: readonly Diagnostic[] } {
  const rules = new Map(system.lint.rules.map(rule => [rule.id, rule]));
  const diagnostics = system.lint.rules.flatMap(rule => ruleProblems(rule, policies, others));
  const active = policies.flatMap((policy): ActivePolicy[] => {
    const rule = rules.get(policy.id);
    const asked = rule?.severity?.plain ?? (isOn(policy, system) ? undefined : 'off');
    return asked === 'off' ? [] : [{ policy, asked, options: optionsOf(policy, rule) }];
  });
  return { active, diagnostics };
}

function isOn({ level, preset }: Policy, system: System): boolean {
  return (
    (level === 'recommended' || system.lint.level.plain === 'strict') &&
    (preset === undefined || system.preset?.plain === preset)
  );
}

function optionsOf({ options }: Policy, rule: LintRule | undefined): Readonly<Record<string, OptionValue>> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const written = rule?.options.find(other => other.name === name)?.value;
      return [name, written === undefined ? option.default : (asOption(written, option.default) ?? option.default)];
    }),
  );
}

/** The written value where it has the type of the default. */
function asOption(written: Sourced<unknown>, standard: OptionValue): OptionValue | undefined {
  const { plain } = written;
  if (typeof plain === 'number' && typeof standard === 'number') return plain;
  if (typeof plain === 'string' && typeof standard === 'string') return plain;
  if (typeof plain === 'boolean' && typeof standard === 'boolean') return plain;
  if (Array.isArray(plain) && Array.isArray(standard))
    return plain.map(item => String(item instanceof Object && 'plain' in item ? item.plain : item));
  return undefined;
}

function ruleProblems(rule: LintRule, policies: readonly Policy[], others: readonly string[]): readonly Diagnostic[] {
  const path = ['lint', 'rules', rule.id];
  const policy = policies.find(({ id }) => id === rule.id);
  if (others.includes(rule.id))
    return rule.options.map(({ name, value }) =>
      unknown('unknown-option', `policy "${rule.id}" has no option "${name}"`, name, [], value.origin, [
        ...path,
        'options',
        name,
      ]),
    );
  if (policy === undefined)
    return [
      unknown(
        'unknown-policy',
        `there is no policy "${rule.id}"`,
        rule.id,
        [...policies.map(({ id }) => id), ...others],
        rule.at,
        path,
      ),
    ];
  return rule.options.flatMap(({ name, value }): Diagnostic[] => {
    const option = policy.options[name];
    const at = [...path, 'options', name];
    if (option === undefined)
      return [
        unknown(
          'unknown-option',
          `policy "${policy.id}" has no option "${name}"`,
          name,
          Object.keys(policy.options),
          value.origin,
          at,
        ),
      ];
    if (asOption(value, option.default) !== undefined) return [];
    return [
      {
        id: 'wrong-type',
        severity: 'error',
        message: `option "${name}" of policy "${policy.id}" must be ${kindOf(option.default)}`,
        path: at,
        help: `Write ${kindOf(option.default)}; without it, it is ${JSON.stringify(option.default)}`,
        ...spanOf(value.origin),
      },
    ];
  });
}

function kindOf(standard: OptionValue): string {
  switch (typeof standard) {
    case 'number':
      return 'a number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    default:
      return 'a list of texts';
  }
}

function unknown(
  id: string,
  message: string,
  written: string,
  known: readonly string[],
  at: Origin,
  path: Path,
): Diagnostic {
  const near = nearest(written, known);
  return {
    id,
    severity: 'error',
    message: near === undefined ? message : `${message}; did you mean "${near}"?`,
    path,
    help: known.length === 0 ? 'Take it out' : `Name one of ${known.join(', ')}`,
    ...spanOf(at),
  };
}

function spanOf(at: Origin): Pick<Diagnostic, 'span'> {
  const span = writtenAt(at)?.span;
  return span === undefined ? {} : { span };
}
