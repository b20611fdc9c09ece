// @ts-check
import { button } from './parts.js';

/** What can be done to a linked account, each a button where it makes sense. */

/** @typedef {{ label: string, said: string, fits: (account: any) => boolean }} Act */

const isActive = ({ status }) => status === 'active';
const mayReturn = ({ status, closed }) => status === 'inactive' && !closed;
const isLinked = ({ status, closed }) => status !== 'disconnected' && !closed;
const hasToken = ({ numbers }) =>
  (numbers ?? []).some(
    ({ identifier_type: type, status }) => type === 'tokenized_account_number' && status === 'transactable',
  );

/** In the order in which they stand. @type {Record<string, Act>} */
const acts = {
  heal: {
    label: 'Mend its rows',
    said: 'What faults kept back or bent comes right with the next refresh.',
    fits: ({ rows }) => rows.withheld + rows.bent > 0,
  },
  deactivate: { label: 'Deactivate', said: 'The connection broke: the account is inactive.', fits: isActive },
  'expect-deactivation': {
    label: 'Warn that it ends',
    said: 'Its connection is expected to end in 30 days.',
    fits: (account) => isActive(account) && !account.statusDetails?.active,
  },
  'expire-numbers': { label: 'Expire its numbers', said: 'Its account number has expired.', fits: hasToken },
  'deactivate-numbers': {
    label: 'Revoke its numbers',
    said: 'The bank has revoked its account number.',
    fits: hasToken,
  },
  'block-payments': {
    label: 'Block payments',
    said: 'The account can no longer pay.',
    fits: (account) => isActive(account) && account.paysBy.length > 0,
  },
  'allow-payments': {
    label: 'Allow payments',
    said: 'The account can pay.',
    fits: (account) =>
      isActive(account) && account.paysBy.length === 0 && /^(checking|savings)$/.test(account.subcategory),
  },
  reactivate: { label: 'Reactivate', said: 'The account is active again.', fits: mayReturn },
  reissue: { label: 'New ids on relink', said: 'Linking this account again will give it new ids.', fits: isLinked },
  disconnect: {
    label: 'Disconnect',
    said: 'The access was taken back; nothing can be read any more.',
    fits: ({ status }) => status !== 'disconnected',
  },
};

/**
 * The buttons of an account.
 * @param {any} account as the state tells it
 * @param {string} of whose it is, where that has to be said
 * @param {string[]} known the acts that this sandbox has
 * @param {(path: string, said: string, body?: object) => void} send
 */
export function actButtons(account, of, known, send) {
  const name = `${account.name} ${account.last4} ${of}`.trim();
  const isPending = Object.values(account.refreshes).some((refresh) => refresh?.status === 'pending');
  const finish = () => send('refreshes/complete', 'Pending refreshes are completed.', { account: account.id });
  const fitting = Object.entries(acts).filter(([act, { fits }]) => known.includes(act) && fits(account));
  return [
    ...(isPending ? [button(`${account.id} finish`, 'Finish its refreshes', finish)] : []),
    ...fitting.map(([act, { label, said }]) =>
      button(`${account.id} ${act}`, label, () => send(`accounts/${account.id}/${act}`, said), {
        'aria-label': `${label}: ${name}`,
      }),
    ),
  ];
}
