import { parse } from '../config/parse.ts';
import { BASELINE_FILE } from '../lint/engine/baseline.ts';
import { completeExample } from '../lint/engine/example.ts';
import type { DiagnosticExample } from '../model/define-diagnostics.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Example } from '../model/example.ts';
import type { Manifests } from '../model/manifest.ts';
import { sourceText } from '../source/source-text.ts';
import { analyse } from './analyse.ts';

/** Suppressions of examples that are past their date are long past it, and those that hold are far from it. */
const TODAY = '2026-01-01';

/** What is found in an example of the documentation, by the same code as in any configuration. */
export function exampleFindings({
  yaml,
  before,
  manifest,
  targets,
  policies,
  baseline,
}: Example & Partial<Pick<DiagnosticExample, 'policies' | 'baseline'>>): readonly Diagnostic[] {
  const text = (name: string, plain: string | undefined) => (plain === undefined ? undefined : sourceText(name, plain));
  const file = text(POLICIES_FILE, policies);
  return analyse(parse(sourceText('pipestream-scaling.yaml', completeExample(yaml, targets))), {
    today: TODAY,
    base: text('before.yaml', before === undefined ? undefined : completeExample(before, targets)),
    manifests: manifestsBeside({ manifest }),
    baseline: text(BASELINE_FILE, baseline),
    policyFiles: file === undefined ? undefined : new Map([[POLICIES_FILE, { value: file, diagnostics: [] }]]),
  }).diagnostics;
}

/** What examples name the policies of an organisation. */
const POLICIES_FILE = 'policies.yaml';

/** The rendered manifest beside an example, by the path that examples name. */
export function manifestsBeside({ manifest }: { readonly manifest?: string | undefined }): Manifests {
  return manifest === undefined
    ? new Map()
    : new Map([[MANIFEST, { value: sourceText(MANIFEST, manifest), diagnostics: [] }]]);
}

const MANIFEST = 'rendered.yaml';
