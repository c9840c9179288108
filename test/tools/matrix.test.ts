import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kubeconform } from '../../scripts/kubeconform.mjs';
import { kustomize } from '../../scripts/kustomize.mjs';
import { compile } from '../../src/pipeline.ts';
import type { CompiledEnvironment } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { EVERYTHING } from '../matrix/everything.ts';
import { resourcesOf, objectsOf, text, without, withoutKey } from '../matrix/objects.ts';
import type { Tree } from '../matrix/objects.ts';
import { unlessSkipped } from '../programs.ts';

const PRIORITIES = ['low-cost', 'balanced', 'low-latency'] as const;
/** Lowest first: neighbours are one step apart. */
const STAGES = ['fixed', 'observe', 'cpu', 'full'] as const;
const PLATFORMS = ['kubernetes', 'ecs', 'both'] as const;
/** An axis that costs nothing: each pair of them meets each stage and each priority somewhere. */
const PROVISIONERS = ['karpenter', 'cluster-autoscaler', 'gke'] as const;
const GITOPS = ['argocd', 'flux', 'none'] as const;

const SYSTEMS = {
  'the example': readFileSync(join(import.meta.dirname, '../../pipestream-scaling.yaml'), 'utf8'),
  'a system that uses everything': EVERYTHING,
};

interface Case {
  readonly system: string;
  readonly priority: string;
  readonly stage: string;
  readonly platform: (typeof PLATFORMS)[number];
  readonly provisioner: string;
  readonly gitops: string;
}

const CASES = Object.keys(SYSTEMS).flatMap(system =>
  PRIORITIES.flatMap((priority, p) =>
    PLATFORMS.flatMap((platform, t) =>
      STAGES.map(
        (stage, s): Case => ({
          system,
          priority,
          stage,
          platform,
          provisioner: PROVISIONERS[(p + s) % 3] ?? 'gke',
          gitops: GITOPS[(p + t) % 3] ?? 'none',
        }),
      ),
    ),
  ),
);

const compiled = new Map<string, readonly CompiledEnvironment[]>();
const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('every priority meets every stage on every platform, twice', () => {
  expect(CASES).toHaveLength(2 * 3 * 4 * 3);
  expect(new Set(CASES.map(({ provisioner, gitops }) => `${provisioner} ${gitops}`)).size).toBe(9);
});

describe('compiles to output that every embedded check passes', () => {
  test.each(CASES)('$system: $priority, $stage, $platform, $provisioner, $gitops', asked => {
    const { value, diagnostics } = compile(sourceText('matrix.yaml', configured(asked)));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(value).not.toEqual([]);
    for (const { rendered } of value) {
      expect(rendered.some(({ path }) => path.startsWith('kubernetes/'))).toBe(asked.platform !== 'ecs');
      expect(rendered.some(({ path }) => path.startsWith('ecs/'))).toBe(asked.platform !== 'kubernetes');
    }
    compiled.set(keyOf(asked), value);
  });
});

test('every Kubernetes manifest passes the real kubeconform, strictly, in one run', context => {
  let objects = 0;
  for (const [key, environments] of compiled) {
    for (const { name, rendered } of environments) {
      for (const file of rendered.filter(({ path }) => /^(?:kubernetes|gitops)\//.test(path))) {
        const path = join(folder, key, name, file.path);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, file.text);
        objects += 1;
      }
    }
  }
  expect(objects).toBeGreaterThan(2000);
  const report = unlessSkipped(context, kubeconform([folder], { kubernetesVersion: '1.35' }));
  expect(report.resources.filter(({ status }) => status !== 'statusValid')).toEqual([]);
  expect(report.summary.valid).toBe(objects);
});

test('and the real Kustomize builds what is emitted for both platforms', context => {
  const refused = CASES.filter(({ platform }) => platform === 'both').flatMap(asked =>
    (compiled.get(keyOf(asked)) ?? []).slice(-1).flatMap(({ name }) => {
      const built = unlessSkipped(context, kustomize(join(folder, keyOf(asked), name, 'kubernetes')));
      return built.status === 0 && built.stderr === '' ? [] : [`${keyOf(asked)}/${name}: ${built.stderr}`];
    }),
  );
  expect(refused).toEqual([]);
});

const LADDERS = CASES.filter(({ stage }) => stage === 'fixed');

