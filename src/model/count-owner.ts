/**
 * Who decides how many replicas of a pool run on a target, at the pool's stage. There is one; whoever else sets the
 * count is undone by it.
 *
 * `git`: the emitted manifest states the count. `autoscaler`: an HPA, with or without KEDA, or the policies of
 * Application Auto Scaling. `schedule`: scheduled actions alone. `watcher`: the Lambda function that starts and stops
 * an ECS service, where nothing else scales it; beside an autoscaler it owns the step between 0 and 1 only.
 * `elsewhere`: whoever deploys the workload.
 */
export type CountOwner = 'git' | 'autoscaler' | 'schedule' | 'watcher' | 'elsewhere';
