import type { Trigger } from '../../model/kubernetes-plan.ts';
import { because, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Kafka, KafkaAuth } from '../../model/kafka.ts';
import type { KafkaLagSignal } from '../../model/signals.ts';

/** A trigger that asks the brokers themselves, and how it signs in. */
export interface KafkaTrigger {
  readonly type: Sourced<string>;
  readonly metadata: Trigger['metadata'];
  readonly signsIn:
    | { readonly with: 'pod-identity' }
    | { readonly with: 'secret'; readonly secret: Sourced<string>; readonly keys: readonly string[] }
    | undefined;
}

/**
 * One trigger for all the topics, since the HPA takes the maximum of several and not their sum (semantics 24).
 * `activation` is undefined for a pool that is never at zero.
 */
export function kafkaTrigger(
  kafka: Kafka,
  signal: KafkaLagSignal,
  activation: Sourced<string> | undefined,
): KafkaTrigger {
  const { auth, bootstrapServers } = kafka;
  const { topics, leases, at } = signal;
  const scaler = scalerFor(kafka, signal);
  return {
    type: because(SCALERS[scaler].why, SCALERS[scaler].type, at),
    metadata: {
      bootstrapServers,
      consumerGroup: signal.consumerGroup,
      topic:
        topics.kind !== 'listed'
          ? undefined
          : topics.names.length === 1
            ? topics.names[0]
            : because(
                'apache-kafka adds up a list of topics',
                topics.names.map(({ plain }) => plain).join(','),
                topics.at,
              ),
      lagThreshold: mapped(signal.perReplica, String),
      activationLagThreshold: activation,
      offsetResetPolicy: signal.offsetReset,
      // Excludes limitToPartitionsWithLag, which is therefore never written (semantics 22).
      allowIdleConsumers:
        leases === undefined
          ? undefined
          : because('topics are leased whole, so the cap by partitions is wrong (semantics 54)', 'true', leases.at),
      ...signInOf(scaler, auth),
    },
    signsIn: credentialsOf(auth),
  };
}

type Scaler = keyof typeof SCALERS;

const SCALERS = {
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

function scalerFor({ auth }: Kafka, { topics }: KafkaLagSignal): Scaler {
  const iam = auth?.sasl.plain === 'aws_msk_iam';
  if (topics.kind !== 'listed') return iam ? 'groupOverIam' : 'brokers';
  if (iam) return 'iam';
  return topics.names.length > 1 ? 'list' : 'brokers';
}

function signInOf(scaler: Scaler, auth: KafkaAuth | undefined): Trigger['metadata'] {
  if (auth === undefined) return {};
  const { sasl, tls, awsRegion } = auth;
  const iam = sasl.plain === 'aws_msk_iam';
  return {
    sasl:
      sasl.plain === 'none'
        ? undefined
        : scaler === 'groupOverIam'
          ? because('tokens of MSK IAM travel as OAUTHBEARER', 'oauthbearer', sasl.origin)
          : sasl,
    saslTokenProvider:
      scaler === 'groupOverIam'
        ? because("tokens are signed with the pod's identity (KEDA 2.14)", 'aws_msk_iam', sasl.origin)
        : undefined,
    tls: mapped(tls, on => (on ? 'enable' : 'disable')),
    awsRegion: iam ? awsRegion : undefined,
  };
}

function credentialsOf(auth: KafkaAuth | undefined): KafkaTrigger['signsIn'] {
  if (auth === undefined) return undefined;
  const { sasl, secret, tls } = auth;
  if (sasl.plain === 'aws_msk_iam') return { with: 'pod-identity' };
  if (secret === undefined) return undefined;
  if (sasl.plain !== 'none') return { with: 'secret', secret, keys: ['username', 'password'] };
  // Without SASL a secret can only be the client's certificate.
  return tls.plain ? { with: 'secret', secret, keys: ['ca', 'cert', 'key'] } : undefined;
}
