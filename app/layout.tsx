import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Toaster } from '#components/ui/toast.client.tsx';
import { Ready } from './_shared/ready.client.tsx';
import { sightFrom } from './_shared/sight.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Plumb', template: '%s · Plumb' },
  description: 'Personal finance that proves its numbers.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f5f1' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1215' },
  ],
};

// The framework's streaming runtime holds content that follows the shell back until 300 ms after the first frame, counted
// in this variable, so that slow parts do not flicker in one by one. Our one part follows within milliseconds: without the
// variable it appears with the next frame. Should the name change one day, the wait is back, and nothing else.
const withoutWait = "Object.defineProperty(window,'$RT',{get(){},set(){}})";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { theme, hideAmounts } = sightFrom(await cookies());
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      className={hideAmounts ? `${GeistSans.variable} hide-amounts` : GeistSans.variable}
    >
      <head>
        <script nonce={nonce} suppressHydrationWarning>
          {withoutWait}
        </script>
      </head>
      <body>
        {children}
        <Toaster />
        <Ready />
      </body>
    </html>
  );
}
