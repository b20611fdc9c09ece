/** New keys are added, empty ones removed, and an empty string in place of the whole removes all. */
export function mergeMetadata(
  before: Record<string, string>,
  given: '' | Record<string, string> | undefined,
): Record<string, string> {
  if (given === undefined) return before;
  if (given === '') return {};
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''));
}
