import { describe, expect, test } from 'vitest';
import { newViewer } from '../db/test-database.ts';
import { newId } from '../ids.ts';
import { refreshAccount } from './refresh-account.ts';
import { testScene } from './test-account.ts';

const { bank, settleEvents, linked } = testScene();

describe('a person who asks for news', () => {
  test('is told when the bank can be asked, and then what came of it', async () => {
    const { account, viewer } = await linked();
    const accountId = account.id;
    await bank.control('/pace', { slotSeconds: { balance: 86_400 } });
    const wish = async () => refreshAccount(viewer, { accountId }, await bank.now());
    await bank.control('/advance', { hours: 1 });
    await settleEvents();
    expect(await wish()).toMatchObject({ ok: true, value: { asked: ['balance'] } });
    await settleEvents();
    const refused = await wish();
    expect(refused).toMatchObject({ ok: false, code: 'not-yet', notBefore: expect.any(Date) });
    await bank.control('/pace', { slotSeconds: { balance: 1 } });
  });

  test('of another household finds no such account', async () => {
    const { account } = await linked();
    const stranger = await newViewer();
    const now = await bank.now();
    await expect(refreshAccount(stranger, { accountId: account.id }, now)).rejects.toThrow('no such account');
    await expect(refreshAccount(stranger, { accountId: newId() }, now)).rejects.toThrow('no such account');
  });

  test('who may only look, may not', async () => {
    const { account, viewer } = await linked();
    const looker = { ...viewer, role: 'viewer' as const };
    await expect(refreshAccount(looker, { accountId: account.id }, await bank.now())).rejects.toThrow('look');
  });
});
