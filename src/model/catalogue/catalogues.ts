import type { Catalogue, DiagnosticSpecs } from '../define-diagnostics.ts';
import { budgetProblem } from './budgets.ts';
import { commandLineProblem } from './command-line.ts';
import { compilerProblem } from './compiler.ts';
import { configurationProblem } from './configuration.ts';
import { linterProblem } from './linter.ts';
import { organisationProblem } from './organisation.ts';
import { outputProblem } from './output.ts';
import { yamlProblem } from './yaml.ts';

/** Everything that can be found beside the policies, in the order of the index. */
export const CATALOGUES: readonly Pick<Catalogue<DiagnosticSpecs>, 'area' | 'specs'>[] = [
  yamlProblem,
  budgetProblem,
  configurationProblem,
  compilerProblem,
  linterProblem,
  organisationProblem,
  outputProblem,
  commandLineProblem,
];
