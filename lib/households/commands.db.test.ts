import { describe, expect, it } from 'vitest';
import { assertIsOwner, assertMayEdit, mayEdit } from '#lib/auth/viewer.ts';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { NotAllowed } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { saveName, saveSight, saveTimeZone } from './commands.ts';

const db = testDatabase();

describe('roles', () => {
  it('owners and editors may change things, viewers may look', async () => {
    const people = {
      owner: await newViewer({ role: 'owner' }),
      editor: await newViewer({ role: 'editor' }),
      viewer: await newViewer({ role: 'viewer' }),
    };
    expect([mayEdit(people.owner), mayEdit(people.editor), mayEdit(people.viewer)]).toEqual([true, true, false]);
    expect(() => assertMayEdit(people.editor)).not.toThrow();
    expect(() => assertMayEdit(people.viewer)).toThrow(NotAllowed);
    expect(() => assertIsOwner(people.owner)).not.toThrow();
    expect(() => assertIsOwner(people.editor)).toThrow(NotAllowed);
  });
});

describe('what a person keeps', () => {
  it('is how they want to see the app, for themselves only and whatever their role', async () => {
    const [viewer, other] = [await newViewer({ role: 'viewer' }), await newViewer()];
    await saveSight(viewer, { theme: 'dark', hideAmounts: true });
    await saveSight(viewer, { theme: 'light', hideAmounts: true });
    await saveSight(other, { theme: 'system', hideAmounts: false });
    const rows = await db.query('SELECT theme, hide_amounts FROM preference WHERE user_id = $1', [viewer.userId]);
    expect(rows).toEqual([{ theme: 'light', hide_amounts: true }]);
  });

  it('is their own name', async () => {
    const [viewer, other] = [await newViewer(), await newViewer()];
    await saveName(viewer, 'Grace');
    expect(await db.query('SELECT name FROM "user" WHERE id = $1', [viewer.userId])).toEqual([{ name: 'Grace' }]);
    expect(await db.query('SELECT name FROM "user" WHERE id = $1', [other.userId])).toEqual([{ name: other.name }]);
  });

  it('is the zone of their days, until there is something to count in it', async () => {
    const viewer = await newViewer();
    expect(await saveTimeZone(viewer, 'Asia/Tokyo')).toEqual({ ok: true, value: null });
    const connectionId = newId();
    await db.query(
      `INSERT INTO connection (id, household_id, user_id, institution_name, created_at) VALUES ($1, $2, $3, 'Bank', now())`,
      [connectionId, viewer.householdId, viewer.userId],
    );
    await db.query(
      `INSERT INTO account (id, household_id, connection_id, institution_name, category, subcategory, currency, status, permissions, linked_at)
       VALUES ($1, $2, $3, 'Bank', 'cash', 'checking', 'USD', 'active', '{}', now())`,
      [newId(), viewer.householdId, connectionId],
    );
    expect(await saveTimeZone(viewer, 'Europe/Berlin')).toEqual({ ok: false, code: 'has-rows' });
    const rows = await db.query('SELECT time_zone FROM household WHERE id = $1', [viewer.householdId]);
    expect(rows).toEqual([{ time_zone: 'Asia/Tokyo' }]);
  });

  it('leaves the zone to those who may edit', async () => {
    const viewer = await newViewer({ role: 'viewer' });
    await expect(saveTimeZone(viewer, 'Asia/Tokyo')).rejects.toThrow(NotAllowed);
  });
});
