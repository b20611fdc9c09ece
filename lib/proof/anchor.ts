/**
 * A balance that the bank has stated, for the moment `asOf` of the bank's own time. `currentMinor` counts every row posted
 * up to and including that moment, and nothing pending.
 */
export type Anchor = { readonly id: string; readonly asOf: Date; readonly currentMinor: bigint };

/** Anchors from oldest to newest. An account has one per moment. */
export function inOrder<A extends Anchor>(anchors: readonly A[]): A[] {
  return [...anchors].sort((a, b) => a.asOf.getTime() - b.asOf.getTime());
}
