-- A reading of owners that names nobody leaves no row of an owner, and is stored all the same.
ALTER TABLE "account_freshness" ADD COLUMN "stored_ref" TEXT;

UPDATE account_freshness f SET stored_ref = o.ownership_ref FROM account_owner o
WHERE f.feature = 'ownership' AND o.account_id = f.account_id;
