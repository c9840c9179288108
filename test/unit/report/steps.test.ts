import { expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { github } from '../../../src/report/github.ts';
import { json } from '../../../src/report/json.ts';
import { markdown } from '../../../src/report/markdown.ts';
import { pretty } from '../../../src/report/pretty.ts';
import { sarif } from '../../../src/report/sarif.ts';

const context = { version: '1.0.0', rules: [], catalogue: [], files: [] };
const diagnostics: readonly Diagnostic[] = [
  {
    id: 'keda-to-hpa-migration',
    messageId: 'found',
    severity: 'error',
    message: 'pool "worker" goes back to an HPA',
    steps: [
      {
        does: 'Delete the ScaledObject and leave its HPA, which otherwise goes with it by garbage collection',
        command: 'kubectl -n shop delete scaledobject/worker --cascade=orphan --wait=true --timeout=5m',
      },
      { does: 'Merge | the change' },
    ],
  },
];

it('are numbered for people, a command whole on a line of its own however narrow the terminal', () => {
  expect(
    pretty(diagnostics, { colour: false, width: 60 }),
  ).toBe(`error  pool "worker" goes back to an HPA  [keda-to-hpa-migration]
  = step 1: Delete the ScaledObject and leave its HPA, which
            otherwise goes with it by garbage collection
      kubectl -n shop delete scaledobject/worker --cascade=orphan --wait=true --timeout=5m
  = step 2: Merge | the change

1 error
`);
});

it('are data for programs', () => {
  expect(JSON.parse(json(diagnostics, context)).findings[0].steps).toEqual([
    {
      does: diagnostics[0]?.steps?.[0]?.does,
      command: 'kubectl -n shop delete scaledobject/worker --cascade=orphan --wait=true --timeout=5m',
    },
    { does: 'Merge | the change', command: null },
  ]);
});

it('are folded away in the cell of a table, which they do not break', () => {
  expect(markdown(diagnostics, context)).toContain(
    '<details><summary>Steps</summary><ol><li>Delete the ScaledObject and leave its HPA, which otherwise goes with it by garbage collection<br><code>kubectl -n shop delete scaledobject/worker --cascade=orphan --wait=true --timeout=5m</code></li><li>Merge \\| the change</li></ol></details>',
  );
});

it('are part of the message where a format has no place for them', () => {
  expect(
    JSON.parse(sarif(diagnostics, context)).runs[0].results[0].message.text,
  ).toBe(`pool "worker" goes back to an HPA.
1. Delete the ScaledObject and leave its HPA, which otherwise goes with it by garbage collection:
   kubectl -n shop delete scaledobject/worker --cascade=orphan --wait=true --timeout=5m
2. Merge | the change.`);
  expect(github(diagnostics)).toBe(
    '::error title=pipestream-scaling keda-to-hpa-migration::pool "worker" goes back to an HPA%0A1. Delete the ScaledObject and leave its HPA, which otherwise goes with it by garbage collection%0A   kubectl -n shop delete scaledobject/worker --cascade=orphan --wait=true --timeout=5m%0A2. Merge | the change\n',
  );
});
