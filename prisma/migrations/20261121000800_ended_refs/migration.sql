-- The sweep ends the bank's reading under a replaced id that nobody has ended: also under those that were replaced before.
ALTER TABLE "bank_account_ref" ADD COLUMN "ended_at" TIMESTAMPTZ(6);

-- serves: the sweep over replaced ids at which the bank may still read
CREATE INDEX bank_account_ref_unended ON bank_account_ref (replaced_at, bank_ref) WHERE replaced_at IS NOT NULL AND ended_at IS NULL;
