import { randomBytes } from 'node:crypto';
import { bankDayOf, type Day } from '#lib/dates/day.ts';
import type { FaultName } from '../sandbox/world/faults.ts';

/** An account as the sandbox shows it: what Stripe tells of it beside what is true at the bank. */
export type BankAccountState = {
  id: string;
  bankAccount: string;
  customer: string;
  name: string;
  last4: string;
  status: 'active' | 'inactive' | 'disconnected';
  subscribed: boolean;
  toldBalance: { current: { usd: number }; cash?: { available: { usd: number } | null } } | null;
  trueBalance: { posted: number; pending: number } | null;
  /** the rows that Stripe tells, by status */
  transactions: Record<string, { count: number; total: number }>;
};

export type ToldRow = {
  id: string;
  amount: number;
  status: string;
  transacted_at: number;
  status_transitions: { posted_at: number | null };
  description: string;
  transaction_refresh: string;
};

/** The day on which the bank booked a row, as a person in this time zone reads it. */
export function toldDay(row: ToldRow, zone: string): Day {
  return bankDayOf(new Date((row.status_transitions.posted_at ?? row.transacted_at) * 1000), zone);
}

type ToldRead = { status: string; last_attempted_at: number } | null;

/** What Stripe's API says of when an account was last read at its bank. */
export type ToldReads = { balance_refresh: ToldRead; transaction_refresh: ToldRead; ownership_refresh: ToldRead };

export type Letter = { id: number; to: string[]; subject: string; text: string };

type Fault = {
  fault: FaultName;
  times?: number | null;
  account?: string;
  institution?: string;
  feature?: 'balance' | 'ownership' | 'transactions';
  type?: string;
  path?: string;
  ms?: number;
  rows?: number;
  days?: number;
  amount?: number;
};

type Delivery = {
  id: number;
  type: string;
  event: string;
  state: string;
  attempts: number;
  /** what each attempt was answered with */
  log: { status: number | null }[];
};

/** How a world begins again. */
export type Beginning = {
  /** what it is made of; the same number gives the same people and rows */
  seed?: number;
  /** where its clock begins, with a zone; the wall clock when left out */
  now?: string;
  clock?: 'running' | 'still';
};

/** What has not come to its end on the bank's side, and a mark that changes with whatever happens there. */
export type Bustle = { waitingDeliveries: number; pendingRefreshes: number; mark: string };

/** The bank's side of a test: moves its time, breaks it, and looks at what is really there. */
export type Bank = ReturnType<typeof bankAt>;

/**
 * Speaks to the sandbox's control routes; knows nothing of the app under test.
 *
 * @param url where the sandbox is, asked at each call: one that was started again may have moved
 * @param world the world of the app's secret key, `sk_test_<world>`
 */
