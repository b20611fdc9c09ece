-- A sync that is asked for while another runs follows it, in the transaction that ends the first.
ALTER TABLE "sync_run" ADD COLUMN "asked_again" BOOLEAN NOT NULL DEFAULT false;
