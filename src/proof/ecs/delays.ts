import { because } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';

/** How late AWS shows and does things, each as the longest that it can be. */

export const period = because('CloudWatch publishes one value per minute, after the minute', seconds(60));

export const rate = because('the watcher runs once a minute', seconds(60));

export const scheduling = because(
  'EventBridge Scheduler has a precision of 60 s, so two runs can be 2 minutes apart',
  seconds(60),
);

export const scheduledAction = because(
  'EC2 Auto Scaling documents up to 2 minutes for a scheduled action; Application Auto Scaling documents nothing',
  seconds(120),
);