export function bankAt(url: () => string, world = 'plumb') {
  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const address = new URL(`${url()}/_sandbox/${path}`);
    address.searchParams.set('world', world);
    const response = await fetch(address, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Asks Stripe's own API, as the product does. */
  async function ask<T>(path: string): Promise<T> {
    const response = await fetch(`${url()}/v1/financial_connections/${path}`, {
      headers: { authorization: `Bearer sk_test_${world}` },
    });
    if (!response.ok) throw new Error(`The bank answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  const accounts = async () => (await call<{ accounts: BankAccountState[] }>('GET', 'state')).accounts;
  const account = async (bankAccount: string): Promise<BankAccountState> => {
    const found = (await accounts()).findLast(
      (one) => one.bankAccount === bankAccount && one.status !== 'disconnected',
    );
    if (!found) throw new Error(`Nobody has linked ${bankAccount}`);
    return found;
  };
  return {
    /** Any control call: its method, its path below `/_sandbox/`, its body. Throws with the sandbox's words. */
    call,
    /** Every account that was ever linked in the world, in order. */
    accounts,
    /** The account of this bank key that was linked last, for example `salaried.harborline.checking`. */
    account,
    /** The accounts that the fixture `atBank` links: Nora's at Harborline Bank. */
    async harborline(): Promise<{ checking: BankAccountState; savings: BankAccountState }> {
      const [checking, savings] = await Promise.all([
        account('salaried.harborline.checking'),
        account('salaried.harborline.savings'),
      ]);
      return { checking, savings };
    },
    /** Plays the person's part in the dialog that a client secret opens: links these bank accounts. */
    linkAsPerson: (clientSecret: string, accounts: readonly string[]) =>
      call('POST', 'demo/link', { publishable_key: `pk_test_${world}`, client_secret: clientSecret, accounts }),
    toldAccount: (account: string) => ask<ToldReads>(`accounts/${account}`),
    /** The rows of an account as Stripe's API tells them, all pages. */
    async toldRows(account: string): Promise<ToldRow[]> {
      const rows: ToldRow[] = [];
      for (let after = ''; ; ) {
        const query = new URLSearchParams({ account, limit: '100', ...(after ? { starting_after: after } : {}) });
        const page = await ask<{ data: ToldRow[]; has_more: boolean }>(`transactions?${query}`);
        rows.push(...page.data);
        const last = page.data.at(-1);
        if (!page.has_more || !last) return rows;
        after = last.id;
      }
    },
    async now(): Promise<Date> {
      return new Date((await call<{ nowMs: number }>('GET', 'clock')).nowMs);
    },
    /** Moves the clock; what is due on the way happens. The app may still be busy with it: see the fixture `clock`. */
    advance: (by: { days?: number; hours?: number } | { to: string }) => call('POST', 'advance', by),
    /** Lets the clock stand, or run with the wall clock, from where it is. */
    setClock: (clock: 'still' | 'running') => call('POST', 'clock', { clock }),
    /**
     * Begins the world again; of all there was, only the webhook endpoints stay. Ids are new each time: the app keeps the
     * books of worlds before this one.
     */
    beginAgain: (beginning: Beginning) => call('POST', 'reset', { ids: randomBytes(8).toString('hex'), ...beginning }),
    /** Arms a fault of the catalogue (`docs/qa.md` lists them); `times: null` = until it is disarmed. */
    arm: (fault: Fault) => call<{ id: number | null }>('POST', 'faults', fault),
    disarm: () => call('DELETE', 'faults'),
    /** Does something to an account; `heal` brings what a fault kept back or bent, with the next refresh. */
    act: (account: string, act: 'deactivate' | 'reactivate' | 'disconnect' | 'reissue' | 'heal') =>
      call('POST', `accounts/${account}/${act}`),
    /** Adds a line to the bank's ledger, in minor units; the next refresh brings it. `account`: an id or a bank key. */
    addRow: (row: {
      account: string;
      amount: number;
      description: string;
      status?: 'posted' | 'pending';
      at?: string;
    }) => call<{ row: string }>('POST', 'rows', { action: 'add', ...row }),
    editRow: (edit: { action: 'alter' | 'post' | 'void'; row: string; amount?: number; description?: string }) =>
      call('POST', 'rows', edit),
    generateRows: (account: string, count: number, days = 180) =>
      call('POST', 'rows/generate', { account, count, days }),
    /** How often an account's rows may be asked for; a day in an ordinary world. */
    letRefresh: ({ everySeconds }: { everySeconds: number }) =>
      call('POST', 'pace', { slotSeconds: { transactions: everySeconds } }),
    /** For how long a refresh stays pending, in milliseconds of the wall clock; 400 in an ordinary world. */
    letRefreshesTake: (ms: number) => call('POST', 'pace', { refreshMs: ms }),
    /** What is still under way: deliveries to make, refreshes to complete. Hung refreshes are not. */
    async bustle(): Promise<Bustle> {
      const { counts } = await call<{
        counts: { events: number; refreshing: number; deliveries: Record<string, number> };
      }>('GET', 'state');
      return {
        waitingDeliveries: counts.deliveries.waiting ?? 0,
        pendingRefreshes: counts.refreshing,
        mark: JSON.stringify([counts.events, counts.deliveries]),
      };
    },
    completeRefreshes: () => call('POST', 'refreshes/complete'),
    async deliveries(): Promise<Delivery[]> {
      return (await call<{ deliveries: Delivery[] }>('GET', 'deliveries')).deliveries;
    },
    redeliver: (delivery: number) => call('POST', `deliveries/${delivery}/redeliver`),
    async events(): Promise<{ id: string; type: string; data: { object: { id: string } } }[]> {
      return (await call<{ events: { id: string; type: string; data: { object: { id: string } } }[] }>('GET', 'events'))
        .events;
    },
    async requests(): Promise<{ method: string; path: string; status: number; params: object }[]> {
      return (
        await call<{ requests: { method: string; path: string; status: number; params: object }[] }>('GET', 'requests')
      ).requests;
    },
    /** Letters to one address, newest first. */
    async letters(to: string): Promise<Letter[]> {
      return (await call<{ mail: Letter[] }>('GET', `mail?to=${encodeURIComponent(to)}`)).mail;
    },
    async mailPage(): Promise<string> {
      const response = await fetch(`${url()}/_sandbox/mail?world=${world}`, { headers: { accept: 'text/html' } });
      return response.text();
    },
  };
}
