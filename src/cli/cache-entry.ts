import { digest } from '../output/digest.ts';
import type { Arguments } from './arguments.ts';

/** What decides which earlier build one is compared with. */
export type Place = Pick<Arguments, 'files' | 'out' | 'env' | 'large' | 'policies' | 'require'>;

/** Name of the one entry for a build of a file into a folder, with a compiler and with options. */
export function entryName({ files, out, env, large, policies, require }: Place, compiler: string): string {
  return digest(JSON.stringify([compiler, process.cwd(), files, out, env ?? null, large, policies, require]));
}
