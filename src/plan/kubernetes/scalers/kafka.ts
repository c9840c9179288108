import type { Kafka, KafkaAuth } from '../../../model/kafka.ts';
import type { Authentication, KafkaMetadata, Trigger } from '../../../model/kubernetes-plan.ts';
import type { Pool } from '../../../model/pool.ts';
import { SIGNAL_FACTS } from '../../../model/signals.ts';
import type { KafkaLagSignal } from '../../../model/signals.ts';
import { because, mapped } from '../../../model/sourced.ts';
import type { Origin, Sourced } from '../../../model/sourced.ts';
import { activationOf } from '../activation.ts';
import { podIdentity, secretOf, signInOf } from '../authentication.ts';
import { built } from '../built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from '../built-triggers.ts';

/** One trigger for all the topics, since the HPA takes the maximum of several and not their sum (semantics 24). */
export function kafkaTrigger(kafka: Kafka, signal: KafkaLagSignal, { neutral }: TriggerContext): BuiltTriggers {
  const { auth, bootstrapServers } = kafka;
  const { topics, leases, at } = signal;
  const way = wayTo(kafka, signal);
  const { emitted, ...signIn } = signInOf(
    neutral.pool.name,
    'kafka',
    auth?.authentication,
    authenticationOf(neutral.pool, auth),
  );
  const { type, why } = WAYS[way];
  const trigger: Trigger<'kafka'> = {
    scaler: 'kafka',
    for: 'kafkaLag',
    type: because(why, type, at),
    name: because('called as the signal is', SIGNAL_FACTS.kafkaLag.slug, at),
    metricType: because('lag for each replica', 'AverageValue', at),
    metadata: {
      bootstrapServers,
      consumerGroup: signal.consumerGroup,
      topic: topics.kind === 'listed' ? topicOf(topics.names, topics.at) : undefined,
      lagThreshold: mapped(signal.perReplica, String),
      activationLagThreshold: activationOf(neutral, 'kafkaLag', signal.activation),
      offsetResetPolicy: signal.offsetReset,
      // Excludes limitToPartitionsWithLag, which is therefore never written (semantics 22).
      allowIdleConsumers:
        leases === undefined
          ? undefined
          : because('topics are leased whole, so the cap by partitions is wrong (semantics 54)', 'true', leases.at),
      ...saslOf(way, auth),
    },
    ...signIn,
  };
  return built(trigger, emitted);
}

function topicOf(names: readonly Sourced<string>[], at: Origin): Sourced<string> | undefined {
  if (names.length === 1) return names[0];
  return because('apache-kafka adds up a list of topics', names.map(({ plain }) => plain).join(','), at);
}

type Way = keyof typeof WAYS;

/** The two Kafka scalers of KEDA, each where it is the right one. */
const WAYS = {
  brokers: { type: 'kafka', why: 'the Kafka scaler reads lag from the brokers' },
  list: { type: 'apache-kafka', why: 'of the two Kafka scalers apache-kafka takes a list of topics' },
  iam: { type: 'apache-kafka', why: 'MSK IAM is spoken by the apache-kafka scaler' },
  // apache-kafka counts every topic of the cluster where none is named, and fails while the group has no member, so it
  // would never wake (apache_kafka_scaler.go, getTopicPartitions).
  groupOverIam: {
    type: 'kafka',
    why: 'the Kafka scaler knows the topics of a group that is asleep, and speaks MSK IAM with tokens',
  },
} as const;

function wayTo({ auth }: Kafka, { topics }: KafkaLagSignal): Way {
  const iam = auth?.sasl.plain === 'aws_msk_iam';
  if (topics.kind !== 'listed') return iam ? 'groupOverIam' : 'brokers';
  if (iam) return 'iam';
  return topics.names.length > 1 ? 'list' : 'brokers';
}

type Sasl = Pick<KafkaMetadata, 'sasl' | 'saslTokenProvider' | 'tls' | 'awsRegion'>;

function saslOf(way: Way, auth: KafkaAuth | undefined): Sasl {
  if (auth === undefined)
    return { sasl: undefined, saslTokenProvider: undefined, tls: undefined, awsRegion: undefined };
  const { sasl, tls, awsRegion } = auth;
  const iam = sasl.plain === 'aws_msk_iam';
  return {
    sasl:
      sasl.plain === 'none'
        ? undefined
        : way === 'groupOverIam'
          ? because('tokens of MSK IAM travel as OAUTHBEARER', 'oauthbearer', sasl.origin)
          : sasl,
    saslTokenProvider:
      way === 'groupOverIam'
        ? because("tokens are signed with the pod's identity (KEDA 2.14)", 'aws_msk_iam', sasl.origin)
        : undefined,
    tls: mapped(tls, on => (on ? 'enable' : 'disable')),
    awsRegion: iam ? awsRegion : undefined,
  };
}

function authenticationOf({ name }: Pool, auth: KafkaAuth | undefined): Authentication | undefined {
  if (auth === undefined) return undefined;
  const { sasl, secret, tls } = auth;
  if (sasl.plain === 'aws_msk_iam') return podIdentity(name);
  if (secret === undefined) return undefined;
  if (sasl.plain !== 'none') return secretOf(name, 'kafka', secret, ['username', 'password']);
  // Without SASL a secret can only be the client's certificate.
  return tls.plain ? secretOf(name, 'kafka', secret, ['ca', 'cert', 'key']) : undefined;
}
