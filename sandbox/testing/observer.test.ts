import { describe, expect, it } from 'vitest';
import { startSandbox } from '#sandbox/server.ts';
import type { Exchange } from '#sandbox/settings.ts';
import { descriptionMissing } from './description.ts';
import { openObserver } from './observer.ts';

const emptyList = { object: 'list', data: [], has_more: false, url: '/v1/customers' };
const exchange = (change: Partial<Exchange> = {}): Exchange => ({
  method: 'GET',
  path: '/v1/customers',
  params: {},
  status: 200,
  answer: JSON.stringify(emptyList),
  ...change,
});

describe.skipIf(descriptionMissing)(`an exchange held against the description (skipped: ${descriptionMissing})`, () => {
  const problems = openObserver() ?? (() => []);
  const session = { account_holder: { type: 'customer', customer: 'cus_1' }, permissions: ['balances'] };
  const made = (params: object) =>
    problems(exchange({ method: 'POST', path: '/v1/financial_connections/sessions', params, answer: '{}' }));
  const ofRequest = (params: object) => made(params).filter((problem) => problem.includes(': request '));

  it('passes when it is as described', () => {
    expect(problems(exchange({ params: { limit: '3', created: { gte: '100' }, expand: ['data.tax'] } }))).toEqual([]);
    expect(
      ofRequest({ ...session, limits: { accounts: '' }, filters: { account_subcategories: ['checking'] } }),
    ).toEqual([]);
  });

  it.each([
    ['an invented field', { answer: JSON.stringify({ ...emptyList, total: 0 }) }],
    ['a missing field', { answer: JSON.stringify({ ...emptyList, has_more: undefined }) }],
    ['a status without its body', { status: 404 }],
    ['an address that is none', { path: '/v1/inventions' }],
    ['an unknown parameter', { params: { limitt: '3' } }],
    ['a parameter of another type', { params: { limit: 'three' } }],
    ['a group in place of a value', { params: { email: { is: 'a@example.com' } } }],
  ])('finds %s', (_, change) => {
    expect(problems(exchange(change))).not.toEqual([]);
  });

  it.each([
    ['a value outside its list', { ...session, permissions: ['balance'] }],
    ['an old name', { ...session, filters: { countries: ['US'] } }],
    ['what is missing', { permissions: ['balances'] }],
    ['what is missing in a group', { ...session, account_holder: { customer: 'cus_1' } }],
  ])('finds in a form %s', (_, params) => {
    expect(ofRequest(params)).not.toEqual([]);
  });

  it('lets a request be wrong that is refused', () => {
    const answer = JSON.stringify({ error: { type: 'invalid_request_error', message: 'No.' } });
    expect(problems(exchange({ status: 400, params: { limitt: '3' }, answer }))).toEqual([]);
  });
});

describe('a sandbox with an observer', () => {
  it('answers what the observer finds in place of the answer', async () => {
    const seen: Exchange[] = [];
    const observe = (one: Exchange) => {
      seen.push(one);
      return one.path === '/v1/events' ? ['it is wrong'] : [];
    };
    const sandbox = await startSandbox({ observe });
    const headers = { authorization: 'Bearer sk_test_observed' };
    const right = await fetch(`${sandbox.url}/v1/customers?limit=3`, { headers });
    const wrong = await fetch(`${sandbox.url}/v1/events`, { headers });
    await sandbox.close();
    expect([right.status, wrong.status]).toEqual([200, 500]);
    expect(await wrong.text()).toContain('it is wrong');
    expect(seen[0]).toMatchObject({ method: 'GET', path: '/v1/customers', params: { limit: '3' }, status: 200 });
  });
});
