// The example with any number of pools.

/** Above it a file is refused (src/surroundings/read-source.ts). */
const LARGEST_SOURCE = 8 * 1024 * 1024;

/**
 * The example with its chunker, a pool with a queue and a latency, as often as asked for.
 *
 * @param {string} example text of pipestream-scaling.yaml
 * @param {number} count
 */
export function exampleOf(example, count) {
  const [, head, chunker, tail] =
    /^([\s\S]*?\npools:\n)[\s\S]*?(  chunker:\n[\s\S]*?)(?=\n  opensearch-sink:)[\s\S]*?(\nenvironments:[\s\S]*)$/.exec(
      example,
    ) ?? [];
  if (head === undefined || chunker === undefined || tail === undefined)
    throw new Error('the example has no pool "chunker" before "opensearch-sink"');
  const first = chunker.replace('  chunker:', '  chunker-0:');
  const pool = chunker.length * count < LARGEST_SOURCE ? chunker : sharing(chunker);
  const others = Array.from({ length: count - 1 }, (_, index) =>
    pool.replace('  chunker:', `  chunker-${String(index + 1)}:`),
  );
  return (
    head +
    [pool === chunker ? first : first.replace('    containers:', '    containers: &containers'), ...others].join('\n') +
    tail
  );
}

/** Ten thousand pools stay below the limit where they take their containers from the first by alias. */
function sharing(chunker) {
  return chunker.replace(/    containers:\n(?: {6}.*\n)+/, '    containers: *containers\n');
}
