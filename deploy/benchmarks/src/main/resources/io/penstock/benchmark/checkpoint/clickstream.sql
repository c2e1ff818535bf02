-- What the 19 expectations of clickstream.json need, as one would type it; every number is compared with its limits afterwards.
SELECT count(*),
  count(*) - count(user_id), count(*) - count(event_timestamp), count(*) - count(label),
  count(*) FILTER (NOT regexp_matches(user_id, '^usr_[a-f0-9]{16}$')),
  count(*) FILTER (NOT regexp_matches(event_timestamp, '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}')),
  count(*) FILTER (NOT regexp_matches(email, '^.\*\*\*@')),
  count(*) FILTER (length(user_id) <> 20),
  count(*) FILTER (event_type NOT IN ('page_view', 'add_to_cart', 'purchase', 'search')),
  list(DISTINCT label),
  count(*) FILTER (session_duration_seconds NOT BETWEEN 0 AND 86400),
  count(*) FILTER (purchase_amount_usd NOT BETWEEN 0 AND 50000),
  max(purchase_amount_usd),
  avg(session_duration_seconds),
  stddev_samp(session_duration_seconds),
  quantile_disc(session_duration_seconds, [0.25, 0.5, 0.75]),
  count(DISTINCT user_id),
  (SELECT coalesce(sum(n), 0) FROM (
    SELECT count(*) AS n FROM data GROUP BY user_id, session_id, event_type, event_timestamp HAVING count(*) > 1))
FROM data
