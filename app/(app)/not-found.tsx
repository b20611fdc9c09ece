import type { Metadata } from 'next';
import { NothingHere } from '../_shared/nothing-here.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** Within the shell: the rail still works. */
export default function NotFound() {
  return <NothingHere />;
}
