import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Toaster } from '#components/ui/toast.client.tsx';
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

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { theme, hideAmounts } = sightFrom(await cookies());
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      className={hideAmounts ? `${GeistSans.variable} hide-amounts` : GeistSans.variable}
    >
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}
