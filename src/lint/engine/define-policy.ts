import type { Fix, Severity, Step } from '../../model/diagnostic.ts';
import type { Example } from '../../model/example.ts';
import type { Message, MessageData, Messages } from '../../model/message.ts';
import type { Plan, PoolPlan } from '../../model/plan.ts';
import type { Origin, Path } from '../../model/sourced.ts';
import type { Proof } from '../../model/proof.ts';

/** Folders under `policies/`, in the order of the index. */
export const GROUPS = [
  'bounds',
  'signals',
  'behavior',
  'wake',
  'kafka',
  'kubernetes',
  'aws',
  'gpu',
  'work',
  'hygiene',
  'pipestream',
  'history',
] as const;
export type Group = (typeof GROUPS)[number];

/** `recommended` policies are always on; those of `strict` only at that level. */
export type Level = 'recommended' | 'strict';

/** A setting of a policy; what is written in `lint.rules` has the type of the default. */
export interface Option<T extends OptionValue = OptionValue> {
  readonly describe: string;
  readonly default: T;
}
export type OptionValue = number | string | boolean | readonly string[];
type Widened<T> = T extends number
  ? number
  : T extends string
    ? string
    : T extends boolean
      ? boolean
      : T extends readonly string[]
        ? readonly string[]
        : never;
export type OptionsOf<O extends Readonly<Record<string, Option>>> = {
  readonly [K in keyof O]: Widened<O[K]['default']>;
};

/** Where a finding is, and what fills its message. */
export interface Place {
  /** Its line is the first one that the user wrote and that led to this. */
  readonly at: Origin;
  /** Path in the configuration, which a baseline is keyed by. */
  readonly path: Path;
  readonly related?: readonly { readonly message: string; readonly at: Origin }[];
  /** undefined for a fix that cannot be made here (nothing is written, or it is written elsewhere). */
  readonly fixes?: readonly (Fix | undefined)[];
  /** In order, with the commands, where no edit of the configuration fixes it alone. */
  readonly steps?: readonly Step[];
}

export interface Context<M extends Messages, O extends Readonly<Record<string, Option>>> {
  readonly plan: Plan;
  readonly options: OptionsOf<O>;
  /** How a pool that may be at zero wakes and returns, on each target; worked out once and shared. */
  readonly proofs: (pool: PoolPlan) => readonly Proof[];
  readonly report: <K extends keyof M & string>(
    message: K,
    finding: Place & { readonly data: MessageData<M[K]> },
  ) => void;
}

export type { Example };

export interface BadExample extends Example {
  /** Path of the finding, as text: `pools.worker.replicas.min`. */
  readonly path: string;
  readonly message: string;
  /** Other policies that fire too, because one fault is several. */
  readonly also?: readonly string[];
}

export interface Definition<M extends Messages, O extends Readonly<Record<string, Option>>> {
  readonly id: string;
  readonly group: Group;
  readonly severity: Severity;
  readonly level: Level;
  /** Only where the configuration has this preset. */
  readonly preset?: 'pipestream';
  /** Only what holds in every environment that has the pool is reported. */
  readonly everywhere?: true;
  /** The rule that must hold, in one sentence. */
  readonly summary: string;
  /** What happens in production otherwise. */
  readonly why: string;
  /** Where that is known from. */
  readonly source: string;
  readonly options?: O;
  readonly messages: M;
  /** Policies whose findings on the same pool are only consequences of this one; they become notes of it. */
  readonly explains?: readonly string[];
  /** For each pool of each environment. */
  readonly pool?: (pool: PoolPlan, context: Context<M, O>) => void;
  /** Once for each environment. */
  readonly environment?: (plan: Plan, context: Context<M, O>) => void;
  /** Once for each environment of several, with all of them, as they stand in the file. */
  readonly beside?: (plan: Plan, environments: readonly Plan[], context: Context<M, O>) => void;
  /** For each environment that a base revision has too; silent outside a git repository. */
  readonly history?: (plan: Plan, base: Plan, context: Context<M, O>) => void;
  /** A function, so that a run that only lints never makes them: they are half of what there is to load. */
  readonly examples: () => { readonly bad: readonly BadExample[]; readonly good: readonly Example[] };
}

/** What a run of a policy is given; the typed context is made of it. */
export interface Run {
  readonly plan: Plan;
  /** From `lint.rules`, already checked against the policy's options. */
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly proofs: (pool: PoolPlan) => readonly Proof[];
  readonly found: (finding: Finding) => void;
}

/** A diagnostic before it is made: which sentence, what fills it, and its place, still an origin. */
export interface Finding extends Place {
  readonly messageId: string;
  readonly message: Message;
  readonly data: Readonly<Record<string, string | number>>;
}

/** A policy with its types closed over: what the runner, the documentation and the tests go through. */
export interface Policy
  extends Omit<
    Definition<Messages, Readonly<Record<string, Option>>>,
    'pool' | 'environment' | 'beside' | 'history' | 'options'
  > {
  readonly options: Readonly<Record<string, Option>>;
  readonly onPool: ((run: Run) => (pool: PoolPlan) => void) | undefined;
  readonly onEnvironment: ((run: Run) => void) | undefined;
  readonly onBeside: ((run: Run, environments: readonly Plan[]) => void) | undefined;
  readonly onHistory: ((run: Run, base: Plan) => void) | undefined;
}

/** Declares a policy; messages and options are typed by what is declared. */
export function definePolicy<
  const M extends Messages,
  const O extends Readonly<Record<string, Option>> = Readonly<Record<never, Option>>,
>(definition: Definition<M, O>): Policy {
  const { pool, environment, beside, history, options, ...data } = definition;
  const contextOf = (run: Run): Context<M, O> => ({
    plan: run.plan,
    // The runner has checked each against its default, which a record of any policy's options cannot show.
    options: run.options as OptionsOf<O>,
    proofs: run.proofs,
    report: (messageId, found) => {
      const message: Message | undefined = definition.messages[messageId];
      if (message === undefined) throw new Error(`policy ${definition.id} has no message ${messageId}`);
      run.found({ ...found, messageId, message });
    },
  });
  return {
    ...data,
    options: options ?? {},
    onPool:
      pool === undefined
        ? undefined
        : run => {
            const context = contextOf(run);
            return planned => {
              pool(planned, context);
            };
          },
    onEnvironment:
      environment === undefined
        ? undefined
        : run => {
            environment(run.plan, contextOf(run));
          },
    onBeside:
      beside === undefined
        ? undefined
        : (run, environments) => {
            beside(run.plan, environments, contextOf(run));
          },
    onHistory:
      history === undefined
        ? undefined
        : (run, base) => {
            history(run.plan, base, contextOf(run));
          },
  };
}
