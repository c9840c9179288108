// node scripts/schemas/generate.mjs
// Writes schema/kubernetes/<minor>/, schema/kubernetes/crds/ and schema/aws/ from the packages that packages.mjs pins.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awsDefinitions } from './aws.mjs';
import { crdDefinitions } from './crds.mjs';
import { emptyFolder, overlayOf, schemaDocument, writeDocument } from './document.mjs';
import { kindSchema, kubernetesDefinitions } from './kubernetes.mjs';
import { kustomizeDocument } from './kustomize.mjs';
import { loadBalancingDocuments } from './load-balancing.mjs';
import { logsDocuments } from './logs.mjs';
import { awsOverlay } from './overlay-aws.mjs';
import { crdOverlay } from './overlay-crds.mjs';
import { kubernetesOverlay } from './overlay-kubernetes.mjs';
import {
  awsOperations,
  borrowedMinors,
  crdKinds,
  crdModels,
  kubernetesKinds,
  kubernetesModels,
  newestMinor,
  schemaFileName,
} from './packages.mjs';
import { provision } from './provision.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const client = '@kubernetes/client-node';
const place = provision(join(root, '.tools', 'schema-packages'), [
  ...Object.values(kubernetesModels).map(version => ({ name: client, version })),
  ...Object.entries(crdModels).map(([name, version]) => ({ name, version })),
]);
emptyFolder(join(root, 'schema', 'kubernetes'));
emptyFolder(join(root, 'schema', 'aws'));
let written = 0;
const write = (path, document) => {
  writeDocument(join(root, 'schema', path), document);
  written += 1;
};

const unused = new Map([['kubernetes', new Set(kubernetesOverlay.map(([key]) => key))]]);
const minors = {
  ...kubernetesModels,
  ...Object.fromEntries(Object.entries(borrowedMinors).map(([minor, from]) => [minor, kubernetesModels[from]])),
};
for (const [minor, version] of Object.entries(minors)) {
  const overlay = overlayOf(kubernetesOverlay);
  for (const { model, apiVersion, kind } of kubernetesKinds) {
    const { definitions, define } = kubernetesDefinitions(place(client, version), overlay);
    define(model);
    write(
      `kubernetes/${minor}/${schemaFileName(apiVersion, kind)}`,
      schemaDocument(kind, kindSchema(definitions, model, apiVersion, kind), definitions),
    );
  }
  const left = new Set(overlay.unused());
  unused.set(
    'kubernetes',
    unused.get('kubernetes').intersection?.(left) ??
      new Set([...unused.get('kubernetes')].filter(key => left.has(key))),
  );
}

const crds = overlayOf(crdOverlay);
for (const { package: name, file, apiVersion, kind } of crdKinds) {
  const core = kubernetesDefinitions(place(client, kubernetesModels[newestMinor]), overlayOf(kubernetesOverlay));
  const { definitions, define } = crdDefinitions(place(name, crdModels[name]), core, crds);
  const top = define(file);
  write(
    `kubernetes/crds/${schemaFileName(apiVersion, kind)}`,
    schemaDocument(kind, kindSchema(definitions, top, apiVersion, kind), definitions),
  );
}
write('kubernetes/crds/kustomization-kustomize-v1beta1.json', kustomizeDocument);
unused.set('crds', new Set(crds.unused()));

for (const [service, operations] of Object.entries(awsOperations)) {
  const overlay = overlayOf(awsOverlay[service]);
  for (const operation of operations) {
    const { definitions, define } = awsDefinitions(root, service, overlay);
    const input = define(operation);
    write(`aws/${service}/${operation}.json`, schemaDocument(`${operation}Input`, definitions.get(input), definitions));
  }
  unused.set(service, new Set(overlay.unused()));
}

for (const [operation, document] of Object.entries(logsDocuments)) write(`aws/logs/${operation}.json`, document);
for (const [operation, document] of Object.entries(loadBalancingDocuments))
  write(`aws/elbv2/${operation}.json`, document);

for (const [table, keys] of unused) {
  if (keys.size > 0) throw new Error(`the overlay of ${table} names what no schema reaches: ${[...keys].join(', ')}`);
}
process.stdout.write(`${String(written)} schemas written to schema/kubernetes and schema/aws\n`);
