-- When the owners that are stored were read is told by the reading that is stored, and the bank may have read since: what was
-- stored before was read at the bank's last reading, or, where that is newer, when it was stored.
UPDATE account_freshness f SET stored_attempt_at = least(f.succeeded_at,
  (SELECT max(o.read_at) FROM account_owner o WHERE o.account_id = f.account_id))
WHERE f.feature = 'ownership' AND f.stored_ref IS NOT NULL;
