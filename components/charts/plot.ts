/** The height of a drawing, shared by its frame and by the cursor that lies over it. */
export function plotHeight(tall: boolean): string {
  return tall ? 'h-56 md:h-64' : 'h-44 md:h-52';
}
