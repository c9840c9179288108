import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { organisationPolicies } from '../config/organisation.ts';
import { readSource } from '../config/read.ts';
import type { AskedPolicy } from '../lint/organisation/run.ts';
import { organisationProblem } from '../model/catalogue/organisation.ts';
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
        diagnostics.push(
          organisationProblem('policy-id-taken', 'builtIn', { data: { policy: policy.id }, span: policy.at }),
        );
      } else if (first !== undefined) {
        diagnostics.push(
          organisationProblem('duplicate-policy', 'twice', {
            data: { policy: policy.id },
            span: policy.at,
            related: [{ message: 'the first one', span: first.policy.at }],
          }),
        );
      } else asked.set(policy.id, { policy, environments: naming });
    }
  }
  return { value: [...asked.values()], diagnostics };
}

function policyFile(configuration: string, written: Sourced<string>, index: number): Outcome<SourceText | undefined> {
  const span = writtenAt(written.origin)?.span;
  const refused = (diagnostic: Diagnostic): Outcome<undefined> => ({ value: undefined, diagnostics: [diagnostic] });
  const path = written.plain;
  const named = { data: { file: path }, span, path: ['policies', index] };
  if (path.includes('\0') || isAbsolute(path) || /^[A-Za-z]:|\\/.test(path))
    return refused(organisationProblem('policy-file-path', 'notRelative', named));
  const folder = dirname(configuration);
  const place = join(folder, path);
  const root = projectOf(folder);
  if (isOutside(root, join(real(folder) ?? folder, path)))
    return refused(organisationProblem('policy-file-path', 'outside', named));
  const target = real(place);
  const stat = target === undefined ? undefined : statSync(target, { throwIfNoEntry: false });
  if (target === undefined || stat === undefined)
    return refused(organisationProblem('policy-file-unreadable', 'missing', named));
  if (isOutside(root, target)) return refused(organisationProblem('policy-file-path', 'linkToOutside', named));
  if (!stat.isFile()) return refused(organisationProblem('policy-file-unreadable', 'noFile', named));
  if (stat.size > LARGEST_POLICY_FILE)
    return refused(
      organisationProblem('policy-file-too-large', 'size', {
        ...named,
        data: { file: path, size: (stat.size / 1024 / 1024).toFixed(1) },
      }),
    );
  const read = readSource(target, place.replaceAll(sep, '/'));
  if (read.value !== undefined) return read;
  const [problem] = read.diagnostics;
  return problem?.span === undefined
    ? refused(
        organisationProblem('policy-file-unreadable', 'system', {
          ...named,
          data: { problem: problem?.message ?? `"${path}" cannot be read` },
        }),
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
