import { describe, expect, test } from 'vitest';
import { render } from '../../../src/output/render.ts';
import type { Json } from '../../../src/model/sourced.ts';
import { CONTAINER, KAFKA, QUEUE, at, compilePool, compileText, file, list, paths, systemOf } from './compile.ts';
import type { Compiled } from './compile.ts';
import { KNOWN, metricsIn, parses, withInterval } from './promql-names.ts';

const POOL = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const SLEEPER = `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nwake: {source: {prometheus: {counter: calls_total, job: web}}}\nsignals: {${QUEUE}}`;
const SIGNALS = `signals: {cpu: 70%, kafkaLag: {perReplica: 1000, growth: 5m}, latency: {p99: 500ms}}`;

const configMaps = (compiled: Compiled) => paths(compiled).filter(path => path.startsWith('kubernetes/dashboard'));
const textOf = (compiled: Compiled, path = 'kubernetes/dashboard.yaml') =>
  Object.values(at(file(compiled, path), 'data') ?? {}).map(String)[0] ?? '';
function dashboard(compiled: Compiled, path?: string): Json {
  const parsed: Json = JSON.parse(textOf(compiled, path));
  return parsed;
}
const panels = (compiled: Compiled, path?: string) => list(dashboard(compiled, path), 'panels');
const panel = (compiled: Compiled, title: string) => panels(compiled).find(item => at(item, 'title') === title);
const expressions = (item: Json | undefined) =>
  list(item, 'targets').map(target => [at(target, 'legendFormat'), at(target, 'expr')]);
const threshold = (item: Json | undefined) =>
  at(list(item, 'fieldConfig', 'defaults', 'thresholds', 'steps')[1], 'value');

