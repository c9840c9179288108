import type { Diagnostic } from '../model/diagnostic.ts';
import type { OutputFile } from '../model/output-file.ts';
import { invalid } from './invalid.ts';
import { readInventory } from './objects.ts';
import type { Finding, Inventory } from './objects.ts';
import { autoscalerFindings } from './structure-autoscalers.ts';
import { awsFindings } from './structure-aws.ts';
import { kustomizationFindings, kustomizedIn } from './structure-kustomization.ts';
import { portFindings } from './structure-ports.ts';
import { referenceFindings } from './structure-references.ts';
import { scaledObjectFindings } from './structure-scaled-object.ts';

/**
 * What no schema can say of the files of one environment: rules between fields, between objects, and KEDA's admission
 * webhook, which skips its checks on a dry run and is not called at all while KEDA is down. A backstop: what is
 * reported
 * here should have been a finding on the configuration.
 */
export function checkStructure(files: readonly OutputFile[]): Diagnostic[] {
  const inventory = readInventory(files);
  return [...objectFindings(inventory), ...kustomizationFindings(kustomizedIn(inventory)), ...awsFindings(files)].map(
    ({ file, path, problem }) => invalid(file, path, problem),
  );
}

/** What the rules between objects say, but for those of kustomizations, which list the objects of all pools. */
export function objectFindings(inventory: Inventory): readonly Finding[] {
  return [
    ...autoscalerFindings(inventory),
    ...scaledObjectFindings(inventory),
    ...referenceFindings(inventory),
    ...portFindings(inventory),
  ];
}
