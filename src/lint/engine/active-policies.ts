import { configurationProblem } from '../../model/catalogue/configuration.ts';
import { linterProblem } from '../../model/catalogue/linter.ts';
import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { nearest } from '../../model/nearest.ts';
import { Sourced } from '../../model/sourced.ts';
import type { Path } from '../../model/sourced.ts';
import type { LintRule, System } from '../../model/system.ts';
import type { OptionValue, Policy } from './define-policy.ts';
import { NOTHING_REQUIRED } from '../../model/required-policies.ts';
import type { Required } from '../../model/required-policies.ts';

/** A policy that is on, with the options that it has here. */
export interface ActivePolicy {
  readonly policy: Policy;
  /** The severity that `lint.rules` gives every finding of it. */
  readonly asked: Severity | undefined;
  /** Then `lint.rules` may raise the severity, and nothing else. */
  readonly isRequired: boolean;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/**
 * What is on for a system: its level, its preset, and what `lint.rules` says of single policies.
 *
 * `others` are ids of policies that are not of the catalogue: an organisation's own, which have no options. What is
 * `required` is on whatever they say, with its own options.
 */
export function activePolicies(
  system: System,
  policies: readonly Policy[],
  others: readonly string[] = [],
  required: Required = NOTHING_REQUIRED,
): { readonly active: readonly ActivePolicy[]; readonly diagnostics: readonly Diagnostic[] } {
  const rules = new Map(system.lint.rules.map(rule => [rule.id, rule]));
  const diagnostics = system.lint.rules.flatMap(rule => ruleProblems(rule, policies, others));
  const active = policies.flatMap((policy): ActivePolicy[] => {
    const rule = rules.get(policy.id);
    const isRequired = required.has(policy.id);
    const asked = rule?.severity?.plain ?? (isOn(policy, system) ? undefined : 'off');
    if (isRequired)
      return [
        { policy, asked: asked === 'off' ? undefined : asked, isRequired, options: optionsOf(policy, undefined) },
      ];
    return asked === 'off' ? [] : [{ policy, asked, isRequired, options: optionsOf(policy, rule) }];
  });
  return { active, diagnostics };
}

/** Whether the level and the preset of a system ask it; what `lint.rules` says of it apart. */
export function isOn({ level, preset }: Policy, system: System): boolean {
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
    return plain.map((item: unknown) => String(item instanceof Sourced ? item.plain : item));
  return undefined;
}

function ruleProblems(rule: LintRule, policies: readonly Policy[], others: readonly string[]): readonly Diagnostic[] {
  const policy = policies.find(({ id }) => id === rule.id);
  if (others.includes(rule.id)) return rule.options.map(option => unknownOption(rule.id, option, []));
  if (policy === undefined) return [unknownPolicy(rule, [...policies.map(({ id }) => id), ...others])];
  return rule.options.flatMap((written): readonly Diagnostic[] => {
    const { name, value } = written;
    const option = policy.options[name];
    if (option === undefined) return [unknownOption(policy.id, written, Object.keys(policy.options))];
    if (asOption(value, option.default) !== undefined) return [];
    return [
      configurationProblem('wrong-type', 'option', {
        data: {
          option: name,
          policy: policy.id,
          type: kindOf(option.default),
          standard: JSON.stringify(option.default),
        },
        at: value.origin,
        path: pathOf(policy.id, name),
      }),
    ];
  });
}

function unknownPolicy({ id, at }: LintRule, known: readonly string[]): Diagnostic {
  const meant = nearest(id, known);
  const data = { policy: id, known: known.join(', ') };
  const place = { at, path: ['lint', 'rules', id] };
  return meant === undefined
    ? linterProblem('unknown-policy', 'inRules', { data, ...place })
    : linterProblem('unknown-policy', 'inRulesSimilar', { data: { ...data, meant }, ...place });
}

function unknownOption(
  policy: string,
  { name, value }: LintRule['options'][number],
  options: readonly string[],
): Diagnostic {
  const meant = nearest(name, options);
  const known = options.join(', ');
  const data = { policy, option: name };
  const place = { at: value.origin, path: pathOf(policy, name) };
  if (options.length === 0) return linterProblem('unknown-option', 'none', { data, ...place });
  return meant === undefined
    ? linterProblem('unknown-option', 'unknown', { data: { ...data, known }, ...place })
    : linterProblem('unknown-option', 'similar', { data: { ...data, known, meant }, ...place });
}

function pathOf(policy: string, option: string): Path {
  return ['lint', 'rules', policy, 'options', option];
}

function kindOf(standard: OptionValue): string {
  if (typeof standard === 'number') return 'a number';
  if (typeof standard === 'string') return 'text';
  return typeof standard === 'boolean' ? 'true or false' : 'a list of texts';
}
