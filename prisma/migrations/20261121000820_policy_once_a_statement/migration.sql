-- A function in a policy is asked for every row that is looked at; as a query of its own it is asked once for the statement.
DO $$
DECLARE
  policy record;
BEGIN
  FOR policy IN
    SELECT polrelid::regclass AS place, CASE WHEN polrelid = 'household'::regclass THEN 'id' ELSE 'household_id' END AS key
    FROM pg_policy WHERE polname = 'own_household'
  LOOP
    EXECUTE format(
      'ALTER POLICY own_household ON %1$s USING (%2$I = (SELECT app_household())) WITH CHECK (%2$I = (SELECT app_household()))',
      policy.place, policy.key);
  END LOOP;
END
$$;
