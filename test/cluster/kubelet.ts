import type { Api } from './api.ts';
import { sleep } from './waiting.ts';

const NODE = 'node-0';

/**
 * Stands for the scheduler and the kubelet: binds each pod to the one node, says after `startup` seconds that it is
 * ready, and lets it go when it is deleted. Nothing is run.
 */
export class Kubelet {
  /** Seconds from the binding of a pod to its readiness; while it is undefined, no pod becomes ready. */
  startup: number | undefined = 5;
  #stopped = false;
  readonly #bound = new Map<string, number>();

  constructor(readonly api: Api) {}

  async start(): Promise<void> {
    await this.api.send('POST', '/api/v1/nodes', { metadata: { name: NODE } });
    await this.api.send(
      'PATCH',
      `/api/v1/nodes/${NODE}/status`,
      {
        status: {
          capacity: { cpu: '1000', memory: '4Ti', pods: '1000' },
          allocatable: { cpu: '1000', memory: '4Ti', pods: '1000' },
          conditions: [{ type: 'Ready', status: 'True', reason: 'StandIn', ...heard() }],
        },
      },
      'application/merge-patch+json',
    );
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    for (;;) {
      if (this.#stopped) return;
      try {
        for (const pod of await this.api.list('/api/v1/pods')) await this.#attend(pod);
      } catch (error) {
        process.stderr.write(`the stand-in of the kubelet: ${String(error)}\n`);
      }
      await sleep(1);
    }
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a pod, as the API server gives it
  async #attend(pod: any): Promise<void> {
    const { namespace, name, uid, deletionTimestamp } = pod.metadata;
    const path = `/api/v1/namespaces/${String(namespace)}/pods/${String(name)}`;
    if (deletionTimestamp !== undefined) {
      await this.api.send('DELETE', `${path}?gracePeriodSeconds=0`);
      return;
    }
    if (pod.spec.nodeName === undefined) {
      this.#bound.set(uid, Date.now());
      await this.api.send('POST', `${path}/binding`, {
        metadata: { name },
        target: { apiVersion: 'v1', kind: 'Node', name: NODE },
      });
      return;
    }
    const bound = this.#bound.get(uid) ?? 0;
    if (this.startup === undefined || Date.now() - bound < this.startup * 1000 || pod.status.phase === 'Running')
      return;
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(type => ({
      type,
      status: 'True',
      lastTransitionTime: now,
    }));
    const containerStatuses = pod.spec.containers.map(
      ({ name: container, image }: { readonly name: string; readonly image: string }) => ({
        name: container,
        image,
        imageID: image,
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: now } },
      }),
    );
    await this.api.send(
      'PATCH',
      `${path}/status`,
      { status: { phase: 'Running', startTime: now, podIP: '10.1.0.1', conditions, containerStatuses } },
      'application/strategic-merge-patch+json',
    );
  }
}

function heard(): { readonly lastHeartbeatTime: string; readonly lastTransitionTime: string } {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  return { lastHeartbeatTime: now, lastTransitionTime: now };
}
