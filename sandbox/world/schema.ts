/**
 * The tables of one world. Times are unix seconds of the world's clock unless the name says `wall_ms`.
 * The bank's side (`bank_*`, `lives`) never refers to Stripe's side; a refresh copies from one to the other.
 */
export const schemaVersion = 5;

export const schema = `
create table meta (key text primary key, value text not null) without rowid;
create table counters (prefix text primary key, value integer not null) without rowid;

create table lives (household text primary key, next_day text not null, life text not null) without rowid;
create table bank_rows (
  key text primary key, account_key text not null, amount integer not null, description text not null,
  pending_amount integer, pending_description text, authorized_at integer not null, posts_at integer,
  posted_at integer, void_at integer, truth text not null, edit integer not null default 0
) without rowid;
create index bank_rows_by_authorized on bank_rows (account_key, authorized_at);
create index bank_rows_by_posts on bank_rows (account_key, posts_at, amount);
create index bank_rows_by_void on bank_rows (account_key, void_at) where void_at is not null;
create index bank_rows_by_edit on bank_rows (account_key, edit) where edit > 0;
create table bank_closed (account_key text primary key) without rowid;
create table bank_sums (account_key text primary key, through integer not null, total integer not null) without rowid;

create table customers (id text primary key, seq integer not null, deleted integer not null default 0,
  email text, created integer not null, object text not null, aside text not null default '{}') without rowid;
create unique index customers_by_seq on customers (seq);
create table customer_parts (id text primary key, seq integer not null, customer text not null, kind text not null,
  object text not null) without rowid;
create index customer_parts_by_customer on customer_parts (customer, kind, seq);
create table tokens (id text primary key, created integer not null, used integer not null default 0,
  object text not null) without rowid;

create table sessions (id text primary key, seq integer not null, secret text not null unique, customer text, account text,
  finished integer not null default 0, detail text not null, created integer not null, token text) without rowid;
create table session_accounts (session text not null, account text not null, position integer not null,
  primary key (session, account)) without rowid;
create index session_accounts_by_account on session_accounts (account);

create table accounts (
  id text primary key, seq integer not null, bank_account text not null, customer text, holder_account text,
  authorization text not null, created integer not null, status text not null, permissions text not null,
  subscriptions text not null, supported text not null, numbers text, status_details text,
  balance text, balance_refresh text, ownership text, ownership_refresh text, transaction_refresh text,
  horizon integer not null, read_until integer, read_edit integer not null default 0, reissue integer not null default 0
) without rowid;
create unique index accounts_by_seq on accounts (seq);
create index accounts_by_customer on accounts (customer, seq);
create index accounts_by_authorization on accounts (authorization, seq);

create table ownerships (id text primary key, account text not null, created integer not null) without rowid;
create table owners (id text primary key, seq integer not null, ownership text not null, object text not null) without rowid;
create index owners_by_ownership on owners (ownership, seq);

create table refreshes (
  seq integer primary key autoincrement, id text not null unique, account text not null, feature text not null,
  status text not null, started integer not null, due_wall_ms integer, request_id text, idempotency_key text
);
create index refreshes_pending on refreshes (due_wall_ms) where status = 'pending';
create index refreshes_by_account on refreshes (account, feature, seq);

create table transactions (
  id text not null unique, account text not null, bank_row text not null, transacted_at integer not null,
  refresh integer not null, bend text, json text not null
);
create index transactions_by_moment on transactions (account, transacted_at desc, id desc);
create index transactions_by_refresh on transactions (account, refresh);
create unique index transactions_by_row on transactions (account, bank_row);
create index transactions_bent on transactions (account) where bend is not null;
create table withheld (account text not null, bank_row text not null, primary key (account, bank_row)) without rowid;

create table events (
  seq integer primary key autoincrement, id text not null unique, type text not null, created integer not null, json text not null
);
create index events_by_type on events (type, seq);

create table endpoints (id text primary key, seq integer not null, url text not null, secret text not null,
  status text not null, enabled_events text not null, object text not null) without rowid;
create table deliveries (
  id integer primary key autoincrement, event integer not null, endpoint text not null, state text not null,
  attempts integer not null default 0, due_wall_ms integer not null, bend text
);
create index deliveries_waiting on deliveries (endpoint, due_wall_ms, id) where state = 'waiting';
create index deliveries_by_event on deliveries (event);
create table attempts (
  id integer primary key autoincrement, delivery integer not null, wall_ms integer not null, took_ms integer not null,
  status integer, problem text
);
create index attempts_by_delivery on attempts (delivery);

create table due (id integer primary key autoincrement, at integer not null, kind text not null, subject text not null);
create index due_by_moment on due (at, id);
create index due_by_subject on due (subject, kind);

create table faults (id integer primary key autoincrement, name text not null, detail text not null, remaining integer);
create table idempotency (key text primary key, fingerprint text not null, status integer not null, body text not null,
  request_id text not null, wall_ms integer not null) without rowid;
create index idempotency_by_age on idempotency (wall_ms);

create table mail (
  id integer primary key autoincrement, received integer not null, sender text not null, recipients text not null,
  subject text not null, text text not null, html text
);
`;
