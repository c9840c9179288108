import type { Sourced } from './sourced.ts';

/** A part of a Kubernetes object in the words of its API: plain data, each node of it with its place. */
export type RawPart = Sourced<unknown>;
