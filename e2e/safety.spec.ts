import { expect, test } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { LinkPage } from './pages/link-page.ts';

test('every page carries a strict policy and the other headers', async ({ atBank: page, stack }) => {
  const nonces = new Set<string>();
  for (const path of ['/sign-in', '/overview', '/transactions', '/settings', '/nowhere', '/api/health']) {
    const answer = await page.request.get(path);
    const headers = answer.headers();
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['referrer-policy'], path).toBe('same-origin');
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin-allow-popups');
    expect(headers['permissions-policy'], path).toContain('camera=()');
    expect(headers['x-powered-by'], path).toBeUndefined();
    if (path === '/api/health') continue;
    const policy = headers['content-security-policy'] ?? '';
    const rule = (name: string) => policy.split('; ').find((one) => one.startsWith(`${name} `)) ?? '';
    expect(rule('script-src'), path).not.toContain('unsafe');
    expect(rule('script-src'), path).toMatch(/'nonce-[\w+/=-]{16,}' 'strict-dynamic'/);
    expect(rule('frame-ancestors'), path).toBe("frame-ancestors 'none'");
    expect(rule('frame-src'), path).toContain(stack.sandboxUrl);
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
  }
  expect(nonces.size, 'a nonce is used once').toBe(5);
});

test('a script that somebody smuggled in does not run', async ({ signedIn: page, complaints }) => {
  complaints.expect(/Content Security Policy|status of 404.*\/x\)/);
  await page.goto('/settings');
  await page.evaluate(() => {
    const script = document.createElement('div');
    script.innerHTML = '<img src="x" onerror="window.smuggled = true">';
    document.body.append(script);
    location.hash = 'x';
  });
  await expect.poll(() => complaints.all.some((text) => text.includes('Content Security Policy'))).toBe(true);
  expect(await page.evaluate(() => 'smuggled' in window)).toBe(false);
});

test('the session’s cookie is out of reach of scripts and other sites', async ({ signedIn: page, context }) => {
  await page.goto('/overview');
  const cookies = await context.cookies();
  const session = cookies.filter(({ name }) => /session/.test(name));
  expect(session.length).toBeGreaterThan(0);
  for (const cookie of session) {
    expect(cookie.httpOnly, cookie.name).toBe(true);
    expect(cookie.sameSite, cookie.name).toBe('Lax');
  }
  expect(await page.evaluate(() => document.cookie)).not.toMatch(/session/);
});

test('a form that another site sends is refused', async ({ signedIn: page }) => {
  const answer = await page.request.post('/settings', {
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    form: { name: 'Somebody else' },
  });
  expect(answer.status()).toBe(403);
});

test('an event that the bank did not sign is refused, and one without an end is not read', async ({ page, stack }) => {
  const door = `${stack.url}/api/bank/events`;
  const body = JSON.stringify({ id: 'evt_forged', object: 'event', type: 'financial_connections.account.created' });
  for (const signature of ['', 't=1,v1=00', `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`]) {
    const answer = await page.request.post(door, { data: body, headers: { 'stripe-signature': signature } });
    expect(answer.status(), signature).toBe(400);
  }
  const long = await page.request.post(door, {
    data: 'x'.repeat(700_000),
    headers: { 'stripe-signature': 't=1,v1=0' },
  });
  expect(long.status()).toBe(413);
});

test('no secret is in an address, and neither secrets nor people are in the log', async ({
  signedIn: page,
  person,
  stack,
}) => {
  const addresses: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(stack.url)) addresses.push(request.url());
  });
  await new LinkPage(page).linkHarborline();
  const account = new AccountPage(page);
  await account.open('Everyday Checking');
  await account.untilOwnersAreRead();
  await account.showOwners();
  await expect(page.getByText('Nora Whitcombe')).toBeVisible();

  expect(addresses.length).toBeGreaterThan(5);
  expect(addresses.filter((address) => /_secret_|token=|password/.test(address))).toEqual([]);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain('_secret_');

  const logs = await stack.logs();
  expect(logs.length, 'there is a log to look through').toBeGreaterThan(200);
  for (const secret of [
    /_secret_\w/,
    /whsec_\w/,
    /sk_test_/,
    /pk_test_/,
    /Bearer\s+\w/,
    new RegExp(person.email.replace('.', '\\.')),
    new RegExp(person.password),
    /Whitcombe/,
    /Benefit Row/,
    /nora\.whitcombe/,
  ]) {
    expect(logs.match(new RegExp(`.*${secret.source}.*`, secret.flags))?.[0], String(secret)).toBeUndefined();
  }
});
