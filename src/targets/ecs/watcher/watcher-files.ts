import type { OutputFile } from '../../../model/output-file.ts';
import type { PoolPlan } from '../../../model/plan.ts';
import { payloadFile } from '../aws-payloads.ts';
import { handlerCode } from './index-js.ts';
import type { WatcherPayloads } from './payloads.ts';

/** The function, its roles and its schedule, as `aws … --cli-input-json` takes them, and the handler to read. */
export function watcherFiles({ pool }: PoolPlan, payloads: WatcherPayloads): readonly OutputFile[] {
  const folder = `lambda/${pool.name.plain}-scaler`;
  const { role, scheduleRole } = payloads;
  return [
    ...[
      ...payloads.logs,
      payloads.function,
      role.role,
      role.policy,
      scheduleRole.role,
      scheduleRole.policy,
      payloads.schedule,
      payloads.alarm,
      ...(payloads.silenceAlarm === undefined ? [] : [payloads.silenceAlarm]),
    ].map(payload => payloadFile(folder, pool.key, payload)),
    { form: 'text', path: `${folder}/index.js`, pool: pool.key, text: handlerCode().text },
  ];
}
