import type { CountOwner } from './count-owner.ts';
import type { TriggerPurpose } from './kubernetes-plan.ts';
import type { Origin, Path, Sourced } from './sourced.ts';
import type { TargetName } from './targets.ts';
import type { Replicas, Seconds } from './units.ts';

/**
 * What a pool does on one target, worked out from what is emitted for it, and not guessed. All that is said of a
 * pool's behaviour (findings, `lint --proofs`, REPORT.md, the summary, dashboards) is read here.
 *
 * Times are the longest that they can be. A part is computed when it is first read.
 */
export interface Proof {
  readonly target: TargetName;
  readonly owner: CountOwner;
  /** Replicas at rest: the minimum, or what the stage holds. */
  readonly rest: Sourced<Replicas>;
  /** What starts the first replica; undefined for a pool that is never at zero. */
  readonly wake: WakeProof | undefined;
  /** When it is back at rest; undefined where nothing moves the count. */
  readonly back: ReturnProof | undefined;
  /** What happens while a source does not answer, one entry for each that is read. */
  readonly lost: readonly LostSource[];
  /** What the end of a schedule's window does; undefined without a schedule. */
  readonly schedule: ScheduleProof | undefined;
  /** What a rollout costs; undefined where somebody else deploys. */
  readonly rollout: RolloutProof | undefined;
  /** At which load each replica comes, for each signal that scales the pool. */
  readonly thresholds: readonly SignalThresholds[];
  /** How long from one bound to the other; undefined where what is declared does not decide it. */
  readonly pace: Pace | undefined;
  /** What bounds the count below its maximum; undefined where nothing does, and where nothing moves it. */
  readonly reach: Reach | undefined;
}

/** Something declared, and where. */
export interface Declared {
  /** Its line: the query, the metric, or the signal. */
  readonly at: Origin;
  /** As in the configuration, from `pools` on. */
  readonly path: Path;
  /** `kafkaLag`, or `wake` for a source of its own. */
  readonly from: string;
  /** The same as it is called in the file: `signals.kafkaLag`, `wake.source`. */
  readonly what: string;
}

/** The paths by which the first unit of work wakes the pool. */
export interface WakeProof {
  readonly paths: readonly WakePath[];
  /** Ways that were declared and cannot wake it, each with the reason: `job="embedder" is the pool itself`. */
  readonly refused: readonly RefusedWake[];
  /** A schedule that raises the minimum, work or not. */
  readonly scheduled: ScheduledWake | undefined;
}

/** A window of a schedule, and how long after its beginning the first replica takes work. */
export interface ScheduledWake {
  readonly at: Origin;
  readonly longest: Sourced<Seconds>;
}

export interface RefusedWake extends Declared {
  readonly reason: RefusedReason;
  /** Why, as the end of a sentence. */
  readonly detail: string;
}

/**
 * `self`: the pool's own metric, silent while nothing runs. `resource`: measured on replicas. `no-committed-offset`:
 * Kafka knows no topics of a group that never committed. `no-metric`: nothing shows it on this target. `constant`: the
 * query cannot exceed the activation, whatever waits. `unreadable`: Prometheus refuses the query.
 */
export type RefusedReason = 'self' | 'resource' | 'no-committed-offset' | 'no-metric' | 'constant' | 'unreadable';

export interface WakePath extends Declared {
  /**
   * Fewest units of work that surely wake it: activation is strict, so one more than it. undefined for a query whose
   * unit is its author's.
   */
  readonly smallest: Sourced<number> | undefined;
  /** Longest time from the first unit to the first replica that takes work: poll or alarm, node, image, start. */
  readonly longest: Sourced<Seconds>;
  /** Work waits where it is safe meanwhile. */
  readonly holdsWork: boolean;
}

/** What happens when work ends. */
export interface ReturnProof {
  /** Time from the last unit of work to the replicas at rest, from the maximum; undefined where it never gets there. */
  readonly after: Sourced<Seconds> | undefined;
  /** What surely keeps it from returning. */
  readonly blocked: readonly BlockedReturn[];
}

