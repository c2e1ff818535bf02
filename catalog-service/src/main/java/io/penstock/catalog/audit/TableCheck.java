package io.penstock.catalog.audit;

import java.util.List;

/**
 * An invariant that the tables alone show.
 *
 * @param claim what should hold
 * @param sql gives a line for each violation
 */
record TableCheck(String claim, String sql) {
  /** The modulus of fingerprint sums, 2^128. */
  private static final String MODULUS = "340282366920938463463374607431768211456";

  static final List<TableCheck> ALL =
      List.of(
          new TableCheck(
              "batch.from = the batch before's to, by topic-partition",
              """
              select format('batch %s of %s (%s/%s) starts at %s, not %s', b.seq, b.source, b.topic_id,
                            b.partition, b.from_position, b.expected)
                from (select b.*, lag(to_position) over
                             (partition by source, topic_id, partition order by from_position) expected
                        from batch b) b
               where b.expected <> b.from_position
                 and not exists
                   (select 1 from loss l
                     where l.source = b.source and l.topic_id = b.topic_id
                       and l.partition = b.partition and l.acknowledged_at is not null
                       and l.lost_from <= b.expected
                       and coalesce(l.lost_to, b.from_position) >= b.from_position)
              """),
          new TableCheck(
              "rows + gaps = to - from, by batch",
              """
              select format('batch %s of %s holds %s rows in [%s, %s)', b.seq, b.source, b.landed_rows,
                            b.from_position, b.to_position)
                from batch b
               where b.landed_rows
                     + (select coalesce(sum(cast(g ->> 'to' as bigint) - cast(g ->> 'from' as bigint)), 0)
                          from json_array_elements(cast(b.gaps as json)) g)
                     <> b.to_position - b.from_position
              """),
          new TableCheck(
              "seqs of a source have no gap",
              """
              select format('%s has %s batches up to seq %s, but gave out %s', s.name, count(b.seq),
                            max(b.seq), s.last_seq)
                from source s
                left join batch b on b.source = s.name
               group by s.name, s.last_seq
              having count(b.seq) <> s.last_seq or coalesce(max(b.seq), 0) <> s.last_seq
              """),
          new TableCheck(
              "fp(landed) = fp(windowed) + fp(unplaced), by batch and windowing",
              """
              select format('batch %s of %s landed %s (%s), windowed %s (%s), unplaced %s (%s)', b.seq,
                            b.source, b.landed_rows, b.landed_sum, w.r, w.s, u.r, u.s)
                from batch b
                join source_windowing g
                  on g.source = b.source and (b.seq <= g.recounted or b.seq > g.recount_to)
               cross join lateral
                     (select coalesce(sum(rows), 0) r, coalesce(sum(sum), 0) s from batch_window w
                       where w.source = b.source and w.seq = b.seq and w.windowing = g.windowing) w
               cross join lateral
                     (select coalesce(sum(rows), 0) r, coalesce(sum(sum), 0) s from batch_unplaced u
                       where u.source = b.source and u.seq = b.seq) u
               where b.landed_rows <> w.r + u.r
                  or b.landed_sum <> mod(w.s + u.s, MODULUS)
              """
                  .replace("MODULUS", MODULUS)),
          new TableCheck(
              "schema_failed + quarantined = rows in quarantine, by build",
              """
              select format('build %s of %s: %s failed, %s quarantined, but %s rows are in quarantine',
                            left(b.build_id, 16), b.pipeline, l.failed, l.quarantined, q.rows)
                from build b
               cross join lateral
                     (select cast(cast(b.ledger as json) -> 'schemaFailed' ->> 'count' as bigint) failed,
                             cast(cast(b.ledger as json) -> 'quarantined' ->> 'count' as bigint) quarantined) l
               cross join lateral
                     (select coalesce(sum(rows), 0) as rows from quarantine_file f
                       where f.build_id = b.build_id) q
               where b.ledger is not null and l.failed + l.quarantined <> q.rows
              """),
          new TableCheck(
              "a window has one build at a time",
              """
              select format('%s has builds %s and %s for %s in v%s', a.dataset, left(a.build_id, 16),
                            left(b.build_id, 16), a.window_start, b.added_in)
                from dataset_window a
                join dataset_window b on b.dataset = a.dataset and b.window_start = a.window_start
               where a.added_in < b.added_in and (a.removed_in is null or a.removed_in > b.added_in)
              """),
          new TableCheck(
              "windows share no file, and a file comes and goes with its window",
              """
              select format('%s of %s in v%s', f.object_key, f.dataset, f.added_in)
                from data_file f
                left join dataset_window w
                  on w.dataset = f.dataset and w.window_start = f.window_start
                 and w.window_end = f.window_end and w.build_id = f.build_id
                 and w.added_in = f.added_in and w.removed_in is not distinct from f.removed_in
               where w.dataset is null
              union all
              select format('%s is twice in v%s of %s', a.object_key, b.added_in, a.dataset)
                from data_file a
                join data_file b on b.object_key = a.object_key
               where a.added_in < b.added_in and (a.removed_in is null or a.removed_in > b.added_in)
              """),
          new TableCheck(
              "same build id, same set of file hashes",
              """
              select format('build %s had other files in v%s and v%s', build_id, min(added_in), max(added_in))
                from (select build_id, added_in, string_agg(sha256, ',' order by sha256) files
                        from data_file group by build_id, added_in) f
               group by build_id
              having count(distinct files) > 1
              """),
          new TableCheck(
              "head' = head - replaced + added, by version",
              """
              select format('%s v%s has %s windows, %s files, %s rows, %s bytes; it says %s, %s, %s, %s',
                            v.dataset, v.number, w.n, f.n, f.r, f.b, v.windows, v.files, v.rows, v.bytes)
                from dataset_version v
               cross join lateral
                     (select count(*) n from dataset_window w
                       where w.dataset = v.dataset and w.added_in <= v.number
                         and (w.removed_in is null or w.removed_in > v.number)) w
               cross join lateral
                     (select count(*) n, coalesce(sum(rows), 0) r, coalesce(sum(bytes), 0) b
                        from data_file f
                       where f.dataset = v.dataset and f.added_in <= v.number
                         and (f.removed_in is null or f.removed_in > v.number)) f
               where w.n <> v.windows or f.n <> v.files or f.r <> v.rows or f.b <> v.bytes
              """),
          new TableCheck(
              "versions are numbered from 1, and the pointer is the newest one's",
              """
              select format('%s points to v%s of %s', d.name, d.head_version, count(v.number))
                from dataset d
                left join dataset_version v on v.dataset = d.name
               group by d.name
              having count(v.number) <> d.head_version
                  or coalesce(max(v.number), 0) <> d.head_version
                  or d.metadata_location is distinct from
                     max(v.metadata_location) filter (where v.number = d.head_version)
              """),
          new TableCheck(
              "through and spec version of a window do not go back",
              """
              select format('%s went back in v%s of %s', w.window_start, w.added_in, w.dataset)
                from (select w.*,
                             lag(through) over h before_through, lag(spec_version) over h before_spec
                        from dataset_window w
                      window h as (partition by dataset, window_start order by added_in)) w
               where w.through < w.before_through or w.spec_version < w.before_spec
              """),
          new TableCheck(
              "a pipeline's live builds are the head of its dataset",
              """
              select format('%s of %s: live is %s, the head has %s', coalesce(p.window_start, w.window_start),
                            coalesce(p.dataset, w.dataset), left(p.live_build_id, 16), left(w.build_id, 16))
                from (select l.window_start, l.live_build_id, l.live_through, p.dataset
                        from pipeline_window l join pipeline p on p.name = l.pipeline
                       where l.live_build_id is not null) p
                full join (select * from dataset_window where removed_in is null) w
                  on w.dataset = p.dataset and w.window_start = p.window_start
               where w.build_id is distinct from p.live_build_id
                  or w.through is distinct from p.live_through
              """),
          new TableCheck(
              "builds in versions are published",
              """
              select distinct format('build %s in %s is %s', b.build_id, w.dataset, b.state)
                from dataset_window w
                join build b on b.build_id = w.build_id
               where b.version is null or b.ledger is null
              """),
          new TableCheck(
              "a build was made from the batches of its window up to through that are not forgotten",
              """
              select format('build %s of %s left out batch %s', left(w.build_id, 16), w.dataset, e.seq)
                from dataset_window w
                join pipeline p on p.dataset = w.dataset
                join batch_window e
                  on e.source = p.source and e.windowing = p.windowing
                 and e.window_start = w.window_start and e.seq <= w.through and e.rows > 0
                join batch b on b.source = e.source and b.seq = e.seq
                join object o on o.key = b.object_key and o.state = 'LIVE'
               where not exists
                     (select 1 from build_input i where i.build_id = w.build_id and i.seq = e.seq)
              union all
              select format('build %s of %s has batch %s of another window', left(w.build_id, 16),
                            w.dataset, i.seq)
                from dataset_window w
                join pipeline p on p.dataset = w.dataset
                join build_input i on i.build_id = w.build_id
               where not exists
                     (select 1 from batch_window e
                       where e.source = i.source and e.windowing = p.windowing
                         and e.window_start = w.window_start and e.seq = i.seq)
              """),
          new TableCheck(
              "referenced => LIVE",
              """
              select format('%s is %s', r.key, coalesce(o.state, 'unknown'))
                from (select object_key as key from data_file
                      union
                      select regexp_replace(metadata_location, '^s3://[^/]+/', '') from dataset_version
                      union
                      select 'staging/' || build_id || '/plan.json' from dataset_window
                      union
                      select b.object_key from build_input i
                        join batch b on b.source = i.source and b.seq = i.seq) r
                left join object o on o.key = r.key
               where o.state is distinct from 'LIVE'
              """));
}
