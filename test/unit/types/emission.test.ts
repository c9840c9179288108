import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { templateLayouts } from '../../../scripts/template-layouts.mjs';
import { templateSources } from '../../../scripts/templates.mjs';
import { beside, fromRoot, objectLiterals, typeErrors } from './type-check.ts';
import type { TypeError } from './type-check.ts';

/** A change of a file of the project. The type checker must accept the file, and report the change at its place. */
interface Mistake {
  readonly what: string;
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  /** Put in front of the file. */
  readonly head?: string;
  readonly code: number;
  readonly at: string;
}

const UNKNOWN_KEY = 2353;
const WRONG_TYPE = 2322;
const WRONG_VALUE_BUT_LIKE = 2820;
const MISSING_PROPERTY = 2339;
const MISSING_PROPERTY_BUT_LIKE = 2551;
const WRONG_ARGUMENT = 2345;

const OBJECTS = 'src/targets/kubernetes/';
const IN_EMITTERS: readonly Mistake[] = [
  {
    what: 'a misspelt field of a custom resource',
    file: `${OBJECTS}scaled-object.ts`,
    right: 'minReplicaCount: autoscaler.min',
    wrong: 'minReplicaCout: autoscaler.min',
    code: UNKNOWN_KEY,
    at: 'minReplicaCout',
  },
  {
    what: 'a duration where a count belongs',
    file: `${OBJECTS}scaled-object.ts`,
    right: 'maxReplicaCount: autoscaler.max',
    wrong: 'maxReplicaCount: autoscaler.pollingInterval',
    code: WRONG_TYPE,
    at: 'maxReplicaCount',
  },
  {
    what: 'a count where a duration belongs',
    file: `${OBJECTS}scaled-object.ts`,
    right: 'cooldownPeriod: autoscaler.statesTimes ? autoscaler.cooldownPeriod',
    wrong: 'cooldownPeriod: autoscaler.statesTimes ? autoscaler.max',
    code: WRONG_TYPE,
    at: 'cooldownPeriod',
  },
  {
    what: 'a number without its unit',
    file: `${OBJECTS}hpa.ts`,
    right: 'minReplicas: autoscaler.min',
    wrong: 'minReplicas: 2',
    code: WRONG_TYPE,
    at: 'minReplicas',
  },
  {
    what: 'a value that the API does not have',
    file: `${OBJECTS}scheduling.ts`,
    right: "whenUnsatisfiable: 'ScheduleAnyway'",
    wrong: "whenUnsatisfiable: 'ScheduleAnyWay'",
    code: WRONG_VALUE_BUT_LIKE,
    at: 'whenUnsatisfiable',
  },
  {
    what: 'a field of another kind',
    file: `${OBJECTS}pod-disruption-budget.ts`,
    right: "unhealthyPodEvictionPolicy: 'AlwaysAllow'",
    wrong: 'pollingInterval: 30',
    code: WRONG_TYPE,
    at: 'pollingInterval',
  },
  {
    what: 'a kind that is not emitted',
    file: `${OBJECTS}pod-disruption-budget.ts`,
    right: "'PodDisruptionBudget',",
    wrong: "'PodDisruptionBudgets',",
    code: WRONG_ARGUMENT,
    at: "'PodDisruptionBudgets'",
  },
  {
    what: 'the layout of another operation',
    file: 'src/targets/ecs/payloads.ts',
    right: "'RegisterScalableTarget',",
    wrong: "'UpdateService',",
    code: WRONG_ARGUMENT,
    at: "layOut('ecs/scalable-target', { ...ecs, scaling }, ecs.at)",
  },
  {
    what: 'a payload that no template lays out',
    file: 'src/targets/ecs/payloads.ts',
    right: "layOut('ecs/service-update', context, ecs.at)",
    wrong: 'new Sourced({ service: ecs.serviceName }, ecs.at)',
    head: "import { Sourced } from '../../model/sourced.ts';",
    code: WRONG_ARGUMENT,
    at: 'new Sourced({ service: ecs.serviceName }, ecs.at)',
  },
  {
    what: 'a context without what its template asks for',
    file: 'src/targets/ecs/payloads.ts',
    right: "layOut('ecs/alarm', { ...ecs, alarm }, ecs.at)",
    wrong: "layOut('ecs/alarm', ecs, ecs.at)",
    code: WRONG_ARGUMENT,
    at: 'ecs',
  },
  {
    what: 'a member that the payload of a resource does not have',
    file: 'src/targets/ecs/pool-resources.ts',
    right: "without(payloads.create, 'desiredCount', 'taskDefinition')",
    wrong: "without(payloads.create, 'desiredCout', 'taskDefinition')",
    code: WRONG_ARGUMENT,
    at: "'desiredCout'",
  },
];

