import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubeconform } from '../../scripts/kubeconform.mjs';
import { checkFiles } from '../../src/verify/check.ts';
import { autoscaler, changed, deployment, kubernetesFile, scaledObject } from '../unit/verify/manifests.ts';
import { unlessSkipped } from '../programs.ts';

const manifests: Readonly<Record<string, object>> = {
  'deployment.yaml': deployment,
  'hpa.yaml': autoscaler,
  'scaled-object.yaml': scaledObject,
  'unknown-key.yaml': changed(deployment, ['spec', 'template', 'spec', 'containers', 0, 'imagePullPolicyy'], 'Always'),
  'wrong-type.yaml': changed(autoscaler, ['spec', 'maxReplicas'], '10'),
  'wrong-enum.yaml': changed(scaledObject, ['spec', 'triggers', 0, 'metricType'], 'Utilisation'),
};
const faulty = ['unknown-key.yaml', 'wrong-enum.yaml', 'wrong-type.yaml'];

describe('the real kubeconform and the embedded check', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconform-'));
    for (const [name, manifest] of Object.entries(manifests)) writeFileSync(join(folder, name), dump(manifest));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(['1.28', '1.32', '1.36'])(
    'accept and refuse the same files for Kubernetes %s',
    (kubernetesVersion, context) => {
      const embedded = Object.entries(manifests)
        .filter(([name, tree]) => checkFiles([kubernetesFile(name, tree, 'engine', kubernetesVersion)]).length > 0)
        .map(([name]) => name);
      expect(embedded.sort()).toEqual(faulty);
      const report = unlessSkipped(context, kubeconform([folder], { kubernetesVersion }));
      const refused = report.resources
        .filter(({ status }) => status === 'statusInvalid')
        .map(({ filename }) => filename.slice(folder.length + 1));
      expect(refused.sort()).toEqual(faulty);
      expect(report.summary).toMatchObject({ valid: 3, invalid: 3, errors: 0, skipped: 0 });
    },
  );
});
