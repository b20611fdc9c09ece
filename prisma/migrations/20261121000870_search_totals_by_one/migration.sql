-- What a search adds up to comes after its list. On several cores it came no sooner (a million rows: 155 ms by one process, 186 by
-- three, most of it reading the same heap), and kept those that make the list waiting.
ALTER FUNCTION search_totals(text, uuid[], date, date, bigint, bigint, text, text) SET max_parallel_workers_per_gather = 0;
