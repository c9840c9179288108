// node patch.mjs <copy of KEDA's module>
// Leaves out of KEDA, so that it builds in a minute, the scalers that this compiler never emits, and the SDKs of clouds
// behind them. What decides (the reconcilers, the HPA, the caches, the metrics, the webhooks) is KEDA's own.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const stubs = fileURLToPath(new URL('stubs/', import.meta.url));

/** Files of pkg/scalers that stay: the scalers of src/plan/kubernetes/scalers, and the interface of all. */
const SCALERS = ['apache_kafka', 'aws_sqs_queue', 'cpu_memory', 'cron', 'kafka', 'prometheus', 'rabbitmq'];
const PACKAGES = ['authentication', 'aws', 'kafka', 'scalersconfig'];

/** Replaced by what is in stubs/. */
const ABSENT = [
  'pkg/eventemitter/azure_event_grid_topic_handler.go',
  'pkg/scaling/resolver/azure_keyvault_handler.go',
  'pkg/scaling/resolver/gcp_secretmanager_handler.go',
  'pkg/scaling/resolver/hashicorpvault_handler.go',
];

/**
 * Patches a copy of KEDA's module in place.
 *
 * @param {string} folder
 * @throws Error where the module is not as the patch expects it
 */
export function patchKeda(folder) {
  const scalers = join(folder, 'pkg/scalers');
  const stay = ['scaler.go', ...SCALERS.map(name => `${name}_scaler.go`), ...PACKAGES];
  for (const name of stay)
    if (!readdirSync(scalers).includes(name)) throw new Error(`KEDA has no pkg/scalers/${name} any more`);
  for (const name of readdirSync(scalers)) if (!stay.includes(name)) rmSync(join(scalers, name), { recursive: true });
  for (const file of ABSENT) rmSync(join(folder, file));
  cpSync(stubs, folder, { recursive: true });

  edit(folder, 'pkg/scaling/scalers_builder.go', text =>
    text.replaceAll(/\t(?:\/\/ TODO.*\n\t)?case "([\w-]+)":\n\t\treturn scalers\..*\n/g, (branch, type) =>
      [...SCALERS.map(name => name.replaceAll('_', '-')), 'cpu', 'memory'].includes(type) ? branch : '',
    ),
  );
  // The transport of one scaler that is gone is all that fasthttp is for.
  edit(folder, 'pkg/scalers/authentication/authentication_helpers.go', text =>
    text
      .replace(/\tcase FastHTTP:[\s\S]*?\t\treturn rt, nil\n\t}\n/, '\t}\n')
      .replace(/\tlibs .*\n\t".*http_transport"\n\tpConfig .*\n/, ''),
  );
}

function edit(folder, path, change) {
  const file = join(folder, path);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`the patch of KEDA changes nothing in ${path}`);
  writeFileSync(file, after);
}

if (argv[2] !== undefined) patchKeda(argv[2]);
