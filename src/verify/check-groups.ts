import type { Diagnostic } from '../model/diagnostic.ts';
import type { OutputFile } from '../model/output-file.ts';
import { checkFiles } from './check.ts';
import { poolOf, readInventory } from './objects.ts';
import type { EmittedObject } from './objects.ts';
import { hpaName, targetOf } from './structure-autoscalers.ts';
import { awsFindings } from './structure-aws.ts';
import { kustomizationFindings, kustomizedIn } from './structure-kustomization.ts';
import { checkStructure, objectFindings } from './structure.ts';

/**
 * The checks of one environment's files, which come group by group and are let go.
 *
 * Rules between objects hold for the whole where they hold in every group and where no name that they look up by leads
 * from one group to another: so it is in a build, where a group is a pool. Where a group has a fault, or where names
 * meet, they are asked again, of all files at once. So what is found, and its order, never depends on the groups.
 */
export class GroupCheck {
  readonly #invalid: Diagnostic[] = [];
  readonly #names = new GroupedNames();
  readonly #manifests: string[] = [];
  readonly #kustomizations: EmittedObject[] = [];
  #sound = true;

  /** Holds nothing of the files but names, and the kustomizations, which list all the others. */
  add(files: readonly OutputFile[]): void {
    this.#invalid.push(...checkFiles(files));
    const inventory = readInventory(files);
    const { kustomizations, manifests } = kustomizedIn(inventory);
    this.#kustomizations.push(...kustomizations);
    this.#manifests.push(...manifests);
    this.#names.add(inventory.all);
    this.#sound &&= objectFindings(inventory).length + awsFindings(files).length === 0;
  }

  /** What is wrong with all that was added; `all` are the same files once more, asked for where they are needed. */
  findings(all: () => readonly OutputFile[]): readonly Diagnostic[] {
    const isWhole =
      this.#sound &&
      !this.#names.meet &&
      kustomizationFindings({ kustomizations: this.#kustomizations, manifests: this.#manifests }).length === 0;
    return isWhole ? this.#invalid : [...this.#invalid, ...checkStructure(all())];
  }
}

/** The names by which rules look up other objects, and the one group that each was met in. */
class GroupedNames {
  readonly #made = new Map<string, number>();
  readonly #asked = new Map<string, number>();
  #group = 0;
  /** Whether a name that one group makes was made or asked for by another. */
  meet = false;

  add(objects: readonly EmittedObject[]): void {
    this.#group += 1;
    for (const object of objects) {
      const { kind, namespace, name } = object;
      if (kind === 'Deployment') {
        this.#make(`workload ${namespace}/${kind}/${name}`);
        this.#make(`pool ${poolOf(object)}`);
      } else this.#ask(`pool ${poolOf(object)}`);
      if (kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject') continue;
      this.#ask(`workload ${targetOf(object)}`);
      // One autoscaler a workload, and one of a name.
      this.#make(`scaled ${targetOf(object)}`);
      this.#make(`autoscaler ${hpaName(object)}`);
    }
  }

  #make(name: string): void {
    const [made, asked] = [this.#made.get(name), this.#asked.get(name)];
    this.meet ||= [made, asked].some(group => group !== undefined && group !== this.#group);
    this.#made.set(name, this.#group);
  }

  #ask(name: string): void {
    const [made, asked] = [this.#made.get(name), this.#asked.get(name)];
    this.meet ||= made !== undefined && made !== this.#group;
    this.#asked.set(name, asked === undefined || asked === this.#group ? this.#group : SEVERAL);
  }
}

const SEVERAL = -1;
