import { TryDemo } from '#app/(public)/_parts/try-demo.client.tsx';
import { isDemoOffered } from '#lib/demo/start-demo.ts';

/** The way to see an empty page full: a demo household beside one's own. Not there where no demo is configured. */
export function DemoOffer() {
  return isDemoOffered() ? <TryDemo words="Show me with demo data" /> : null;
}
