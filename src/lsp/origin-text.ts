import type { Origin, Written } from '../model/sourced.ts';
import type { SourceText } from '../model/span.ts';
import { Sourced, writtenAt } from '../model/sourced.ts';
import {
  bytes,
  formatCpu,
  formatDuration,
  formatMemory,
  formatPercent,
  formatRate,
  milliCpu,
  percent,
  perSecond,
} from '../model/units.ts';

/** Where a value comes from, in a few words; `here` is the place that was asked about. */
export function originText(origin: Origin, here: Here): string {
  switch (origin.kind) {
    case 'written': {
      const { overlay } = origin;
      const place = holds(origin, here) ? 'written here' : `written in line ${lineOf(origin, here)}`;
      return overlay === undefined ? place : `${place}, by the environment ${overlay}`;
    }
    case 'chosen': {
      const near = writtenAt(origin.near);
      return near === undefined || holds(near, here) ? origin.why : `${origin.why} (line ${lineOf(near, here)})`;
    }
    case 'derived': {
      const inputs = Object.entries(origin.from).filter(([name]) => !/^p\d+$/.test(name));
      return inputs.length === 0
        ? `derived: ${origin.how}`
        : `derived: ${origin.how}, with ${inputs.map(([name, input]) => inputText(name, input, here)).join(', ')}`;
    }
  }
}

/** An offset in a text. */
export interface Here {
  readonly source: SourceText;
  readonly offset: number;
}

function holds({ span: { source, start, end } }: Written, here: Here): boolean {
  return source.name === here.source.name && start <= here.offset && here.offset <= end;
}

function inputText(name: string, input: Sourced<unknown>, here: Here): string {
  const written = writtenAt(input.origin);
  return `${name} = ${valueText([name], input.plain)}${written === undefined ? '' : ` (line ${lineOf(written, here)})`}`;
}

/** `12`, or `12 of rendered.yaml` in another file. */
function lineOf({ span: { source, start } }: Written, here: Here): string {
  const line = String(source.positionAt(start).line);
  return source.name === here.source.name ? line : `${line} of ${source.name}`;
}

const duration = (value: number) => formatDuration(value);
const share = (value: number) => formatPercent(percent(value));
const cpu = (value: number) => formatCpu(milliCpu(value));
const memory = (value: number) => formatMemory(bytes(value));
const rate = (value: number) => formatRate(perSecond(value));

/** Units by the end of a path in the resolved model, the longer first: a number alone no longer knows its own. */
const UNITS: readonly (readonly [end: string, format: (value: number) => string])[] = [
  ['latency.target', duration],
  ['cpu.target', share],
  ['memory.target', share],
  ['growth.perReplica', rate],
  ['requests.perReplica', rate],
  ['cpu.request', cpu],
  ['cpu.limit', cpu],
  ['memory.request', memory],
  ['memory.limit', memory],
  ['percent', share],
  ['tolerance', share],
  ...[
    'scrapeInterval',
    'interval',
    'coldStart',
    'idle',
    'retryBudget',
    'longestWork',
    'gracePeriod',
    'period',
    'timeout',
    'for',
    'over',
    'stabilizationWindow',
    'every',
    'cooldown',
    'acceptableLatency',
    'workTime',
    'longest',
    'node',
    'image',
    'startup',
  ].map(end => [end, duration] as const),
];

/** A resolved value as the configuration would write it. */
export function valueText(path: readonly string[], plain: unknown): string {
  if (Array.isArray(plain))
    return `[${plain.map((item: unknown) => valueText(path, item instanceof Sourced ? item.plain : item)).join(', ')}]`;
  if (typeof plain !== 'number') return String(plain);
  const end = `.${path.join('.')}`;
  // A third is not worth seventeen digits.
  const number = Number.isInteger(plain) ? plain : Number(plain.toPrecision(6));
  return UNITS.find(([name]) => end.endsWith(`.${name}`))?.[1](number) ?? String(number);
}
