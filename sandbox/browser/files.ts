import { readFileSync } from 'node:fs';
import type { Context } from 'hono';

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/**
 * Everything comes from the sandbox itself; nothing inline. Styles set by script through the object model are not
 * "inline" to a browser. `framedBy` = which pages may hold the page in a frame.
 */
function contentSecurityPolicy(framedBy: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy}`,
  ].join('; ');
}

/**
 * A handler that serves one file beside this one, read once. Pages get their policy; a page of the dialog may be framed
 * by any page, as Stripe's may, because any application may open it.
 */
export function serveFile(path: string, framedBy = "'none'") {
  const body = readFileSync(new URL(path, import.meta.url), 'utf8');
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const headers: Record<string, string> = {
    'content-type': types[extension] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'cross-origin',
  };
  if (extension === 'html') headers['content-security-policy'] = contentSecurityPolicy(framedBy);
  return (context: Context) => context.body(body, 200, headers);
}
