import { applied, objectsToApply, total, within } from '../applying.ts';
import type { Way } from '../applying.ts';
import { compiled, configurations, minorOf } from '../configurations.ts';
import { madeByOthers } from '../made-by-others.ts';
import type { Part } from '../part.ts';

/**
 * Everything that is emitted is taken by the API server under strict validation, and by KEDA's webhooks, without a
 * warning: applied as Argo CD does and then as Flux does.
 */
export const admission: Part = {
  needs: 'webhooks',
  async run({ api, root, report, tools }) {
    const counts = new Map<string, number>();
    /** What was said, and of what. */
    const said = new Map<string, string[]>();
    const say = (line: string, where: string) => {
      said.set(line, [...(said.get(line) ?? []), where]);
    };
    let objects = 0;
    const found = configurations(root, minorOf(tools.versions.keda));
    for (const [index, configuration] of found.entries()) {
      for (const environment of compiled(configuration)) {
        const where = `${configuration.name}, ${environment.name}`;
        // In a separate namespace: the webhooks refuse a second ScaledObject for a workload.
        const asked = objectsToApply(environment).map(object =>
          within(object, `c${String(index)}-${environment.name}`),
        );
        if (asked.length === 0) continue;
        objects += asked.length;
        await madeByOthers(api, asked);
        for (const way of ['client-side', 'server-side'] satisfies readonly Way[]) {
          const { taken, warnings, errors } = await applied(api, asked, way);
          if (way === 'client-side')
            for (const [kind, count] of taken) counts.set(kind, (counts.get(kind) ?? 0) + count);
          for (const line of [...warnings, ...errors]) say(line, `${where}, ${way}`);
          if (total(taken) !== asked.length) say('an object was not taken', `${where}, ${way}`);
        }
      }
    }
    report.table(
      ['Kind', 'Objects taken'],
      [...counts].sort().map(([kind, count]) => [kind, String(count)]),
    );
    report.line(
      `${String(found.length)} configurations, ${String(objects)} objects, each applied twice; ${String(total(counts))} were taken, with ${String([...said.values()].flat().length)} warnings and errors.`,
    );
    for (const [line, places] of said)
      report.fail(`${line}: ${String(places.length)} times, first in ${String(places[0])}`);
  },
};
