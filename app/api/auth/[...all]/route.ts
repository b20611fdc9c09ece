import { askerFrom } from '#lib/auth/asker.ts';
import { answerAuthRequest } from '#lib/auth/http.ts';
import { wallNow } from '#lib/clock.ts';

/** The auth library's own routes: a closed list, behind our limits. Forms do not come here; they are actions. */
function answer(request: Request): Promise<Response> {
  const { method, headers, url } = request;
  const asked = { method, path: new URL(url).pathname, origin: headers.get('origin') };
  return answerAuthRequest(asked, askerFrom(headers), wallNow());
}

export { answer as GET, answer as POST };
