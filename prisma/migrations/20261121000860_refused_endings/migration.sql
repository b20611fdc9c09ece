-- A bank that refuses to end its reading under a replaced id is asked again after a while, and not with each sweep.
ALTER TABLE "bank_account_ref" ADD COLUMN "refused_at" TIMESTAMPTZ(6);
