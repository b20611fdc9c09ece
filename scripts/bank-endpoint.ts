import { z } from 'zod';
import { world } from './settings.ts';

const endpoint = z.object({ id: z.string(), secret: z.string().optional() });
const endpoints = z.object({ data: z.array(endpoint) });

/**
 * Tells the sandbox where its events go, and returns the secret that they are signed with. The app's port may have moved
 * since the last start, so former addresses are taken out.
 */
export async function registerEndpoint(sandboxUrl: string, appOrigin: string): Promise<string> {
  const ask = async (method: string, path: string, body?: URLSearchParams) => {
    const response = await fetch(`${sandboxUrl}/v1/webhook_endpoints${path}`, {
      method,
      headers: { authorization: `Bearer sk_test_${world}` },
      signal: AbortSignal.timeout(10_000),
      ...(body ? { body } : {}),
    });
    if (!response.ok) throw new Error(`The sandbox refused its webhook address: ${await response.text()}`);
    return response.json();
  };
  const former = endpoints.parse(await ask('GET', '?limit=100'));
  for (const { id } of former.data) await ask('DELETE', `/${id}`);
  const url = `${appOrigin}/api/bank/events`;
  const made = endpoint.parse(
    await ask(
      'POST',
      '',
      new URLSearchParams([
        ['url', url],
        ['enabled_events[]', '*'],
      ]),
    ),
  );
  if (!made.secret) throw new Error('The sandbox gave its webhook address no secret.');
  return made.secret;
}
