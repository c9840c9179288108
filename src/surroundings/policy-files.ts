import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { organisationPolicies } from '../config/organisation.ts';
import { readSource } from '../config/read.ts';
import type { AskedPolicy } from '../lint/organisation/run.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { writtenAt } from '../model/sourced.ts';
import type { Sourced } from '../model/sourced.ts';
import type { SourceText } from '../model/span.ts';
import type { PlannedEnvironment } from '../pipeline.ts';

/** 500 policies with long explanations take a quarter of it. */
const LARGEST_POLICY_FILE = 1024 * 1024;

/**
 * The organisation's own policies that a configuration names, each with the environments that name its file.
 *
 * `configuration` is the path that the paths in it are relative to; `taken` are ids that mean something already.
 */
export function askedPolicies(
  configuration: string,
  environments: readonly PlannedEnvironment[],
  taken: ReadonlySet<string>,
): Outcome<readonly AskedPolicy[]> {
  const named = new Map<
    string,
    { readonly written: Sourced<string>; readonly index: number; readonly environments: string[] }
  >();
  for (const { name, plan } of environments) {
    plan.system.policies.forEach((written, index) => {
      const same = named.get(written.plain);
      if (same === undefined) named.set(written.plain, { written, index, environments: [name] });
      else if (!same.environments.includes(name)) same.environments.push(name);
    });
  }
  const diagnostics: Diagnostic[] = [];
  const asked = new Map<string, AskedPolicy>();
  for (const { written, index, environments: naming } of named.values()) {
    const file = policyFile(configuration, written, index);
    const policies = file.value === undefined ? undefined : organisationPolicies(file.value);
    diagnostics.push(...file.diagnostics, ...(policies?.diagnostics ?? []));
    for (const policy of policies?.value ?? []) {
      const first = asked.get(policy.id);
      if (taken.has(policy.id)) {
        diagnostics.push({
          id: 'policy-id-taken',
          severity: 'error',
          message: `"${policy.id}" is a policy of pipestream-scaling itself`,
          span: policy.at,
          help: 'Give it another id',
        });
      } else if (first !== undefined) {
        diagnostics.push({
          id: 'duplicate-policy',
          severity: 'error',
          message: `there are two policies "${policy.id}"`,
          span: policy.at,
          help: 'Give one of them another id',
          related: [{ message: 'the first one', span: first.policy.at }],
        });
      } else asked.set(policy.id, { policy, environments: naming });
    }
  }
  return { value: [...asked.values()], diagnostics };
}

function policyFile(configuration: string, written: Sourced<string>, index: number): Outcome<SourceText | undefined> {
  const span = writtenAt(written.origin)?.span;
  const refused = (id: string, message: string, help: string): Outcome<undefined> => ({
    value: undefined,
    diagnostics: [
      { id, severity: 'error', message, path: ['policies', index], help, ...(span === undefined ? {} : { span }) },
    ],
  });
  const path = written.plain;
  const relativeTo = 'Write a path that is relative to the configuration, with "/" between folders';
  if (path.includes('\0') || isAbsolute(path) || /^[A-Za-z]:|\\/.test(path))
    return refused('policy-file-path', `"${path}" is not a relative path`, relativeTo);
  const folder = dirname(configuration);
  const place = join(folder, path);
  const root = projectOf(folder);
  if (isOutside(root, join(real(folder) ?? folder, path)))
    return refused(
      'policy-file-path',
      `"${path}" is outside of the project`,
      'Keep policies in the repository of the configuration, so that what is checked is what is reviewed',
    );
  const target = real(place);
  const stat = target === undefined ? undefined : statSync(target, { throwIfNoEntry: false });
  if (target === undefined || stat === undefined)
    return refused(
      'policy-file-unreadable',
      `"${path}" cannot be read: there is no such file`,
      'Mend the path, or take it out of "policies"',
    );
  if (isOutside(root, target))
    return refused(
      'policy-file-path',
      `"${path}" is a link to outside of the project`,
      'Keep the file itself in the repository',
    );
  if (!stat.isFile())
    return refused('policy-file-unreadable', `"${path}" cannot be read: it is no file`, 'Name the file itself');
  if (stat.size > LARGEST_POLICY_FILE)
    return refused(
      'policy-file-too-large',
      `"${path}" has ${(stat.size / 1024 / 1024).toFixed(1)} MB, and a policy file may have 1 MB`,
      'Check that this is the right file, or split it',
    );
  const read = readSource(target, place.replaceAll(sep, '/'));
  if (read.value !== undefined) return read;
  const [problem] = read.diagnostics;
  return problem?.span === undefined
    ? refused(
        'policy-file-unreadable',
        problem?.message ?? `"${path}" cannot be read`,
        'Give this user the right to read it',
      )
    : read;
}

/** The repository that a folder is in, or the folder itself. */
function projectOf(folder: string): string {
  const start = real(folder) ?? folder;
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return start;
  }
}

function isOutside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

function real(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}
