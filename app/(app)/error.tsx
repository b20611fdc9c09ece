'use client';

import { Broken } from '../_shared/broken.client.tsx';

/** Within the shell: the rail still works. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <Broken digest={error.digest} onRetry={reset} />;
}
