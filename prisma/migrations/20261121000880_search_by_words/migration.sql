-- A search is of words, each found anywhere in the bank's text: as one text it missed what a page shows with one space and the
-- bank wrote with three. A word comes as a pattern of ILIKE or, where characters are to be chosen from, of `~*`. Each is a
-- condition of its own: the index of trigrams answers all of them in one scan, and `ILIKE ALL` of an array in none.

DROP FUNCTION search_transactions(text, uuid[], date, date, bigint, bigint, text, text, date, uuid, boolean, integer);
DROP FUNCTION search_totals(text, uuid[], date, date, bigint, bigint, text, text);
DROP FUNCTION search_condition(uuid[], date, date, bigint, bigint, text);
DROP FUNCTION search_pattern(text);

-- serves: what vanished, when it is asked for; without it these few rows were found by reading those of all households
CREATE INDEX transaction_void ON "transaction" (household_id, day DESC, id DESC) WHERE status = 'void';

-- The condition over `t` that both functions share; it names the parameters $1 to $8 in their order. The patterns are taken out
-- of their parameter before the planning, which so sees how rare each is.
CREATE FUNCTION search_condition(
  plain text[], marked text[], accounts uuid[], from_day date, to_day date, min_minor bigint, max_minor bigint, flow text
) RETURNS text
  LANGUAGE sql IMMUTABLE
AS $$
  SELECT 't.household_id = $1'
    || coalesce((SELECT string_agg(format(' AND t.description ILIKE ($2)[%s]', i), '')
         FROM generate_series(1, cardinality(plain)) i), '')
    || coalesce((SELECT string_agg(format(' AND t.description ~* ($3)[%s]', i), '')
         FROM generate_series(1, cardinality(marked)) i), '')
    || CASE WHEN cardinality(accounts) > 0 THEN ' AND t.account_id = ANY($4)'
       ELSE ' AND t.account_id <> ALL (ARRAY(SELECT q.account_id FROM relink_question q
               WHERE q.household_id = $1 AND q.answer IN (''waiting'', ''open'')))' END
    || CASE WHEN from_day IS NOT NULL THEN ' AND t.day >= $5' ELSE '' END
    || CASE WHEN to_day IS NOT NULL THEN ' AND t.day <= $6' ELSE '' END
    || CASE WHEN min_minor IS NOT NULL THEN ' AND abs(t.amount_minor) >= $7' ELSE '' END
    || CASE WHEN max_minor IS NOT NULL THEN ' AND abs(t.amount_minor) <= $8' ELSE '' END
    || CASE flow WHEN 'in' THEN ' AND t.amount_minor > 0' WHEN 'out' THEN ' AND t.amount_minor < 0' ELSE '' END
$$;

-- Ids of at most `most` rows of one status, from a place in the list on: newest first, or oldest first when `newer`.
--
-- The planner takes words for independent of each other and of time. So it would gather far too much for one page of two words that
-- always stand together, and walk the whole list for a page that is not there or far down (1,000,000 rows, a word of ten years ago:
-- 3.5 s). So words are looked for among the next rows of the list, then among twice as many as would fill the page if they stood in
-- all the list as they do there. What would need a longer walk is gathered by the index: all rows that match, however many, are
-- sorted for one page. Words that are frequent only further down cost that for each page up to there (50,000 of 1,000,000 rows:
-- 40 ms for one word). OFFSET 0 keeps the planner from walking. One word begins with fewer rows than several: it is more often rare,
-- and then the walk is for nothing.
CREATE FUNCTION search_transactions(
  plain text[], marked text[], accounts uuid[], from_day date, to_day date, min_minor bigint, max_minor bigint, flow text,
  wanted text, place_day date, place_id uuid, newer boolean, most integer
) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  direction text := CASE WHEN newer THEN 'ASC' ELSE 'DESC' END;
  listed text := format('FROM transaction t WHERE t.household_id = $1 AND t.status = %L', wanted);
  condition text := search_condition(plain, marked, accounts, from_day, to_day, min_minor, max_minor, flow);
  sorted text := format('ORDER BY t.day %s, t.id %s LIMIT', direction, direction);
  reach integer := CASE WHEN cardinality(plain || marked) > 1 THEN 1000 ELSE 100 END;
  hits uuid[];
  -- whether they are all of the page: it is full, or the list has no more rows
  is_page boolean;
BEGIN
  IF place_day IS NOT NULL THEN
    listed := format('%s AND (t.day, t.id) %s ($9, $10)', listed, CASE WHEN newer THEN '>' ELSE '<' END);
  END IF;
  -- Where nothing is found the next reach is null, and the loop ends.
  WHILE reach <= 20000 LOOP
    EXECUTE format(
      'WITH near AS (SELECT t.id FROM (SELECT t.* %1$s %3$s %4$s) t WHERE %2$s %3$s $11)
       SELECT ARRAY(TABLE near), (SELECT count(*) FROM near) = $11 OR NOT EXISTS (SELECT %1$s %3$s 1 OFFSET %4$s)',
      listed, condition, sorted, reach)
    INTO hits, is_page
    USING nullif(current_setting('app.household', true), '')::uuid, plain, marked, accounts, from_day, to_day, min_minor, max_minor,
      place_day, place_id, most;
    IF is_page THEN
      RETURN QUERY SELECT unnest(hits);
      RETURN;
    END IF;
    reach := 2 * reach * most / nullif(cardinality(hits), 0);
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT t.id FROM (SELECT t.id, t.day %s AND %s OFFSET 0) t %s $11', listed, condition, sorted)
  USING nullif(current_setting('app.household', true), '')::uuid, plain, marked, accounts, from_day, to_day, min_minor, max_minor,
    place_day, place_id, most;
END
$$;

-- What the rows of one status that a search matches add up to, one line per currency; by one process, as before.
CREATE FUNCTION search_totals(
  plain text[], marked text[], accounts uuid[], from_day date, to_day date, min_minor bigint, max_minor bigint, flow text,
  wanted text
) RETURNS TABLE (currency text, in_minor bigint, out_minor bigint, row_count integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  SET max_parallel_workers_per_gather = 0
AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT t.currency::text, coalesce(sum(t.amount_minor) FILTER (WHERE t.amount_minor > 0), 0)::bigint,
       coalesce(sum(t.amount_minor) FILTER (WHERE t.amount_minor < 0), 0)::bigint, count(*)::integer
     FROM transaction t WHERE t.status = %L AND %s GROUP BY t.currency',
    wanted, search_condition(plain, marked, accounts, from_day, to_day, min_minor, max_minor, flow))
  USING nullif(current_setting('app.household', true), '')::uuid, plain, marked, accounts, from_day, to_day, min_minor, max_minor;
END
$$;

REVOKE ALL ON FUNCTION search_transactions(text[], text[], uuid[], date, date, bigint, bigint, text, text, date, uuid, boolean, integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_totals(text[], text[], uuid[], date, date, bigint, bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_transactions(text[], text[], uuid[], date, date, bigint, bigint, text, text, date, uuid, boolean, integer) TO plumb_app;
GRANT EXECUTE ON FUNCTION search_totals(text[], text[], uuid[], date, date, bigint, bigint, text, text) TO plumb_app;
