import { plainOf } from '../model/output-file.ts';
import type { OutputFile, StructuredFile } from '../model/output-file.ts';
import type { Json, Path } from '../model/sourced.ts';
import { listAt, numberAt, valueAt } from './json-path.ts';
import type { Finding } from './objects.ts';

/**
 * Rules between the fields of one payload that the API checks and a schema cannot say: the API reference of each
 * operation.
 */
export function awsFindings(files: readonly OutputFile[]): Finding[] {
  return files.flatMap(file => {
    if (file.form === 'text' || file.schema?.of !== 'aws') return [];
    const plain = plainOf(file);
    switch (file.schema.operation) {
      case 'RegisterTaskDefinition':
        return portsOnce(file, plain);
      case 'RegisterScalableTarget':
        return ordered(file, plain, ['MinCapacity'], ['MaxCapacity']);
      case 'PutScheduledAction':
        return ordered(file, plain, ['ScalableTargetAction', 'MinCapacity'], ['ScalableTargetAction', 'MaxCapacity']);
      case 'PutScalingPolicy':
        return [
          ...steps(file, plain),
          ...returned(file, plain, [
            'TargetTrackingScalingPolicyConfiguration',
            'CustomizedMetricSpecification',
            'Metrics',
          ]),
        ];
      case 'PutMetricAlarm':
        return [
          ...ordered(file, plain, ['DatapointsToAlarm'], ['EvaluationPeriods']),
          ...returned(file, plain, ['Metrics']),
        ];
      default:
        return [];
    }
  });
}

function ordered(file: StructuredFile, plain: Json, low: Path, high: Path): Finding[] {
  const from = numberAt(plain, ...low);
  const to = numberAt(plain, ...high);
  if (from === undefined || to === undefined || from <= to) return [];
  return [{ file, path: low, problem: `is ${String(from)}, above ${String(high.at(-1))}, ${String(to)}` }];
}

/** Containers of a task share one network interface under `awsvpc`. */
function portsOnce(file: StructuredFile, plain: Json): Finding[] {
  const seen = new Set<number>();
  return listAt(plain, 'containerDefinitions').flatMap((container, at) =>
    listAt(container, 'portMappings').flatMap((mapping, index): Finding[] => {
      const port = numberAt(mapping, 'containerPort');
      if (port === undefined) return [];
      if (seen.has(port))
        return [
          {
            file,
            path: ['containerDefinitions', at, 'portMappings', index, 'containerPort'],
            problem: `is ${String(port)}, as another port of the task is`,
          },
        ];
      seen.add(port);
      return [];
    }),
  );
}

/** Metric math returns one series; ReturnData is true where it is left out. */
function returned(file: StructuredFile, plain: Json, path: Path): Finding[] {
  const queries = listAt(plain, ...path);
  const count = queries.filter(query => valueAt(query, ['ReturnData']) !== false).length;
  if (queries.length === 0 || count === 1) return [];
  return [{ file, path, problem: `has ${String(count)} queries with ReturnData, and must have exactly one` }];
}

/** Steps touch without a gap or an overlap, and at most one end on each side is open. */
function steps(file: StructuredFile, plain: Json): Finding[] {
  const path = ['StepScalingPolicyConfiguration', 'StepAdjustments'];
  const ranges = listAt(plain, ...path)
    .map((step, index) => ({
      index,
      from: numberAt(step, 'MetricIntervalLowerBound') ?? -Infinity,
      to: numberAt(step, 'MetricIntervalUpperBound') ?? Infinity,
    }))
    .sort((a, b) => a.from - b.from);
  return ranges.flatMap((range, position): Finding[] => {
    const next = ranges[position + 1];
    const at = [...path, range.index];
    if (range.from >= range.to)
      return [{ file, path: at, problem: 'has a lower bound that is not below its upper bound' }];
    if (next === undefined || range.to === next.from) return [];
    return [
      { file, path: at, problem: range.to < next.from ? 'leaves a gap to the next step' : 'overlaps the next step' },
    ];
  });
}
