import { fold } from '../../model/nearest.ts';
import type { OtherWords } from '../messages.ts';
import { SYNONYMS } from './synonyms.ts';

/** Where something is that people look for under another word. */
export interface Elsewhere {
  /** One sentence, with the code in it written `as.here`. */
  readonly says: string;
  /** The field that the sentence sends to; absent where the language has no such thing. */
  readonly field?: string;
}

/** What people type who know another tool, and which no key of the place resembles. */
const WORDS: Readonly<Record<string, Elsewhere>> = {
  services: { says: 'Each service is a pool: describe it under `pools`.', field: 'pools' },
  workloads: { says: 'Each workload is a pool: describe it under `pools`.', field: 'pools' },
  autoscaling: {
    says: 'A pool scales by its `signals`, between the bounds in `replicas`.',
    field: 'pools.<pool>.signals',
  },
  hpa: {
    says: 'The compiler chooses HPA or ScaledObject: write `signals` and `replicas` of the pool.',
    field: 'pools.<pool>.signals',
  },
  behavior: {
    says: 'Write the pace of each direction in `scaleUp` and `scaleDown` of the pool.',
    field: 'pools.<pool>.scaleDown',
  },
  pdb: {
    says: 'Write what a drain may take away in `disruption` of the pool.',
    field: 'pools.<pool>.disruption',
  },
  minReplicas: { says: 'Write it as `replicas: { min: 2 }` of the pool.', field: 'pools.<pool>.replicas.min' },
  maxReplicas: { says: 'Write it as `replicas: { max: 10 }` of the pool.', field: 'pools.<pool>.replicas.max' },
  minReplicaCount: { says: 'Write it as `replicas: { min: 0 }` of the pool.', field: 'pools.<pool>.replicas.min' },
  maxReplicaCount: { says: 'Write it as `replicas: { max: 10 }` of the pool.', field: 'pools.<pool>.replicas.max' },
  cooldownPeriod: {
    says: 'Write how long a pool must be idle before it goes to zero in `idle` of the pool.',
    field: 'pools.<pool>.idle',
  },
  rps: {
    says: 'Write the request rate of one replica in `signals.requests` of the pool.',
    field: 'pools.<pool>.signals.requests',
  },
  triggers: {
    says: 'Each trigger is a signal: write it in `signals` of the pool, and one that has no field there in `signals.custom`.',
    field: 'pools.<pool>.signals',
  },
  strategy: {
    says: 'Write what a rollout does first, start or stop a replica, in `rollout` of the pool.',
    field: 'pools.<pool>.rollout',
  },
  annotations: {
    says: 'There are none to set; `labels` of a pool go to all of its objects.',
    field: 'pools.<pool>.labels',
  },
  team: { says: 'Write it as a label: `labels: { team: search }` of the pool.', field: 'pools.<pool>.labels' },
  owner: { says: 'Write it as a label: `labels: { owner: search }` of the pool.', field: 'pools.<pool>.labels' },
  vpa: {
    says: 'None is emitted: one that sets requests works against an autoscaler on CPU, so let yours only recommend.',
  },
  defaults: {
    says: 'There is no such block: `priority` sets the defaults of all pools, and a YAML anchor shares a block.',
    field: 'priority',
  },
  extends: {
    says: 'Only an environment extends another: `environments: { production: { extends: staging } }`.',
    field: 'environments.<environment>.extends',
  },
  include: {
    says: 'A configuration is one file: share a block with a YAML anchor, and policies with `policies`.',
    field: 'policies',
  },
};

const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.entries(WORDS).map(([word, { says }]) => [fold(word), says]),
);

/** What is said of an unknown key of a configuration; case, hyphens and underscores make no difference. */
export const OTHER_WORDS: OtherWords = {
  synonyms: SYNONYMS,
  elsewhere: word => SENTENCES.get(fold(word)),
};

/** For the documentation, in the order of the table. */
export const ELSEWHERE: readonly (readonly [word: string, entry: Elsewhere])[] = Object.entries(WORDS);
