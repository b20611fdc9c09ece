-- What a search adds up to on each of some days, for the heads of the days on a page of its rows.
--
-- Like `search_totals` it runs as the owner of the table and is planned for the values at hand: the rows of a rare text lie
-- on as many days as there are rows, and are found by their text; those of a common one lie on few days, and are found by
-- their day. Under a policy only the second way was open, and a rare text among a million rows read tens of thousands.

CREATE FUNCTION search_day_totals(
  term text, accounts uuid[], from_day date, to_day date, min_minor bigint, max_minor bigint, flow text, days date[]
) RETURNS TABLE (day date, currency text, total_minor bigint, row_count integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT t.day, t.currency::text, sum(t.amount_minor)::bigint, count(*)::integer
     FROM transaction t WHERE t.status = ''posted'' AND t.day = ANY ($9) AND %s GROUP BY t.day, t.currency',
    search_condition(accounts, from_day, to_day, min_minor, max_minor, flow))
  USING nullif(current_setting('app.household', true), '')::uuid, search_pattern(term), accounts, from_day, to_day,
    min_minor, max_minor, NULL::text, days;
END
$$;

REVOKE ALL ON FUNCTION search_day_totals(text, uuid[], date, date, bigint, bigint, text, date[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_day_totals(text, uuid[], date, date, bigint, bigint, text, date[]) TO plumb_app;
