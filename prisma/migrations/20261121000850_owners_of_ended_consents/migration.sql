-- Owners that were read by a consent that another one has replaced, which leaves them out: no page tells of them any more.
DELETE FROM account_owner o USING account a WHERE a.id = o.account_id AND NOT 'ownership' = ANY (a.permissions);
