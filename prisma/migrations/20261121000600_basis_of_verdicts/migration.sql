-- What a verdict rests on beyond its interval, so that it is given anew when that changes.
ALTER TABLE "proof_interval" ADD COLUMN "basis" TEXT NOT NULL DEFAULT 'own';

-- Some were called proven that may be exact by chance: each is judged again when its account is next settled.
UPDATE proof_interval SET state = 'waiting' WHERE state = 'proven';
