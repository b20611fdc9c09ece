import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AccountListItem } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { AccountGroups } from './account-groups.tsx';

const here = { today: day('2026-11-20'), zone: 'UTC' };

function item(id: string, amountMinor: bigint, inNetWorth: boolean, isUndecided = false): AccountListItem {
  const at = new Date('2026-11-20T09:12:00Z');
  return {
    id,
    name: id,
    institutionName: 'Bank',
    last4: null,
    kind: 'cash',
    subcategory: 'checking',
    currency: 'USD',
    status: 'active',
    balance: { anchorId: id, asOf: at, askedAt: at, current: { amountMinor, currency: 'USD' }, available: null },
    proof: { kind: 'not-yet', why: 'no-balance' },
    isStale: false,
    inNetWorth,
    isUndecided,
    isUpdating: false,
    trend: [],
  };
}

/** The amounts in the title of a kind, and whether it says that some of it is not in net worth. */
function title(...accounts: AccountListItem[]) {
  const html = renderToStaticMarkup(<AccountGroups accounts={accounts} here={here} />);
  const [heading = ''] = /<h2.*?<\/h2>/s.exec(html.replace(/<noscript>.*?<\/noscript>/gs, '')) ?? [];
  const amounts = [...heading.matchAll(/data-money="(-?\d+) USD/g)].map(([, minor = '']) => BigInt(minor));
  return { amounts, isMarked: heading.includes('not in net worth') };
}

test('a kind tells how much of its total is not in net worth', () => {
  expect(title(item('a', 700n, true), item('b', 300n, false))).toEqual({ amounts: [1_000n, 300n], isMarked: true });
  expect(title(item('a', 700n, false), item('b', 300n, false))).toEqual({ amounts: [1_000n], isMarked: true });
  expect(title(item('a', 700n, true), item('b', 300n, true))).toEqual({ amounts: [1_000n], isMarked: false });
});

test('an account that may be one of the others stands there, and is in no total', () => {
  const [held, maybe] = [item('a', 700n, true), item('b', 700n, false, true)];
  expect(title(held, maybe)).toEqual({ amounts: [700n], isMarked: false });
  expect(title(maybe)).toEqual({ amounts: [], isMarked: false });
  const html = renderToStaticMarkup(<AccountGroups accounts={[held, maybe]} here={here} />);
  expect(html.match(/in no sum until decided/g)).toHaveLength(1);
  expect(html).toContain('href="/accounts/b"');
});
