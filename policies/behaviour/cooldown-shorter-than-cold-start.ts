import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

export default definePolicy({
  id: 'cooldown-shorter-than-cold-start',
  group: 'behaviour',
  severity: 'error',
  level: 'recommended',
  summary: 'After scaling out ECS waits at least until the new task takes work.',
  why: 'While a task starts the load is still on the old ones, so the alarm asks again and each time more tasks are added for the same load; they all arrive when it is already carried',
  source:
    'Semantics 51; Application Auto Scaling, "ScaleOutCooldown": the time to wait for a previous scale-out activity to take effect',
  messages: {
    shorter: {
      text: 'pool "{pool}" adds tasks again after {cooldown}, and a task takes work after {coldStart}: up to {times} scale-outs for one load',
      help: 'Write scaleUp.cooldown: {coldStart}, or leave it out, which is the same or more; if tasks are quicker, say so in coldStart',
    },
  },
  pool({ pool, on: { ecs }, signals }, { report }) {
    const { cooldown } = pool.scaleUp;
    const { coldStart } = pool;
    if (
      ecs === undefined ||
      signals.length === 0 ||
      cooldown.origin.kind !== 'written' ||
      cooldown.plain >= coldStart.plain
    )
      return;
    const started = formatDuration(coldStart.plain);
    report('shorter', {
      at: cooldown.origin,
      path: ['pools', pool.key, 'scaleUp', 'cooldown'],
      // Application Auto Scaling looks once a minute.
      data: {
        pool: pool.key,
        cooldown: formatDuration(cooldown.plain),
        coldStart: started,
        times: Math.max(2, Math.ceil(coldStart.plain / Math.max(60, cooldown.plain))),
      },
      related: [{ message: `its cold start, ${started}`, at: coldStart.origin }],
      fixes: [
        fix(
          'Wait for the cold start',
          'unsafe',
          replaceValue(cooldown, formatDuration(seconds(Math.ceil(coldStart.plain)))),
        ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a minute between steps, and four until a model is loaded',
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
        title: 'just as long as the cold start',
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