/** The same of a template: `file` is its name. */
const IN_TEMPLATES: readonly Mistake[] = [
  {
    what: 'an unknown key of an ECS payload',
    file: 'ecs/service-update',
    right: '"desiredCount": {{json service.heldCount}}',
    wrong: '"desiredCout": {{json service.heldCount}}',
    code: UNKNOWN_KEY,
    at: '"desiredCout"',
  },
  {
    what: 'an unknown key far inside a payload',
    file: 'ecs/task-definition',
    right: '"startPeriod": {{json health.startPeriod}}',
    wrong: '"startPeriods": {{json health.startPeriod}}',
    code: WRONG_TYPE,
    at: '"startPeriods"',
  },
  {
    what: 'a duration where a count of tasks belongs',
    file: 'ecs/policy-step',
    right: '"MinAdjustmentMagnitude": {{json policy.minimum}}',
    wrong: '"MinAdjustmentMagnitude": {{json policy.cooldown}}',
    code: WRONG_TYPE,
    at: '"MinAdjustmentMagnitude"',
  },
  {
    what: 'a value that the API does not have',
    file: 'lambda/schedule',
    right: '{"Mode": "OFF"}',
    wrong: '{"Mode": "NEVER"}',
    code: WRONG_TYPE,
    at: '"Mode"',
  },
  {
    what: 'a value that may be absent, without a condition',
    file: 'ecs/task-definition',
    right: '"executionRoleArn": {{json service.task.executionRoleArn}}',
    wrong: '"family": {{json service.task.taskRoleArn}}',
    code: WRONG_TYPE,
    at: '"family"',
  },
  {
    what: 'a required member behind a condition',
    file: 'ecs/schedule',
    right: '"Schedule": {{json schedule.cron}},',
    wrong: '{{#if schedule.cron}}"ResourceId": {{json schedule.cron}},{{/if}}',
    code: WRONG_TYPE,
    at: '"ResourceId"',
  },
  {
    what: 'a hole that the context does not have',
    file: 'ecs/alarm',
    right: '{{json alarm.threshold}}',
    wrong: '{{json alarm.treshold}}',
    code: MISSING_PROPERTY_BUT_LIKE,
    at: 'treshold',
  },
  {
    what: 'a list of the context that is none',
    file: 'lambda/permissions',
    right: '{{#each watcher.queues}}',
    wrong: '{{#each watcher.quiet}}',
    code: WRONG_ARGUMENT,
    at: 'c.watcher?.quiet',
  },
  {
    what: 'a hole of a text that the context does not have',
    file: 'lambda/index.js',
    right: '{{print handler~}}',
    wrong: '{{print text~}}',
    code: MISSING_PROPERTY,
    at: 'text',
  },
];

/** A value that no member of an emitted object has, not even in a map with any keys. */
const STRANGER = ' stranger: /x/,';

