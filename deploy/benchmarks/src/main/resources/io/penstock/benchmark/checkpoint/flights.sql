-- What the 19 expectations of flights.json need, as one would type it; every number is compared with its limits afterwards.
SELECT count(*),
  count(*) - count("date"), count(*) - count(delay), count(*) - count(origin),
  count(*) FILTER (NOT regexp_matches(origin, '^[A-Z]{3}$')),
  count(*) FILTER (NOT regexp_matches(destination, '^[A-Z]{3}$')),
  count(*) FILTER (length(origin) <> 3),
  count(*) FILTER (origin = destination),
  count(*) FILTER (delay NOT BETWEEN -2000 AND 3000),
  count(*) FILTER (distance NOT BETWEEN 0 AND 6000),
  count(*) FILTER ("date" NOT BETWEEN '2001-01-01' AND '2002-01-01'),
  min(distance), max(distance), avg(delay), stddev_samp(distance), median(distance), count(DISTINCT origin),
  quantile_disc(delay, [0.05, 0.95])
FROM data