describe('one step on the ladder', () => {
  const pairs = LADDERS.flatMap(ladder =>
    STAGES.slice(1).map((upper, index) => ({ ...ladder, lower: STAGES[index] ?? 'fixed', upper })),
  );

  test.each(pairs)(
    '$system, $priority, $platform: from $lower to $upper no object changes its kind or its name',
    ({ lower, upper, ...asked }) => {
      for (const [before, after] of neighbours({ ...asked, stage: lower }, { ...asked, stage: upper })) {
        // Alerts and the dashboard begin above `fixed`; nothing else comes or goes.
        const kept = (objects: ReadonlyMap<string, Tree>): readonly string[] =>
          [...objects.keys()].filter(object => !/ (?:PrometheusRule|ConfigMap) /.test(object)).sort();
        expect(kept(objectsOf(after))).toEqual(kept(objectsOf(before)));
        expect(missingFrom(objectsOf(after), objectsOf(before))).toEqual([]);
        // On ECS a stage adds policies, alarms and the target itself; what both have is the same, of the same type.
        const [wasThere, isThere] = [resourcesOf(before), resourcesOf(after)];
        for (const [id, type] of wasThere)
          if (isThere.has(id)) expect(`${id} ${isThere.get(id) ?? ''}`).toBe(`${id} ${type}`);
        const lasting = (resources: ReadonlyMap<string, string>): readonly string[] =>
          [...resources]
            .filter(([, type]) => /^AWS::ECS::/.test(type))
            .map(([id]) => id)
            .sort();
        expect(lasting(isThere)).toEqual(lasting(wasThere));
      }
    },
  );

  test.each(pairs.filter(({ platform }) => platform !== 'ecs'))(
    '$system, $priority, $platform: from $lower to $upper spec.replicas is neither added nor removed',
    ({ lower, upper, ...asked }) => {
      for (const [before, after] of neighbours({ ...asked, stage: lower }, { ...asked, stage: upper })) {
        expect(countedByHand(after)).toEqual(countedByHand(before));
      }
    },
  );
});

test('spec.replicas is where no signal is declared, and nowhere else', () => {
  for (const asked of CASES.filter(({ platform }) => platform !== 'ecs')) {
    for (const environment of compiled.get(keyOf(asked)) ?? [])
      expect(countedByHand(environment)).toEqual(asked.system === 'the example' ? [] : ['counted']);
  }
});

function keyOf({ system, priority, stage, platform }: Case): string {
  return [system.replaceAll(' ', '-'), priority, stage, platform].join('/');
}

/** The system with its axes set; what belongs to the platform that is left out goes, wherever it is said. */
function configured({ system, priority, stage, platform, provisioner, gitops }: Case): string {
  const source = SYSTEMS[system === 'the example' ? system : 'a system that uses everything'];
  return text(source, config => {
    const cut =
      platform === 'kubernetes' ? without(config, 'ecs') : platform === 'ecs' ? without(config, 'kubernetes') : config;
    const applied = gitops === 'none' ? withoutKey(cut, 'gitops') : gitops === 'flux' ? withoutKey(cut, 'sync') : cut;
    return { ...applied, priority, stage, targets: targets(applied['targets'], provisioner, gitops) };
  });
}

function targets(written: unknown, provisioner: string, gitops: string): Tree {
  const { kubernetes, ...rest }: Tree = { ...(written ?? {}) };
  if (typeof kubernetes !== 'object' || kubernetes === null) return rest;
  const { gitops: tool, ...cluster }: Tree = { ...kubernetes };
  return {
    ...rest,
    kubernetes: {
      ...cluster,
      provisioner,
      ...(gitops === 'none' ? {} : { gitops: { ...(tool ?? {}), tool: gitops } }),
    },
  };
}

function neighbours(lower: Case, upper: Case): readonly (readonly [CompiledEnvironment, CompiledEnvironment])[] {
  const [before, after] = [compiled.get(keyOf(lower)) ?? [], compiled.get(keyOf(upper)) ?? []];
  expect(before.map(({ name }) => name)).toEqual(after.map(({ name }) => name));
  return before.flatMap((environment, index) => {
    const other = after[index];
    return other === undefined ? [] : [[environment, other] as const];
  });
}

function missingFrom(objects: ReadonlyMap<string, Tree>, wanted: ReadonlyMap<string, Tree>): readonly string[] {
  return [...wanted.keys()].filter(object => !objects.has(object));
}

/** Names of the Deployments that have `spec.replicas`. */
function countedByHand(environment: CompiledEnvironment): readonly string[] {
  return [...objectsOf(environment)]
    .filter(([, { spec }]) => typeof spec === 'object' && spec !== null && 'replicas' in spec)
    .map(([object]) => object.slice(object.lastIndexOf(' ') + 1));
}