describe('decision 0003: a mistake in an emitter does not compile', () => {
  const sources = templateSources(fromRoot('.'));
  const files = new Map<string, string>();

  const emitters = IN_EMITTERS.map(mistake => {
    const text = source(mistake.file);
    const path = beside(mistake.file, `mistake-${String(files.size)}.ts`);
    files.set(path, `${mistake.head ?? ''}${changed(text, mistake)}`).set(mistake.file, text);
    return { ...mistake, path };
  });
  const templates = IN_TEMPLATES.map(mistake => {
    const path = `generated/mistake-${String(files.size)}.ts`;
    files.set(path, templateLayouts(new Map([...sources, [mistake.file, changed(template(mistake.file), mistake)]])));
    return { ...mistake, path };
  });
  files.set(LAYOUTS, templateLayouts(sources));
  files.set('generated/too-few.ts', templateLayouts(without('ecs/alarm')));
  files.set('generated/too-many.ts', templateLayouts(new Map([...sources, ['ecs/new', '{}']])));
  const strangers = [...emitterFiles(), LAYOUTS].flatMap(file => {
    const text = files.get(file) ?? source(file);
    // All methods of the layouts are made alike, so the deepest of them stands for all.
    const places = objectLiterals(text).filter(
      place => file !== LAYOUTS || (place > text.indexOf(DEEPEST) && place < text.indexOf('export const lambda')),
    );
    return places.map(place => {
      const path = beside(file, `stranger-${String(files.size)}.ts`);
      files.set(path, `${text.slice(0, place)}${STRANGER}${text.slice(place)}`);
      return { path, where: `${file}: {${text.slice(place, place + 60)}` };
    });
  });

  let found: ReadonlyMap<string, readonly TypeError[]> = new Map();
  const errorsOf = (path: string): readonly TypeError[] => found.get(path) ?? [];
  beforeAll(() => {
    found = typeErrors(files);
  });

  test.each(emitters)('$what: $wrong', ({ path, file, code, at }) => {
    expect(errorsOf(file)).toEqual([]);
    expect(errorsOf(path).map(error => ({ code: error.code, at: error.at }))).toContainEqual({ code, at });
  });

  test.each(templates)('$what: $wrong', ({ path, code, at }) => {
    expect(errorsOf(LAYOUTS)).toEqual([]);
    expect(errorsOf(path).map(error => ({ code: error.code, at: error.at }))).toContainEqual({ code, at });
  });

  test('a template without a type, and a type without a template', () => {
    expect(errorsOf('generated/too-many.ts')[0]?.message).toContain(`'"ecs/new"' does not exist in type`);
    expect(errorsOf('generated/too-few.ts')[0]?.message).toContain(`Property ''ecs/alarm'' is missing`);
  });

  test('a member that is unknown, in any object that an emitter or a template lays out', () => {
    expect(strangers.length).toBeGreaterThan(100);
    expect(strangers.filter(({ path }) => errorsOf(path).length === 0).map(({ where }) => where)).toEqual([]);
  });

  function without(name: string): ReadonlyMap<string, string> {
    return new Map([...sources].filter(([other]) => other !== name));
  }

  function template(name: string): string {
    return sources.get(name) ?? '';
  }
});

const LAYOUTS = 'generated/template-layouts.ts';
const DEEPEST = '"ecs/task-definition"(';

/** All that lay out objects; the others make files of them, or the text of a dashboard. */
function emitterFiles(): readonly string[] {
  const others = [
    'dashboard.ts',
    'dashboards.ts',
    'emitted-objects.ts',
    'environment-switch.ts',
    'identity.ts',
    'kubernetes.ts',
    'synthesise.ts',
  ];
  return readdirSync(fromRoot(OBJECTS))
    .filter(file => !others.includes(file))
    .map(file => `${OBJECTS}${file}`);
}

function source(file: string): string {
  return readFileSync(fromRoot(file), 'utf8');
}

function changed(text: string, { file, right, wrong }: Mistake): string {
  expect(text.split(right), `${file} has ${right} once`).toHaveLength(2);
  return text.replace(right, () => wrong);
}
