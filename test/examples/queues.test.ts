import { describe, expect, test } from 'vitest';
import { compileFile, contentAt, objectsOf } from './compiled.ts';

describe('Celery on RabbitMQ', () => {
  const example = compileFile('examples/celery-worker/pipestream-scaling.yaml');

  test.each([
    ['celery-mail', 2, 12, '40', 45],
    ['celery-reports', 0, 4, '2', 660],
  ])('%s: %d to %d at %s tasks each, and %ds to finish', (pool, minReplicaCount, maxReplicaCount, value, grace) => {
    expect(contentAt(example, `kubernetes/${pool}/scaled-object.yaml`)).toMatchObject({
      spec: {
        minReplicaCount,
        maxReplicaCount,
        // Over HTTP, KEDA counts the tasks that are not acknowledged yet as well.
        triggers: [{ type: 'rabbitmq', metadata: { protocol: 'http', mode: 'QueueLength', value } }],
      },
    });
    expect(contentAt(example, `kubernetes/${pool}/scaled-object.yaml`)).not.toHaveProperty(
      'spec.triggers.0.metadata.excludeUnacknowledged',
    );
    expect(contentAt(example, `kubernetes/${pool}/deployment.yaml`)).toMatchObject({
      spec: { template: { spec: { terminationGracePeriodSeconds: grace } } },
    });
  });
});

describe('SQS on EKS', () => {
  const example = compileFile('examples/sqs-worker/pipestream-scaling.yaml');

  test('the worker has the role, and KEDA signs in by it', () => {
    expect(contentAt(example, 'kubernetes/document-extractor/service-account.yaml')).toMatchObject({
      metadata: {
        name: 'document-extractor',
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::321098765432:role/document-extractor' },
      },
    });
    expect(contentAt(example, 'kubernetes/document-extractor/deployment.yaml')).toMatchObject({
      spec: { template: { spec: { serviceAccountName: 'document-extractor', terminationGracePeriodSeconds: 150 } } },
    });
    expect(contentAt(example, 'kubernetes/document-extractor/trigger-authentication.yaml')).toMatchObject({
      metadata: { name: 'document-extractor-sqs' },
      spec: { podIdentity: { provider: 'aws', identityOwner: 'workload' } },
    });
  });

  test('five minutes at 15s each are 20 messages a replica, those in flight too', () => {
    expect(contentAt(example, 'kubernetes/document-extractor/scaled-object.yaml')).toMatchObject({
      spec: {
        minReplicaCount: 0,
        triggers: [
          {
            metadata: { queueLength: '20', scaleOnInFlight: 'true' },
            authenticationRef: { name: 'document-extractor-sqs' },
          },
        ],
      },
    });
  });

  test('the transcoder that reads SQS has a role as well', () => {
    const transcoder = compileFile('examples/video-transcoder/pipestream-scaling.yaml');
    expect(objectsOf(transcoder)).toContain('ServiceAccount transcoder');
  });
});

describe('Pub/Sub on GKE', () => {
  const example = compileFile('examples/pubsub-puller/pipestream-scaling.yaml');

  test('the puller and KEDA sign in by Workload Identity', () => {
    expect(contentAt(example, 'kubernetes/notices-puller/service-account.yaml')).toMatchObject({
      metadata: {
        annotations: { 'iam.gke.io/gcp-service-account': 'notices-puller@example.iam.gserviceaccount.com' },
      },
    });
    expect(contentAt(example, 'kubernetes/notices-puller/scaled-object.yaml')).toMatchObject({
      spec: {
        minReplicaCount: 0,
        maxReplicaCount: 6,
        triggers: [{ type: 'gcp-pubsub', metadata: { mode: 'SubscriptionSize', value: '50', timeHorizon: '5m' } }],
      },
    });
    expect(
      example.files.flatMap(({ path, content }) => (path.includes('trigger-authentication') ? [content] : [])),
    ).toMatchObject([{ spec: { podIdentity: { provider: 'gcp' } } }]);
  });
});
