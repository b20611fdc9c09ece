-- What Prisma can say of the schema, then what it cannot: indexes, the role, policies, search, the queue's schema.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "password" TEXT,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(6),
    "refresh_token_expires_at" TIMESTAMPTZ(6),
    "scope" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" TEXT NOT NULL,
    "window_at" TIMESTAMPTZ(6) NOT NULL,
    "hits" INTEGER NOT NULL,
    "paused_to" TIMESTAMPTZ(6),

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "beat_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "household_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("household_id","user_id")
);

-- CreateTable
CREATE TABLE "preference" (
    "household_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "theme" TEXT NOT NULL DEFAULT 'system',
    "hide_amounts" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "preference_pkey" PRIMARY KEY ("household_id","user_id")
);

-- CreateTable
CREATE TABLE "bank_holder" (
    "user_id" TEXT NOT NULL,
    "household_id" UUID NOT NULL,
    "bank_ref" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "bank_holder_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "bank_account_ref" (
    "bank_ref" TEXT NOT NULL,
    "household_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "cursor" TEXT,
    "linked_at" TIMESTAMPTZ(6) NOT NULL,
    "replaced_at" TIMESTAMPTZ(6),

    CONSTRAINT "bank_account_ref_pkey" PRIMARY KEY ("bank_ref")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "institution_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "institution_name" TEXT NOT NULL,
    "display_name" TEXT,
    "last4" TEXT,
    "category" TEXT NOT NULL,
    "subcategory" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "status" TEXT NOT NULL,
    "expected_deactivation_at" TIMESTAMPTZ(6),
    "permissions" TEXT[],
    "linked_at" TIMESTAMPTZ(6) NOT NULL,
    "disconnected_at" TIMESTAMPTZ(6),
    "coverage_from" DATE,
    "read_at" TIMESTAMPTZ(6),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_freshness" (
    "account_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "feature" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempted_at" TIMESTAMPTZ(6),
    "succeeded_at" TIMESTAMPTZ(6),
    "next_available_at" TIMESTAMPTZ(6),
    "stored_attempt_at" TIMESTAMPTZ(6),

    CONSTRAINT "account_freshness_pkey" PRIMARY KEY ("account_id","feature")
);

-- CreateTable
CREATE TABLE "account_setting" (
    "account_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "name" TEXT,
    "in_net_worth" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "account_setting_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "balance_anchor" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "as_of" TIMESTAMPTZ(6) NOT NULL,
    "current_minor" BIGINT NOT NULL,
    "available_minor" BIGINT,
    "currency" CHAR(3) NOT NULL,
    "attempted_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "balance_anchor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_day" (
    "account_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "household_id" UUID NOT NULL,
    "in_minor" BIGINT NOT NULL,
    "out_minor" BIGINT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "end_minor" BIGINT,

    CONSTRAINT "account_day_pkey" PRIMARY KEY ("account_id","day")
);

-- CreateTable
CREATE TABLE "transaction" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "bank_ref" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "description" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "transacted_at" TIMESTAMPTZ(6) NOT NULL,
    "posted_at" TIMESTAMPTZ(6),
    "void_at" TIMESTAMPTZ(6),
    "bank_updated_at" TIMESTAMPTZ(6) NOT NULL,
    "refresh_ref" TEXT NOT NULL,
    "first_run_id" UUID NOT NULL,
    "last_run_id" UUID NOT NULL,
    "former_refs" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proof_interval" (
    "account_id" UUID NOT NULL,
    "to_anchor_id" UUID NOT NULL,
    "from_anchor_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "to_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "anchor_diff_minor" BIGINT NOT NULL,
    "rows_minor" BIGINT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "before_ids" UUID[],
    "after_ids" UUID[],
    "is_pinned" BOOLEAN NOT NULL,
    "suspects" JSONB NOT NULL DEFAULT '[]',
    "judged_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "proof_interval_pkey" PRIMARY KEY ("account_id","to_anchor_id")
);

-- CreateTable
CREATE TABLE "link_attempt" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "session_ref" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "account_id" UUID,
    "permissions" TEXT[],
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),
    "account_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "link_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relink_question" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "evidence" JSONB NOT NULL,
    "answer" TEXT NOT NULL DEFAULT 'open',
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "answered_at" TIMESTAMPTZ(6),

    CONSTRAINT "relink_question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent_event" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "user_id" TEXT,
    "account_id" UUID,
    "kind" TEXT NOT NULL,
    "permissions" TEXT[],
    "note" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "consent_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_owner" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "ownership_ref" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "read_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "account_owner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_event" (
    "id" TEXT NOT NULL,
    "household_id" UUID,
    "type" TEXT NOT NULL,
    "account_ref" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "bank_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "lease_until" TIMESTAMPTZ(6),
    "asked_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "fetched" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "voided" INTEGER NOT NULL DEFAULT 0,
    "oldest_day" DATE,
    "cursor_from" TEXT,
    "cursor_to" TEXT,
    "error_code" TEXT,

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "credential_user_id_idx" ON "credential"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "credential_provider_id_account_id_key" ON "credential"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_holder_bank_ref_key" ON "bank_holder"("bank_ref");

