-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),
    "accounts" INTEGER NOT NULL DEFAULT 0,
    "disconnected" INTEGER NOT NULL DEFAULT 0,
    "transactions" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "erasure_household_id_key" ON "erasure"("household_id");

ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_household ON erasure TO plumb_app USING (household_id = app_household()) WITH CHECK (household_id = app_household());
GRANT SELECT, INSERT, UPDATE, DELETE ON erasure TO plumb_app;
