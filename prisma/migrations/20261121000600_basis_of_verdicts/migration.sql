-- What a verdict rests on beyond its interval, so that it is given anew when that changes.
ALTER TABLE "proof_interval" ADD COLUMN "basis" TEXT NOT NULL DEFAULT 'own';

-- Some were called proven that may be exact by chance: each is judged again when its account is next settled. Those of
-- accounts that are never read again stay as they are.
UPDATE proof_interval i SET is_pinned = FALSE, state = CASE i.state WHEN 'proven' THEN 'waiting' ELSE i.state END
FROM account a WHERE a.id = i.account_id AND a.status <> 'disconnected';