/** `memory-stays`: memory hardly falls when work does. `scale-in-disabled`: the pool says that nothing goes. */
export interface BlockedReturn extends Declared {
  readonly reason: 'error-when-idle' | 'never-inactive' | 'no-data-is-unknown' | 'memory-stays' | 'scale-in-disabled';
  /** The query, where `(query >= 0) or vector(0)` would be 0 when idle. */
  readonly guardable?: string | undefined;
  /** Why, as the end of a sentence. */
  readonly detail: string;
}

/** What happens to the count while one source does not answer. */
export interface LostSource {
  readonly of: TriggerPurpose | 'queueHistory';
  /** `signals.kafkaLag`, `wake.source`, as in the configuration. */
  readonly what: string;
  /**
   * `holds`: no replica goes, and other signals may add some. `falls-back`: the count becomes that of the fallback, and
   * none goes. `falls-to`: the count becomes that of the fallback, whatever it was. `reads-zero`: it is taken for
   * no work. `stops-all`: no signal of the pool is read any more.
   */
  readonly effect: 'holds' | 'falls-back' | 'falls-to' | 'reads-zero' | 'stops-all';
  /** Of a fallback. */
  readonly replicas: Sourced<Replicas> | undefined;
  /** Whether a pool at zero is started by it: a fallback counts as activity from KEDA 2.19 on. */
  readonly wakes: boolean;
}

export interface ScheduleProof {
  readonly at: Origin;
  /**
   * `signals`: what the signals ask for from then on. `alone`: there is no signal, so that the minimum is left.
   * `window`: the action at the end takes the replicas away.
   */
  readonly ends: 'signals' | 'alone' | 'window' | 'never';
  /** From the end of the last window to the replicas at rest; undefined where `ends` is `never`. */
  readonly after: Sourced<Seconds> | undefined;
}

/** What a rollout costs beside time. */
export interface RolloutProof {
  readonly first: 'start' | 'stop';
  /** Replicas that run beside the others at most, when all of `max` run. */
  readonly extra: number;
  /** GPUs that they need. */
  readonly extraGpus: number;
  /** How long nothing takes work where the only replica is stopped first; undefined where one always does. */
  readonly outage: Sourced<Seconds> | undefined;
  /** Whether every replica stops before a new one starts, however many there are. */
  readonly stopsAll: boolean;
}

/** At which load of one signal each replica comes and goes, in the unit of the signal: messages, percent, seconds. */
export interface SignalThresholds {
  readonly of: TriggerPurpose;
  /** `total`: shared by the replicas. `level`: compared as it is, so that each step is a share of the count. */
  readonly kind: 'total' | 'level';
  readonly unit: 'count' | 'percent' | 'seconds' | 'per-second';
  readonly steps: readonly ReplicaStep[];
}

export interface ReplicaStep {
  readonly replicas: number;
  /** So many become more strictly above this value; undefined at the maximum. */
  readonly outAbove: number | undefined;
  /** Highest value at which so many become fewer; undefined at the minimum and where no value does. */
  readonly inFrom: number | undefined;
}

/** How long a pool takes between its bounds when the load asks for all at once, in seconds. */
export interface Pace {
  readonly up: number;
  readonly down: number;
  /** What of scaleDown makes it slower than up; undefined where no value of it does. */
  readonly slower: { readonly key: 'stabilizationWindow' | 'cooldown'; readonly seconds: number } | undefined;
}

/** Nothing ever asks for more than `top` replicas. */
export interface Reach {
  readonly top: number;
  readonly limits: readonly ReachLimit[];
}

/** Something that asks for replicas, and never for more than `asks` of them. */
export interface ReachLimit {
  readonly kind: 'utilisation' | 'query' | 'wake' | 'schedule' | 'disabled';
  readonly asks: number;
  readonly detail: string;
  readonly at: Origin;
  readonly path: Path;
  /** A utilisation that never gets above its target, and the highest one, in whole percent, that it does get above. */
  readonly utilisation?: { readonly target: Sourced<number>; readonly highest: number };
}