describe('the dashboard of an environment', () => {
  const compiled = compileText(systemOf({ web: `${POOL}\n${SIGNALS}`, batch: SLEEPER }, { top: KAFKA }));

  test("is a ConfigMap that Grafana's sidecar looks for", () => {
    expect(configMaps(compiled)).toEqual(['kubernetes/dashboard.yaml']);
    expect(at(file(compiled, 'kubernetes/dashboard.yaml'), 'metadata')).toEqual({
      name: 'shop-scaling-dashboard',
      namespace: 'shop',
      labels: {
        'app.kubernetes.io/name': 'shop',
        'app.kubernetes.io/part-of': 'shop',
        'app.kubernetes.io/managed-by': 'pipestream-scaling',
        grafana_dashboard: '1',
      },
    });
  });

  test('the label is text when YAML has been read', () => {
    const found = compiled.files.find(({ path }) => path === 'kubernetes/dashboard.yaml');
    expect(found && render(found).text).toContain("    grafana_dashboard: '1'\n");
  });

  test('kustomization.yaml lists it as a resource, so its name gets no suffix', () => {
    const kustomization = file(compiled, 'kubernetes/kustomization.yaml');
    expect(list(kustomization, 'resources')).toContain('dashboard.yaml');
    expect(kustomization).not.toHaveProperty('configMapGenerator');
  });

  test('shows replicas within their bounds, each signal against its threshold, the maximum, and errors', () => {
    expect(panels(compiled).map(item => at(item, 'title'))).toEqual([
      'web',
      'web: replicas',
      'web: CPU in percent of the request',
      'web: messages waiting for each replica',
      'web: p99 of the time to serve a request in seconds',
      'web: messages expected to wait for each replica',
      'web: at its maximum',
      'web: changes of the replica count',
      'web: errors of its triggers',
      'batch',
      'batch: replicas',
      'batch: requests waiting for each replica',
      'batch: work that wakes it',
      'batch: at its maximum',
      'batch: changes of the replica count',
      'batch: errors of its triggers',
    ]);
    expect(expressions(panel(compiled, 'web: replicas'))).toEqual([
      ['replicas', 'max(kube_deployment_status_replicas{namespace="shop",deployment="web"})'],
      [
        'wanted',
        'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas{namespace="shop",horizontalpodautoscaler="web"})',
      ],
      [
        'min',
        'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_min_replicas{namespace="shop",horizontalpodautoscaler="web"})',
      ],
      [
        'max',
        'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{namespace="shop",horizontalpodautoscaler="web"})',
      ],
    ]);
    expect(expressions(panel(compiled, 'web: errors of its triggers'))).toEqual([
      [
        '{{scaler}}',
        '(sum by (scaler) (rate(keda_scaler_detail_errors_total{exported_namespace="shop",scaledObject="web"}[5m])) or sum by (scaler) (rate(keda_scaler_detail_errors_total{namespace="shop",exported_namespace="",scaledObject="web"}[5m])))',
      ],
    ]);
    expect(expressions(panel(compiled, 'web: at its maximum'))[0]?.[1]).toContain(
      '>= bool on (namespace, horizontalpodautoscaler)',
    );
  });

  test.each([
    ['web: CPU in percent of the request', 70],
    ['web: messages waiting for each replica', 1000],
    ['web: p99 of the time to serve a request in seconds', 0.5],
    ['web: messages expected to wait for each replica', 1000],
    ['batch: requests waiting for each replica', 10],
    ['batch: work that wakes it', 0],
  ])('%s is drawn against %d', (title, expected) => {
    expect(threshold(panel(compiled, title))).toBe(expected);
    expect(at(panel(compiled, title), 'fieldConfig', 'defaults', 'custom', 'thresholdsStyle', 'mode')).toBe('line');
  });

  test('reads whatever Prometheus is chosen on top', () => {
    expect(
      list(dashboard(compiled), 'templating', 'list').map(variable => [
        at(variable, 'name'),
        at(variable, 'type'),
        at(variable, 'query'),
      ]),
    ).toEqual([['datasource', 'datasource', 'prometheus']]);
    // Not ${datasource}, which Flux would replace where it substitutes variables.
    const sources = panels(compiled)
      .filter(item => at(item, 'type') !== 'row')
      .map(item => at(item, 'datasource'));
    expect(new Set(sources.map(source => JSON.stringify(source)))).toEqual(
      new Set(['{"type":"prometheus","uid":"$datasource"}']),
    );
    expect(textOf(compiled)).not.toContain('${');
  });

  test('has what the classic model of Grafana demands', () => {
    const found = dashboard(compiled);
    expect(at(found, 'schemaVersion')).toBe(39);
    expect(String(at(found, 'uid'))).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
    for (const item of panels(compiled)) {
      expect(['row', 'timeseries', 'state-timeline']).toContain(at(item, 'type'));
      expect(Number.isInteger(at(item, 'id'))).toBe(true);
      expect(list(item, 'targets').map(target => at(target, 'refId'))).toEqual(
        list(item, 'targets').map((_, index) => 'ABCD'[index]),
      );
    }
  });

  test('panels stand beside and below one another, and never on top', () => {
    const cells = panels(compiled).flatMap(item => {
      const [x = 0, y = 0, w = 0, h = 0] = ['x', 'y', 'w', 'h'].map(key => Number(at(item, 'gridPos', key)));
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from(
        { length: w * h },
        (_, index) => `${String(x + (index % w))},${String(y + Math.floor(index / w))}`,
      );
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  test('Prometheus can parse every query, and every metric exists', () => {
    const queries = panels(compiled).flatMap(item =>
      list(item, 'targets').map(target => withInterval(String(at(target, 'expr')))),
    );
    expect(queries.length).toBeGreaterThan(15);
    expect(queries.filter(query => !parses(query))).toEqual([]);
    expect(
      queries.flatMap(metricsIn).filter(name => !(name in KNOWN) && !['pending', 'calls_total'].includes(name)),
    ).toEqual([]);
  });
});

describe('what a dashboard keeps when the system changes', () => {
  const system = (pools: Record<string, string>) => compileText(systemOf(pools));
  const web = `${POOL}\nsignals: {cpu: 70%}`;

  test('the same input gives the same bytes', () => {
    expect(textOf(system({ web }))).toBe(textOf(system({ web })));
  });

  test('ids of panels and of the dashboard do not depend on what is added before', () => {
    const ids = (compiled: Compiled) => new Map(panels(compiled).map(item => [at(item, 'title'), at(item, 'id')]));
    const [alone, second] = [system({ web }), system({ api: web, web })];
    for (const [title, id] of ids(alone)) expect(ids(second).get(title)).toBe(id);
    expect(at(dashboard(second), 'uid')).toBe(at(dashboard(alone), 'uid'));
  });

  test('two environments in one Grafana have two dashboards', () => {
    const text = `${systemOf({ web })}  staging: {}\n`;
    const [production, staging] = [compileText(text, 'production'), compileText(text, 'staging')];
    expect(at(dashboard(production), 'uid')).not.toBe(at(dashboard(staging), 'uid'));
    expect(at(dashboard(production), 'title')).toBe('shop production: scaling');
    // The sidecar writes all ConfigMaps into one folder.
    const keys = [production, staging].map(
      compiled => Object.keys(at(file(compiled, 'kubernetes/dashboard.yaml'), 'data') ?? {})[0],
    );
    expect(keys).toEqual(['shop-production-scaling.json', 'shop-staging-scaling.json']);
  });
});

describe('only what can be seen is shown', () => {
  test('a pool on fixed is left out, and with all of them the dashboard', () => {
    const mixed = compileText(
      systemOf({ web: `stage: fixed\n${POOL}\nsignals: {cpu: 70%}`, api: `${POOL}\nsignals: {cpu: 70%}` }),
    );
    expect(
      panels(mixed)
        .filter(item => at(item, 'type') === 'row')
        .map(item => at(item, 'title')),
    ).toEqual(['api']);
    expect(configMaps(compilePool(`stage: fixed\n${POOL}\nsignals: {cpu: 70%}`))).toEqual([]);
  });

  test('without the operator there is none', () => {
    expect(configMaps(compilePool(`${POOL}\nsignals: {cpu: 70%}`, { monitoring: 'none' }))).toEqual([]);
  });

  test('a pool with a fixed count shows its replicas against it', () => {
    const compiled = compilePool(`kind: always-on\nreplicas: 3..3\n${CONTAINER}`);
    expect(panels(compiled).map(item => at(item, 'title'))).toEqual(['web', 'web: replicas']);
    expect(threshold(panel(compiled, 'web: replicas'))).toBe(3);
  });

  test('what a GPU does is shown of a pool that has one, whoever scrapes the exporter', () => {
    const gpu = (sharing: string) =>
      compileText(
        systemOf(
          { web: `hardware: l4\n${POOL}\nsignals: {cpu: 70%}` },
          { top: `hardware: {l4: {gpu: NVIDIA-L4, count: 1, ${sharing}coldStart: 4m}}` },
        ),
      );
    const whole = gpu('');
    expect(expressions(panel(whole, 'web: GPU use in percent'))).toEqual([
      [
        '{{exported_pod}}{{pod}} GPU {{gpu}} {{GPU_I_ID}}',
        'max by (exported_pod, gpu, GPU_I_ID) (DCGM_FI_DEV_GPU_UTIL{exported_namespace="shop",exported_pod=~"web-[a-z0-9]+-[a-z0-9]+"}) or max by (pod, gpu, GPU_I_ID) (DCGM_FI_DEV_GPU_UTIL{namespace="shop",pod=~"web-[a-z0-9]+-[a-z0-9]+",exported_pod=""})',
      ],
    ]);
    expect(at(panel(whole, 'web: GPU memory in use'), 'fieldConfig', 'defaults', 'unit')).toBe('mbytes');
    expect(at(panel(whole, 'web: GPU memory in use'), 'description')).toBe(
      "Empty unless Prometheus scrapes NVIDIA's dcgm-exporter, which names the pod of a GPU. Nothing scales by it.",
    );
    const shared = gpu('sharing: time-slicing, ');
    expect(at(panel(shared, 'web: GPU use in percent'), 'description')).toContain('it names one or none');
    const part = gpu('sharing: mig, migProfile: 1g.5gb, ');
    expect(expressions(panel(part, 'web: GPU use in percent'))[0]?.[1]).toMatch(
      /^100 \* \(max by .*DCGM_FI_PROF_GR_ENGINE_ACTIVE/,
    );
    expect(panel(compilePool(`${POOL}\nsignals: {cpu: 70%}`), 'web: GPU use in percent')).toBeUndefined();
  });

  test('the count that was asked for is shown as it changes, of a StatefulSet too', () => {
    const changes = (body: string) =>
      expressions(
        panels(compilePool(body)).find(item => String(at(item, 'title')).endsWith(': changes of the replica count')),
      )[0]?.[1];
    expect(changes(`${POOL}\nsignals: {cpu: 70%}`)).toBe(
      'max(kube_deployment_spec_replicas{namespace="shop",deployment="web"}) - max(kube_deployment_spec_replicas{namespace="shop",deployment="web"} offset $__interval)',
    );
    expect(
      changes(
        'kind: always-on\nreplicas: 2..10\nworkload: {existing: {kind: StatefulSet, name: db}}\nsignals: {requestQueue: {perReplica: 10, source: {prometheus: {gauge: waiting}}}}',
      ),
    ).toContain('kube_statefulset_replicas{namespace="shop",statefulset="db"}');
  });

  test('an HPA shows whether it reads anything', () => {
    expect(
      expressions(panel(compilePool(`${POOL}\nsignals: {cpu: 70%}`), 'web: autoscaler reads nothing'))[0]?.[1],
    ).toContain('condition="ScalingActive",status="false"');
  });
});

describe('a system of hundreds of pools', () => {
  const compiled = compileText(
    systemOf(
      Object.fromEntries(
        Array.from({ length: 300 }, (_, index) => [`pool-${String(index + 1)}`, `${POOL}\n${SIGNALS}`]),
      ),
      { top: KAFKA },
    ),
  );
  const files = configMaps(compiled);
  const annotation = (path: string) =>
    Buffer.byteLength(JSON.stringify(file(compiled, path)).replace(/[<>&]/g, '\\u0000'));

  test('has as many ConfigMaps as it takes, none of them too large for the API server or for kubectl apply', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(Math.max(...files.map(annotation))).toBeLessThan(262_144);
    // Filled, and not a handful in each.
    expect(Math.min(...files.slice(0, -1).map(annotation))).toBeGreaterThan(200_000);
  });

  test('counts what grows when kubectl writes it down', () => {
    const query = `x${' > 0'.repeat(400)}`;
    const many = compileText(
      systemOf(
        Object.fromEntries(
          Array.from({ length: 40 }, (_, index) => [
            `pool-${String(index + 1)}`,
            `${POOL}\nsignals: {requestQueue: {perReplica: 1, source: {prometheus: "${query}"}}}`,
          ]),
        ),
      ),
    );
    expect(
      Math.max(
        ...configMaps(many).map(path =>
          Buffer.byteLength(JSON.stringify(file(many, path)).replace(/[<>&]/g, '\\u0000')),
        ),
      ),
    ).toBeLessThan(262_144);
  });

  test('shows every pool once, in order', () => {
    const rows = files.flatMap(path =>
      panels(compiled, path)
        .filter(item => at(item, 'type') === 'row')
        .map(item => at(item, 'title')),
    );
    expect(rows).toEqual(Array.from({ length: 300 }, (_, index) => `pool-${String(index + 1)}`));
  });

  test('each has a name, a file, an address and a title of its own, and leads to the others', () => {
    const distinct = (read: (path: string) => unknown) => new Set(files.map(read)).size;
    expect(distinct(path => at(file(compiled, path), 'metadata', 'name'))).toBe(files.length);
    expect(distinct(path => Object.keys(at(file(compiled, path), 'data') ?? {})[0])).toBe(files.length);
    expect(distinct(path => at(dashboard(compiled, path), 'uid'))).toBe(files.length);
    expect(distinct(path => at(dashboard(compiled, path), 'title'))).toBe(files.length);
    expect(distinct(path => JSON.stringify(at(dashboard(compiled, path), 'links', 0, 'tags')))).toBe(1);
    expect(
      list(file(compiled, 'kubernetes/kustomization.yaml'), 'resources').filter(name =>
        String(name).startsWith('dashboard'),
      ),
    ).toEqual(files.map(path => path.replace('kubernetes/', '')));
  });

  test('no two panels have one id', () => {
    const ids = files.flatMap(path => panels(compiled, path).map(item => at(item, 'id')));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