-- CreateIndex
CREATE INDEX "bank_account_ref_account_id_idx" ON "bank_account_ref"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "connection_household_id_user_id_institution_name_key" ON "connection"("household_id", "user_id", "institution_name");

-- CreateIndex
CREATE INDEX "account_household_id_institution_name_last4_idx" ON "account"("household_id", "institution_name", "last4");

-- CreateIndex
CREATE UNIQUE INDEX "balance_anchor_account_id_as_of_key" ON "balance_anchor"("account_id", "as_of");

-- CreateIndex
CREATE INDEX "account_day_household_id_day_idx" ON "account_day"("household_id", "day");

-- CreateIndex
CREATE UNIQUE INDEX "transaction_bank_ref_key" ON "transaction"("bank_ref");

-- CreateIndex
CREATE UNIQUE INDEX "link_attempt_session_ref_key" ON "link_attempt"("session_ref");

-- CreateIndex
CREATE INDEX "link_attempt_household_id_started_at_idx" ON "link_attempt"("household_id", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "relink_question_account_id_candidate_id_key" ON "relink_question"("account_id", "candidate_id");

-- CreateIndex
CREATE INDEX "consent_event_household_id_at_idx" ON "consent_event"("household_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "account_owner_account_id_ownership_ref_position_key" ON "account_owner"("account_id", "ownership_ref", "position");

-- CreateIndex
CREATE INDEX "bank_event_account_ref_created_at_idx" ON "bank_event"("account_ref", "created_at");

-- CreateIndex
CREATE INDEX "sync_run_account_id_started_at_idx" ON "sync_run"("account_id", "started_at" DESC);

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_account_ref" ADD CONSTRAINT "bank_account_ref_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_freshness" ADD CONSTRAINT "account_freshness_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── indexes that Prisma cannot say ─────────────────────────────────────────────────────────────────────────────────

-- serves: the list over all accounts, newest first, page by page by (day, id)
CREATE INDEX transaction_posted_by_day ON "transaction" (household_id, day DESC, id DESC) WHERE status = 'posted';
-- serves: one account's list, its day sums, and the rows between two balances
CREATE INDEX transaction_account_by_day ON "transaction" (account_id, day DESC, id DESC);
-- serves: what is not posted yet, shown above the list
CREATE INDEX transaction_pending ON "transaction" (household_id, day DESC, id DESC) WHERE status = 'pending';
-- serves: search in the bank's text, in any case, by any three letters
CREATE INDEX transaction_description_trigrams ON "transaction" USING gin (description gin_trgm_ops);
-- serves: the sweep over runs whose worker died
CREATE INDEX sync_run_running ON sync_run (lease_until) WHERE state = 'running';
-- serves: the sweep over dialogs that nobody came back from
CREATE INDEX link_attempt_open ON link_attempt (started_at) WHERE state = 'open';
-- serves: the sweep over accounts that are not fresh
CREATE INDEX account_freshness_age ON account_freshness (feature, succeeded_at);

-- ── the role that every household's work runs under ────────────────────────────────────────────────────────────────

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumb_app') THEN
    CREATE ROLE plumb_app NOLOGIN;
    GRANT plumb_app TO CURRENT_USER;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO plumb_app;

-- The household that the transaction was opened for; null, and so no row at all, when there is none.
CREATE FUNCTION app_household() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.household', true), '')::uuid;

-- A policy on each table of a household, and none of the tables outside: plumb_app has no right to touch those.
-- Equality of uuid is leakproof, so a policy's condition and a key's range still reach their index.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'membership', 'preference', 'bank_holder', 'bank_account_ref', 'connection', 'account', 'account_freshness',
    'account_setting', 'balance_anchor', 'account_day', 'transaction', 'proof_interval', 'link_attempt',
    'relink_question', 'consent_event', 'account_owner', 'bank_event', 'sync_run'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY own_household ON %I TO plumb_app USING (household_id = app_household()) WITH CHECK (household_id = app_household())',
      name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO plumb_app', name);
  END LOOP;
END
$$;

ALTER TABLE household ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_household ON household TO plumb_app USING (id = app_household()) WITH CHECK (id = app_household());
GRANT SELECT, INSERT, UPDATE, DELETE ON household TO plumb_app;

-- ── search ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Below a policy a text search may not use its index, for its operators are not leakproof. So it runs as the owner of the
-- table, with the household's condition inside, a fixed search path, and only ids coming out. `term` is plain text; the
-- newest `most` rows are given.
CREATE FUNCTION search_transactions(term text, most integer DEFAULT 5000) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT id FROM public.transaction
  WHERE household_id = nullif(current_setting('app.household', true), '')::uuid
    AND description ILIKE '%' || replace(replace(replace(term, '\', '\\'), '%', '\%'), '_', '\_') || '%'
  ORDER BY day DESC, id DESC
  LIMIT most
$$;
REVOKE ALL ON FUNCTION search_transactions(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_transactions(text, integer) TO plumb_app;

-- ── the job queue ──────────────────────────────────────────────────────────────────────────────────────────────────

-- pg-boss makes its tables here itself, when they are installed and with each of its versions; whatever it makes, a
-- household's work may promise a job and may not read what others have promised.
CREATE SCHEMA IF NOT EXISTS pgboss;
GRANT USAGE ON SCHEMA pgboss TO plumb_app;
