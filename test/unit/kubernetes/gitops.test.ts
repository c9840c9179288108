import { describe, expect, test } from 'vitest';
import {
  CONTAINER,
  KAFKA,
  QUEUE,
  at,
  compilePool,
  compileText,
  file,
  list,
  object,
  objects,
  paths,
  systemOf,
} from './compile.ts';
import type { Compiled } from './compile.ts';

const POOL = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const GITOPS = (tool: string) => ({
  top: KAFKA,
  target: `prometheus: "http://prometheus:9090"\ngitops: {tool: ${tool}, repoURL: "https://git.example.com/shop.git", path: deploy/out}`,
});
const every = (tool: string) =>
  compileText(
    systemOf(
      {
        web: `${POOL}\nsignals: {cpu: 70%}`,
        worker: `${POOL}\nsignals: {kafkaLag: {perReplica: 100}}`,
        batch: `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nsignals: {${QUEUE}}`,
      },
      GITOPS(tool),
    ),
  );
const annotationsOf = (compiled: Compiled) =>
  objects(compiled).flatMap(item => Object.keys(at(item, 'metadata', 'annotations') ?? {}));

describe('semantics 9: Argo CD and Flux are given the same, and told to ignore nothing', () => {
  test('the objects do not depend on the tool', () => {
    const manifests = (tool: string) =>
      every(tool)
        .files.filter(({ path }) => path.startsWith('kubernetes/'))
        .map(({ path }) => [path, file(every(tool), path)]);
    expect(manifests('argocd')).toEqual(manifests('flux'));
  });

  test('the Application has no differences to ignore', () => {
    const application = file(every('argocd'), 'gitops/application.yaml');
    expect(at(application, 'spec')).not.toHaveProperty('ignoreDifferences');
    expect(list(application, 'spec', 'syncPolicy', 'syncOptions')).not.toContain('RespectIgnoreDifferences=true');
    expect(at(application, 'spec', 'source')).toEqual({
      repoURL: 'https://git.example.com/shop.git',
      targetRevision: 'main',
      path: 'deploy/out/production/kubernetes',
    });
  });

  test.each([
    ['', { prune: true, selfHeal: true }, ['CreateNamespace=true', 'ServerSideApply=true']],
    [', sync: {prune: false}', { prune: false, selfHeal: true }, ['CreateNamespace=true', 'ServerSideApply=true']],
    [', sync: {selfHeal: false, createNamespace: false}', { prune: true, selfHeal: false }, ['ServerSideApply=true']],
  ])('what Argo CD does by itself is a choice: %s', (sync, automated, options) => {
    const compiled = compilePool(`${POOL}\nsignals: {cpu: 70%}`, {
      target: GITOPS('argocd').target.replace('path: deploy/out', `path: deploy/out${sync}`),
    });
    const application = file(compiled, 'gitops/application.yaml');
    expect(at(application, 'spec', 'syncPolicy', 'automated')).toEqual(automated);
    expect(list(application, 'spec', 'syncPolicy', 'syncOptions')).toEqual(options);
  });

  test('Flux prunes by choice, and has no other', () => {
    const flux = (sync: string) =>
      compilePool(`${POOL}\nsignals: {cpu: 70%}`, {
        target: GITOPS('flux').target.replace('path: deploy/out', `path: deploy/out, sync: ${sync}`),
      });
    expect(at(file(flux('{prune: false}'), 'gitops/kustomization.yaml'), 'spec', 'prune')).toBe(false);
    expect(() => flux('{selfHeal: false}')).toThrow('only prune');
  });

  test('Flux has a source and a Kustomization of the same folder', () => {
    const compiled = every('flux');
    expect(paths(compiled).filter(path => path.startsWith('gitops/'))).toEqual([
      'gitops/git-repository.yaml',
      'gitops/kustomization.yaml',
    ]);
    expect(at(file(compiled, 'gitops/kustomization.yaml'), 'spec', 'path')).toBe('./deploy/out/production/kubernetes');
  });
});

describe('the address of the repository', () => {
  const urlFor = (tool: string, repoURL: string, path: string, ...field: readonly string[]) =>
    at(
      file(
        compileText(
          systemOf(
            { web: `${POOL}\nsignals: {cpu: 70%}` },
            { target: `gitops: {tool: ${tool}, repoURL: "${repoURL}"}` },
          ),
        ),
        path,
      ),
      ...field,
    );

  test.each([
    ['git@git.example.com:team/shop.git', 'ssh://git@git.example.com/team/shop.git'],
    ['ssh://git@git.example.com/shop.git', 'ssh://git@git.example.com/shop.git'],
    ['https://git.example.com/shop.git', 'https://git.example.com/shop.git'],
  ])('%s is written for Flux as %s, which takes no short form, and for Argo CD as it is', (written, flux) => {
    expect(urlFor('flux', written, 'gitops/git-repository.yaml', 'spec', 'url')).toBe(flux);
    expect(urlFor('argocd', written, 'gitops/application.yaml', 'spec', 'source', 'repoURL')).toBe(written);
  });
});

describe('semantics 14: no sync waves, so one Pending pod blocks nothing', () => {
  test.each(['argocd', 'flux'])('%s', tool => {
    const compiled = every(tool);
    expect(annotationsOf(compiled)).not.toContain('argocd.argoproj.io/sync-wave');
    expect(annotationsOf(compiled)).not.toContain('argocd.argoproj.io/hook');
    expect(objects(compiled).flatMap(item => Object.keys(at(item, 'spec') ?? {}))).not.toContain('dependsOn');
  });
});

