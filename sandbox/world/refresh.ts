import {
  type AccountRow,
  accountObject,
  accountRow,
  type Feature,
  permissionFor,
  permissionsOf,
  type RefreshState,
  refreshColumn,
  refreshState,
  updateAccount,
} from './accounts.ts';
import { now, wallMs } from './clock.ts';
import { type EventType, emit } from './events.ts';
import { type FaultDetail, takeFault } from './faults.ts';
import { newId } from './ids.ts';
import type { World } from './world.ts';

export type RefreshRow = {
  seq: number;
  id: string;
  account: string;
  feature: Feature;
  status: RefreshState['status'];
  started: number;
  due_wall_ms: number | null;
  request_id: string | null;
  idempotency_key: string | null;
};

/** Order in which several features of one call start and end. */
export const features: readonly Feature[] = ['balance', 'ownership', 'transactions'];

const eventTypes = {
  balance: 'financial_connections.account.refreshed_balance',
  ownership: 'financial_connections.account.refreshed_ownership',
  transactions: 'financial_connections.account.refreshed_transactions',
} as const satisfies Record<Feature, EventType>;

/** Whether a refresh may start: never while one is pending, nor before the next slot, nor on an account that is not active. */
export function mayRefresh(world: World, row: AccountRow, feature: Feature): boolean {
  if (row.status !== 'active' || !permissionsOf(row).includes(permissionFor[feature])) return false;
  const state = refreshState(row, feature);
  if (!state) return true;
  return state.next_refresh_available_at !== null && state.next_refresh_available_at <= now(world);
}

/** Puts a feature to `pending`; it is completed after the world's `refreshMs` of wall time. */
export function startRefresh(world: World, account: string, feature: Feature): RefreshRow {
  const id = newId(world, feature === 'transactions' ? 'fctxnref' : 'refresh');
  const hangs = takeFault(world, ['refresh-hangs'], (detail) => concerns(detail, account, feature)) !== null;
  const dueMs = hangs ? null : wallMs() + world.pace.refreshMs;
  world.store.run(
    "insert into refreshes (id, account, feature, status, started, due_wall_ms, request_id, idempotency_key) values (?, ?, ?, 'pending', ?, ?, ?, ?)",
    id,
    account,
    feature,
    now(world),
    dueMs,
    world.request?.id ?? null,
    world.request?.idempotencyKey ?? null,
  );
  setState(world, account, feature, {
    status: 'pending',
    last_attempted_at: now(world),
    next_refresh_available_at: null,
    ...(feature === 'transactions' ? { id } : {}),
  });
  return world.store.get<RefreshRow>('select * from refreshes where id = ?', id) as RefreshRow;
}

/** By the index of the pending ones: left to itself, SQLite reads through all that ever were. */
const pending = "select * from refreshes indexed by refreshes_pending where status = 'pending'";

export function pendingRefreshes(world: World, account?: string): RefreshRow[] {
  return account === undefined
    ? world.store.all<RefreshRow>(`${pending} order by seq`)
    : world.store.all<RefreshRow>(`${pending} and account = ? order by seq`, account);
}

/** Ends a pending refresh and tells so by its event. */
export function endRefresh(world: World, refresh: RefreshRow, status: 'succeeded' | 'failed'): void {
  world.store.run('update refreshes set status = ?, due_wall_ms = null where seq = ?', status, refresh.seq);
  const row = accountRow(world, refresh.account);
  const slot = refresh.started + world.pace.slotSeconds[refresh.feature];
  setState(world, row.id, refresh.feature, {
    status,
    last_attempted_at: refresh.started,
    next_refresh_available_at: row.status === 'active' ? slot : null,
    ...(refresh.feature === 'transactions' ? { id: refresh.id } : {}),
  });
  const before = world.request;
  world.request = refresh.request_id ? { id: refresh.request_id, idempotencyKey: refresh.idempotency_key } : null;
  emit(world, eventTypes[refresh.feature], accountObject(accountRow(world, row.id)));
  world.request = before;
}

/** Closes the slots of an account that stops being active, or opens them again. */
export function setSlots(world: World, account: string, next: number | null): void {
  const row = accountRow(world, account);
  for (const feature of features) {
    const state = refreshState(row, feature);
    if (state) setState(world, account, feature, { ...state, next_refresh_available_at: next });
  }
}

function setState(world: World, account: string, feature: Feature, state: RefreshState): void {
  updateAccount(world, account, { [refreshColumn[feature]]: JSON.stringify(state) });
}

/** Whether a fault's detail fits a refresh. */
export function concerns(detail: FaultDetail, account: string, feature: Feature): boolean {
  return (!detail.account || detail.account === account) && (!detail.feature || detail.feature === feature);
}
