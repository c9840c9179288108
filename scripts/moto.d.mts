export interface Moto {
  /** Sends an input to an operation, as it is, through the real client of the service. */
  call(service: string, operation: string, input: unknown): Promise<unknown>;
  /** Ids of the default network, since tasks are only placed in one that is there. */
  network(): Promise<{ readonly subnets: readonly string[]; readonly securityGroups: readonly string[] }>;
  stop(): void;
}

/** Starts moto's server; undefined, and said aloud, where it cannot be installed. */
export function startMoto(): Promise<Moto | undefined>;
