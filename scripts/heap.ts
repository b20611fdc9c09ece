/**
 * How much a web server or a worker may hold for what it works on, as arguments of node, in megabytes. With more room than
 * it needs, V8 only throws away later: the same work then takes twice the memory and hardly less time.
 */
export const heapArguments: readonly string[] = ['--max-semi-space-size=16', '--max-old-space-size=320'];
