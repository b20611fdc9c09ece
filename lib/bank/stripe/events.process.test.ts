import Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { setTestSettings } from '../../test-settings.ts';
import { BadSignature } from '../types.ts';
import { readEvent } from './events.ts';
import event from './fixtures/event.json' with { type: 'json' };

const at = new Date('2026-11-21T09:12:00Z');
const body = JSON.stringify(event);

function signed(secret: string, when: Date = at, payload = body): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(when.getTime() / 1000) });
}

beforeAll(() => setTestSettings({ STRIPE_WEBHOOK_SECRET: 'whsec_new,whsec_old' }));

describe('an event of the bank', () => {
  it.each(['whsec_new', 'whsec_old'])('is read when it is signed with %s while secrets are rolled', (secret) => {
    expect(readEvent(body, signed(secret), at)).toMatchObject({ id: event.id, type: event.type });
  });

  it('is refused with another secret, no signature, or a body that is not as it was signed', () => {
    expect(() => readEvent(body, signed('whsec_other'), at)).toThrow(BadSignature);
    expect(() => readEvent(body, '', at)).toThrow(BadSignature);
    expect(() => readEvent(body, 'v1=00', at)).toThrow(BadSignature);
    expect(() => readEvent(`${body} `, signed('whsec_new'), at)).toThrow(BadSignature);
    expect(() => readEvent('', signed('whsec_new'), at)).toThrow(BadSignature);
  });

  it('is refused five minutes after it was signed, by the clock that is given', () => {
    const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
    expect(readEvent(body, signed('whsec_new'), later(300))?.id).toBe(event.id);
    expect(() => readEvent(body, signed('whsec_new'), later(301))).toThrow(BadSignature);
  });

  it.each([
    ['a notification', { id: 'evt_thin', object: 'v2.core.event', created: '2026-11-21T09:12:00.000Z' }],
    ['an object without a kind', { id: 'evt_other' }],
    ['a list', [event]],
    ['a word', 'event'],
  ])('is none, though well signed, when it is %s', (_what, said) => {
    const payload = JSON.stringify(said);
    expect(readEvent(payload, signed('whsec_new', at, payload), at)).toBeNull();
    expect(() => readEvent(payload, signed('whsec_other', at, payload), at)).toThrow(BadSignature);
  });

  it('tells nothing of the body in its refusal', () => {
    expect(() => readEvent(body, signed('whsec_other'), at)).not.toThrow(/fca_|evt_|whsec_/);
  });
});
