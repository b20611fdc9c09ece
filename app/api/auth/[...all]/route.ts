import { askerFrom, libraryHeaders } from '#lib/auth/asker.ts';
import { answerAuthRequest } from '#lib/auth/http.ts';
import { wallNow } from '#lib/clock.ts';

/** The auth library's own routes: a closed list, behind our limits. Forms do not come here; they are actions. */
function answer(request: Request): Promise<Response> {
  const asker = askerFrom(request.headers);
  const headers = libraryHeaders(asker);
  const origin = request.headers.get('origin');
  if (origin) headers.set('origin', origin);
  return answerAuthRequest(request.method, new URL(request.url).pathname, headers, asker, wallNow());
}

export { answer as GET, answer as POST };
