import { tree } from '../../matrix/objects.ts';
import type { Tree } from '../../matrix/objects.ts';
import type { Api } from '../api.ts';
import { applied, objectsToApply, total, within } from '../applying.ts';
import type { Way } from '../applying.ts';
import { compiled, configurationsOfFields, minorOf } from '../configurations.ts';
import type { Configuration } from '../configurations.ts';
import { madeByOthers } from '../made-by-others.ts';
import type { Part } from '../part.ts';

/** Configurations that one kubectl applies. */
const AT_ONCE = 25;

interface Asked {
  readonly name: string;
  readonly objects: readonly Tree[];
}

/**
 * Every field of the language, with both values that the gate tries, is taken by the API server under strict validation
 * and by KEDA's webhooks, without a warning: as Argo CD applies and then as Flux does. What differs in nothing from
 * what was taken before is left out.
 */
export const fields: Part = {
  needs: 'webhooks',
  async run({ api, report, tools }) {
    const found = configurationsOfFields(minorOf(tools.versions.keda));
    const asked = newOnes(found);
    for (let first = 0; first < asked.length; first += AT_ONCE) {
      const batch = asked.slice(first, first + AT_ONCE);
      const together = await faultsOf(api, batch);
      if (together.length === 0) continue;
      // Which of them it was, in new namespaces.
      const alone: string[] = [];
      for (const one of batch) alone.push(...(await faultsOf(api, [again(one)])).map(line => `${one.name}: ${line}`));
      for (const line of alone.length > 0 ? alone : together) report.fail(line);
    }
    const objects = asked.flatMap(one => one.objects);
    report.line(
      `${String(found.length)} configurations of one field each, ${String(asked.length)} of which emit something new: ${String(objects.length)} objects`,
    );
  },
};

/** Those with an object that none before them has, each in its own namespace. */
function newOnes(configurations: readonly Configuration[]): readonly Asked[] {
  const seen = new Set<string>();
  return configurations.flatMap((configuration, index): readonly Asked[] =>
    compiled(configuration).flatMap((environment): readonly Asked[] => {
      const objects = objectsToApply(environment).map(object =>
        within(object, `f${String(index)}-${environment.name}`),
      );
      const texts = objects.map(object => JSON.stringify(within(object, '')));
      const isNew = texts.some(text => !seen.has(text));
      for (const text of texts) seen.add(text);
      return isNew ? [{ name: `${configuration.name}, ${environment.name}`, objects }] : [];
    }),
  );
}

function again({ name, objects }: Asked): Asked {
  return {
    name,
    objects: objects.map(object => within(object, `${String(tree(object['metadata'])['namespace'])}-again`)),
  };
}

async function faultsOf(api: Api, asked: readonly Asked[]): Promise<readonly string[]> {
  const objects = asked.flatMap(one => one.objects);
  await madeByOthers(api, objects);
  const faults: string[] = [];
  for (const way of ['client-side', 'server-side'] satisfies readonly Way[]) {
    const { taken, warnings, errors } = await applied(api, objects, way);
    faults.push(...[...warnings, ...errors].map(line => `${way}: ${line}`));
    if (total(taken) !== objects.length)
      faults.push(`${way}: ${String(total(taken))} of ${String(objects.length)} were taken`);
  }
  return faults;
}
