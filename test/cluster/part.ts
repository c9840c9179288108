import type { ClusterTools } from '../../scripts/cluster-tools.mjs';
import type { Api } from './api.ts';
import type { Certificates } from './certificates.ts';
import type { Processes } from './processes.ts';
import type { Report } from './report.ts';

/** The cluster that a part runs in, which is new for each. */
export interface Cluster {
  readonly api: Api;
  readonly tls: Certificates;
  readonly tools: ClusterTools;
  readonly processes: Processes;
  readonly report: Report;
  /** The folder of the repository. */
  readonly root: string;
}

/** One part of `npm run test:cluster`; what does not hold is told to the report. */
export interface Part {
  /** `webhooks`: nothing acts on the objects. `keda`: controllers, KEDA's operator and its adapter do. */
  readonly needs: 'webhooks' | 'keda';
  run(cluster: Cluster & { readonly kedaMetrics: number | undefined }): Promise<void>;
}
