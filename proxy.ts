import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, isForeignWrite, transportHeader } from '#app/_shared/security-headers.ts';
import { dialogOrigins } from '#lib/bank/dialog-origins.ts';
import { env } from '#lib/env.ts';
import { newSecret } from '#lib/ids.ts';

/**
 * Runs before every page and action: a nonce of its own for each response, and no writing from other sites. It decides
 * nothing about who may see what; pages do that themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  if (isForeignWrite(request.method, request.headers)) {
    return new NextResponse('This request came from another site and was not carried out.', { status: 403 });
  }
  const settings = env();
  const isHttps = settings.PUBLIC_URL.startsWith('https://');
  const nonce = newSecret(16);
  const policy = contentSecurityPolicy({
    nonce,
    isHttps,
    isDevelopment: settings.NODE_ENV === 'development',
    dialog: dialogOrigins(),
  });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Read by the framework, which puts the nonce on its own scripts and styles.
  headers.set('content-security-policy', policy);
  // Where to come back to after signing in; a page does not know its own address.
  headers.set('x-plumb-path', pathOf(request));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  if (isHttps) response.headers.set(transportHeader.key, transportHeader.value);
  return response;
}

/** The page's path and question, without what the framework adds when it fetches a page in parts. */
function pathOf({ nextUrl }: NextRequest): string {
  const query = new URLSearchParams(nextUrl.search);
  if (!query.has('_rsc')) return `${nextUrl.pathname}${nextUrl.search}`;
  query.delete('_rsc');
  return query.size > 0 ? `${nextUrl.pathname}?${query}` : nextUrl.pathname;
}

export const config = {
  // All but files, the bank's webhook door and the health check, which no browser opens.
  matcher: ['/((?!_next/static|_next/image|api/bank/events|api/health|favicon.ico|icons/).*)'],
};
