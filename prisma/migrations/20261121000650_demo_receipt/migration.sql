-- The receipt of a demo has words of its own, and its household is gone by then.
ALTER TABLE "erasure" ADD COLUMN "is_demo" BOOLEAN NOT NULL DEFAULT false;
