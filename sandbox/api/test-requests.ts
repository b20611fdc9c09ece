import type { TestBank } from '#sandbox/testing/bank.ts';

/** Requests as they are written, without the SDK, which would refuse to send some of them. */
export function testRequests(bank: TestBank) {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${bank.sandbox.url}${path}`, {
      ...init,
      headers: { authorization: 'Bearer sk_test_test', ...init.headers },
    });
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    call(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  return { call, post };
}

type ErrorBody = { error: { type: string; code?: string; message: string; param?: string } };
export const errorOf = async (response: Response) => ((await response.json()) as ErrorBody).error;