describe('semantics 67: a renamed pool does not stop what it was', () => {
  const GUARDS = {
    'argocd.argoproj.io/sync-options': 'Prune=confirm',
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  };

  test('an always-on Deployment is pruned by hand only', () => {
    expect(at(object(every('argocd'), 'deployment.yaml'), 'metadata', 'annotations')).toEqual(GUARDS);
  });

  test.each(['demand-driven', 'scale-to-zero'])('a %s one is pruned with the rest', kind => {
    const compiled = compilePool(`kind: ${kind}\nreplicas: 1..5\n${CONTAINER}\nsignals: {${QUEUE}}`);
    expect(at(object(compiled, 'deployment.yaml'), 'metadata')).not.toHaveProperty('annotations');
  });

  test('the name is what is emitted, and the key may change without it', () => {
    const named = (key: string) => compileText(systemOf({ [key]: `name: web\n${POOL}\nsignals: {cpu: 70%}` }));
    expect(objects(named('first'))).toEqual(objects(named('second')));
  });

  test('selectors hold nothing that may ever change', () => {
    const selector = (more: string) =>
      at(object(compilePool(`${POOL}\n${more}\nsignals: {cpu: 70%}`), 'deployment.yaml'), 'spec', 'selector');
    expect(selector('labels: {team: shop}\npriority: low-latency')).toEqual({
      matchLabels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'shop' },
    });
    expect(selector('')).toEqual(selector('labels: {team: shop}'));
  });
});

describe('semantics 63: of a workload that somebody else deploys only the autoscaler and its alerts are emitted', () => {
  const existing = (more: string, monitoring = 'prometheus-operator') =>
    compilePool(
      `kind: always-on\nreplicas: 2..10\nworkload: {existing: {name: orders, container: api, cpu: 500m${more}}}\nsignals: {cpu: 70%}`,
      { monitoring },
    );

  test('an HPA and a PrometheusRule', () => {
    const compiled = existing('');
    expect(paths(compiled).filter(path => path.startsWith('kubernetes/orders/'))).toEqual([
      'kubernetes/orders/hpa.yaml',
      'kubernetes/orders/prometheus-rule.yaml',
    ]);
    expect(at(object(compiled, 'hpa.yaml', 'orders'), 'spec', 'scaleTargetRef')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'orders',
    });
    // Its other containers are not known, so the sum would be of anything.
    expect(at(object(compiled, 'hpa.yaml', 'orders'), 'spec', 'metrics', 0, 'containerResource', 'container')).toBe(
      'api',
    );
  });

  test('a StatefulSet is named as one, and counted as one', () => {
    const compiled = existing(', kind: StatefulSet');
    expect(at(object(compiled, 'hpa.yaml', 'orders'), 'spec', 'scaleTargetRef', 'kind')).toBe('StatefulSet');
    expect(JSON.stringify(object(compiled, 'prometheus-rule.yaml', 'orders'))).toContain(
      'kube_statefulset_status_replicas',
    );
  });
});

describe('semantics 66: custom resources of the Prometheus operator only where it runs', () => {
  const METRICS = CONTAINER.replace('ports: {grpc: 9000}', 'ports: {grpc: 9000}, metrics: /metrics');
  const monitoring = (stage: string, operator: string) =>
    paths(
      compilePool(`kind: always-on\nreplicas: 2..10\nstage: ${stage}\n${METRICS}\nsignals: {cpu: 70%}`, {
        monitoring: operator,
      }),
    )
      .filter(path => /pod-monitor|prometheus-rule|dashboard/.test(path))
      .map(path => path.replace(/^.*\//, ''));

  test.each(['fixed', 'observe', 'cpu', 'full'])('without it there are none on %s', stage => {
    expect(monitoring(stage, 'none')).toEqual([]);
  });

  test.each(['observe', 'cpu', 'full'])('with it there are all of them on %s', stage => {
    expect(monitoring(stage, 'prometheus-operator')).toEqual([
      'pod-monitor.yaml',
      'prometheus-rule.yaml',
      'dashboard.yaml',
    ]);
  });

  test('on fixed nothing scales, so there is nothing to be told of; what is scraped stays', () => {
    expect(monitoring('fixed', 'prometheus-operator')).toEqual(['pod-monitor.yaml']);
  });

  test('the queries ask for the job that the PodMonitor makes', () => {
    const compiled = compilePool(`kind: always-on\nreplicas: 2..10\n${METRICS}\nsignals: {latency: {p99: 1s}}`);
    const label = at(object(compiled, 'pod-monitor.yaml'), 'spec', 'jobLabel');
    expect(label).toBe('app.kubernetes.io/name');
    expect(at(object(compiled, 'deployment.yaml'), 'spec', 'template', 'metadata', 'labels', String(label))).toBe(
      'web',
    );
    expect(at(object(compiled, 'scaled-object.yaml'), 'spec', 'triggers', 0, 'metadata', 'query')).toContain(
      '{namespace="shop",job="web"}',
    );
  });

  test('where nothing gives targets their namespace the queries do not ask for it', () => {
    const compiled = compilePool(`kind: always-on\nreplicas: 2..10\n${METRICS}\nsignals: {latency: {p99: 1s}}`, {
      monitoring: 'none',
    });
    expect(at(object(compiled, 'scaled-object.yaml'), 'spec', 'triggers', 0, 'metadata', 'query')).toContain(
      '{job="web"}',
    );
  });
});
