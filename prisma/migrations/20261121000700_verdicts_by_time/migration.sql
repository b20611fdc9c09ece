-- Cards ask for an account's newest verdicts: what they read must not grow with the account's history. The columns beside
-- the keys are all that they ask (and the household, which the policy asks), so that the table itself is not looked at.
CREATE INDEX proof_interval_newest ON proof_interval (account_id, to_at DESC) INCLUDE (state, from_at, row_count, household_id);

-- The few that are not proven.
CREATE INDEX proof_interval_open ON proof_interval (account_id, to_at DESC) WHERE state IN ('waiting', 'unexplained', 'ambiguous');
