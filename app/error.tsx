'use client';

import { Broken } from './_shared/broken.client.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <Broken digest={error.digest} onRetry={reset} />
    </main>
  );
}
