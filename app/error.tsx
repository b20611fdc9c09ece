'use client';

import { Broken, type BrokenProps } from './_shared/broken.client.tsx';

export default function ErrorPage(props: BrokenProps) {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <Broken {...props} />
    </main>
  );
}
