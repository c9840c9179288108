/** Where a build is being prepared: dropped by the next command. */
export const staging = '.next';

/** A prepared build that took effect: finished by the next command. While it exists, readers look through it. */
export const committed = '.commit';

export const lockName = '.pipestream-scaling.lock';

/** The lock of a dead process while it is being taken away. */
export const staleLockName = '.pipestream-scaling.lock.stale';

/** Inside both: what is to be done, the new files by environment, and the new ledgers. */
export const journalName = 'journal.json';
export const filesFolder = 'files';
export const ledgersFolder = 'ledgers';
