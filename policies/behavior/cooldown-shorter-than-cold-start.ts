import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

export default definePolicy({
  id: 'cooldown-shorter-than-cold-start',
  group: 'behavior',
  severity: 'error',
  level: 'recommended',
  summary: 'The scale-out cooldown on ECS must be at least as long as the cold start.',
  why: oneLine(
    'While a new task starts, the old tasks still carry the load. The alarm fires again and adds more tasks for the',
    'same load, and all of them arrive when it is already handled',
  ),
  source: oneLine(
    'Semantics 51; Application Auto Scaling, "ScaleOutCooldown": the time to wait for a previous scale-out activity to',
    'take effect',
  ),
  messages: {
    shorter: {
      text: oneLine(
        'pool "{pool}" scales out again after {cooldown}, but a new task takes work only after {coldStart}: up to',
        '{times} scale-outs for the same load',
      ),
      help: oneLine(
        'Set `scaleUp.cooldown` to {coldStart}, or remove it, because its default is at least as long; if tasks start',
        'faster, lower `coldStart`',
      ),
    },
  },
  pool({ pool, on: { ecs }, signals }, { report }) {
    const { cooldown } = pool.scaleUp;
    const { coldStart } = pool;
    if (
      ecs === undefined ||
      pool.scaleUp.select.plain === 'disabled' ||
      signals.length === 0 ||
      cooldown.origin.kind !== 'written' ||
      cooldown.plain >= coldStart.plain
    )
      return;
    const started = formatDuration(coldStart.plain);
    const whole = formatDuration(seconds(Math.ceil(coldStart.plain)));
    report('shorter', {
      at: cooldown.origin,
      path: ['pools', pool.key, 'scaleUp', 'cooldown'],
      // Application Auto Scaling evaluates once a minute.
      data: {
        pool: pool.key,
        cooldown: formatDuration(cooldown.plain),
        coldStart: started,
        times: Math.max(2, Math.ceil(coldStart.plain / Math.max(60, cooldown.plain))),
      },
      related: [{ message: `the cold start of ${started}`, at: coldStart.origin }],
      fixes: [fix(`Set \`scaleUp.cooldown\` to ${whole}`, 'unsafe', replaceValue(cooldown, whole))],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a cooldown of one minute, and four minutes to load a model',
        path: 'pools.transcriber.scaleUp.cooldown',
        message: 'shorter',
        targets: 'ecs',
        yaml: `pools:
  transcriber:
    kind: demand-driven
    replicas: 1..5
    coldStart: 4m
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 60% }
    scaleUp: { cooldown: 1m }
`,
      },
    ],
    good: [
      {
        title: 'a cooldown that is as long as the cold start',
        targets: 'ecs',
        yaml: `pools:
  transcriber:
    kind: demand-driven
    replicas: 1..5
    coldStart: 4m
    containers: { transcriber: { image: "registry.example.com/transcriber:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 60% }
    scaleUp: { cooldown: 4m }
`,
      },
    ],
  }),
});
