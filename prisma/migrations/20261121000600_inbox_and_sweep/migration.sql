-- An event is kept by the bank's own word for it, so that a later Plumb, which may know more of them, can replay it. Of what
-- was understood as one thing under several words, one of them stands for all; what was not understood remains so.
UPDATE bank_event SET type = 'financial_connections.account.' || w.word
FROM (VALUES
  ('account-created', 'created'), ('balance-read', 'refreshed_balance'), ('transactions-read', 'refreshed_transactions'),
  ('owners-read', 'refreshed_ownership'), ('account-deactivated', 'deactivated'), ('account-reactivated', 'reactivated'),
  ('account-disconnected', 'disconnected'), ('account-changed', 'upcoming_deactivation')) AS w(type, word)
WHERE bank_event.type = w.type;

-- The sweep asks for an account once an hour, also where its run leaves nothing behind.
ALTER TABLE "account" ADD COLUMN "swept_at" TIMESTAMPTZ(6);

-- serves: the sweep over events that belong to nobody yet; the others are kept for ever
CREATE INDEX bank_event_nobodys ON bank_event (created_at, id) WHERE household_id IS NULL;
-- The sweep finds accounts that are not fresh from the account.
DROP INDEX account_freshness_age;
