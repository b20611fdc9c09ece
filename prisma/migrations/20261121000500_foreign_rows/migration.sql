-- Rows in another currency than their account's are summed per currency, and so have to be found without reading all rows.
ALTER TABLE "account" ADD COLUMN "has_foreign_rows" BOOLEAN NOT NULL DEFAULT false;

UPDATE account a SET has_foreign_rows = TRUE
WHERE EXISTS (SELECT FROM "transaction" t WHERE t.account_id = a.id AND t.status = 'posted' AND t.currency <> a.currency);
