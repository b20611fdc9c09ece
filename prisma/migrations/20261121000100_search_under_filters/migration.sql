-- Search in the bank's text, under the other conditions of a list.
--
-- Below a policy a text search may not use its index, for its operators are not leakproof. So it runs as the owner of the
-- table, with the household's condition inside, a fixed search path, and only ids or sums of the household coming out.
-- The statement is planned for the values at hand (EXECUTE), so that a rare text is looked up in the index of trigrams and
-- a common one is met while walking the list by its key.

DROP FUNCTION search_transactions(text, integer);

-- serves: which accounts stay out of what is counted over all accounts
CREATE INDEX relink_question_undecided ON relink_question (household_id) WHERE answer IN ('waiting', 'open');

-- The condition over `t` that both functions share; it names the parameters $1 to $8 in their order.
CREATE FUNCTION search_condition(accounts uuid[], from_day date, to_day date, min_minor bigint, max_minor bigint, flow text)
  RETURNS text
  LANGUAGE sql IMMUTABLE
AS $$
  SELECT 't.household_id = $1 AND t.description ILIKE $2'
    || CASE WHEN cardinality(accounts) > 0 THEN ' AND t.account_id = ANY($3)'
       ELSE ' AND t.account_id <> ALL (ARRAY(SELECT q.account_id FROM relink_question q
               WHERE q.household_id = $1 AND q.answer IN (''waiting'', ''open'')))' END
    || CASE WHEN from_day IS NOT NULL THEN ' AND t.day >= $4' ELSE '' END
    || CASE WHEN to_day IS NOT NULL THEN ' AND t.day <= $5' ELSE '' END
    || CASE WHEN min_minor IS NOT NULL THEN ' AND abs(t.amount_minor) >= $6' ELSE '' END
    || CASE WHEN max_minor IS NOT NULL THEN ' AND abs(t.amount_minor) <= $7' ELSE '' END
    || CASE flow WHEN 'in' THEN ' AND t.amount_minor > 0' WHEN 'out' THEN ' AND t.amount_minor < 0' ELSE '' END
$$;

CREATE FUNCTION search_pattern(term text) RETURNS text
  LANGUAGE sql IMMUTABLE
AS $$ SELECT '%' || replace(replace(replace(term, '\', '\\'), '%', '\%'), '_', '\_') || '%' $$;

-- Ids of at most `most` rows of one status, from a place in the list on: newest first, or oldest first when `newer`.
CREATE FUNCTION search_transactions(
  term text, accounts uuid[], from_day date, to_day date, min_minor bigint, max_minor bigint, flow text, wanted text,
  place_day date, place_id uuid, newer boolean, most integer
) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  place text := '';
  direction text := 'DESC';
BEGIN
  IF newer THEN direction := 'ASC'; END IF;
  IF place_day IS NOT NULL THEN
    place := format(' AND (t.day, t.id) %s ($8, $9)', CASE WHEN newer THEN '>' ELSE '<' END);
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT t.id FROM transaction t WHERE t.status = %L AND %s%s ORDER BY t.day %s, t.id %s LIMIT $10',
    wanted, search_condition(accounts, from_day, to_day, min_minor, max_minor, flow), place, direction, direction)
  USING nullif(current_setting('app.household', true), '')::uuid, search_pattern(term), accounts, from_day, to_day,
    min_minor, max_minor, place_day, place_id, most;
END
$$;

-- What the rows of one status that a search matches add up to, one line per currency.
CREATE FUNCTION search_totals(
  term text, accounts uuid[], from_day date, to_day date, min_minor bigint, max_minor bigint, flow text, wanted text
) RETURNS TABLE (currency text, in_minor bigint, out_minor bigint, row_count integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT t.currency::text, coalesce(sum(t.amount_minor) FILTER (WHERE t.amount_minor > 0), 0)::bigint,
       coalesce(sum(t.amount_minor) FILTER (WHERE t.amount_minor < 0), 0)::bigint, count(*)::integer
     FROM transaction t WHERE t.status = %L AND %s GROUP BY t.currency',
    wanted, search_condition(accounts, from_day, to_day, min_minor, max_minor, flow))
  USING nullif(current_setting('app.household', true), '')::uuid, search_pattern(term), accounts, from_day, to_day,
    min_minor, max_minor;
END
$$;

REVOKE ALL ON FUNCTION search_transactions(text, uuid[], date, date, bigint, bigint, text, text, date, uuid, boolean, integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_totals(text, uuid[], date, date, bigint, bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_transactions(text, uuid[], date, date, bigint, bigint, text, text, date, uuid, boolean, integer) TO plumb_app;
GRANT EXECUTE ON FUNCTION search_totals(text, uuid[], date, date, bigint, bigint, text, text) TO plumb_app;
