-- All state of Penstock.
--
-- A fingerprint is two columns: x_rows, and x_sum, the sum of row hashes modulo 2^128. Sums of sums are taken
-- modulo 2^128 where they are read. JSON is kept as text, because jsonb would reorder the fields of a schema.

create table source (
  name            text primary key,
  spec            text        not null,
  privacy         text        not null,
  topic           text        not null,
  topic_id        text,                             -- the topic's current id: the newest one that was reported
  last_seq        bigint      not null default 0,   -- taken under this row's lock, so that seqs are gapless and ordered
  watermark       timestamptz,
  completion      text,
  completed_at    timestamptz,                      -- when all declared end offsets were landed
  registered_at   timestamptz not null
);

create table source_windowing (
  source          text not null references source,
  windowing       text not null,                    -- such as PT24H@UTC
  primary key (source, windowing)
);

create table topic_partition (
  source          text        not null references source,
  topic_id        text        not null,
  partition       int         not null,
  position        bigint      not null,             -- the next position to land: the compare-and-set that makes landing exactly-once
  leader_epoch    int,
  max_event_time  timestamptz,
  log_start       bigint      not null,
  log_end         bigint      not null,
  caught_up_since timestamptz,                      -- reported at the end of its log ever since
  reported_at     timestamptz,
  log_behind_since timestamptz,                     -- its log was reported to end before the position ever since
  registered_at   timestamptz not null,
  primary key (source, topic_id, partition)
);

create table loss (
  id              bigint generated always as identity primary key,
  source          text        not null,
  topic_id        text        not null,
  partition       int         not null,
  cause           text        not null,
  lost_from       bigint      not null,
  lost_to         bigint,                           -- unknown for a topic that was deleted
  detected_at     timestamptz not null,
  acknowledged_at timestamptz,
  foreign key (source, topic_id, partition) references topic_partition
);
create unique index loss_open on loss (source, topic_id, partition) where acknowledged_at is null;

-- Every object that is or was referenced. A commit inserts LIVE in its own transaction, the sweeper inserts SWEPT
-- before it deletes; whichever is second fails on the primary key.
create table object (
  key             text primary key,
  state           text        not null check (state in ('LIVE', 'SWEPT')),
  sha256          text,
  bytes           bigint,
  at              timestamptz not null,
  deleted_at      timestamptz,                      -- when the sweeper had deleted it
  check (deleted_at is null or state = 'SWEPT')
);
create index object_to_delete on object (key) where state = 'SWEPT' and deleted_at is null;

create table batch (
  source          text        not null references source,
  seq             bigint      not null,
  topic_id        text        not null,
  partition       int         not null,
  from_position   bigint      not null,
  to_position     bigint      not null,
  gaps            text        not null,
  object_key      text        not null unique references object,
  sha256          text        not null,
  bytes           bigint      not null,
  landed_rows     bigint      not null,
  landed_sum      numeric(39) not null,
  max_event_time  timestamptz,
  committed_at    timestamptz not null,
  primary key (source, seq),
  unique (source, topic_id, partition, from_position),
  foreign key (source, topic_id, partition) references topic_partition,
  check (to_position > from_position)
);

create table batch_unplaced (
  source          text        not null,
  seq             bigint      not null,
  status          text        not null,
  rows            bigint      not null,
  sum             numeric(39) not null,
  primary key (source, seq, status),
  foreign key (source, seq) references batch
);

create table batch_window (
  source          text        not null,
  windowing       text        not null,
  window_start    timestamptz not null,
  window_end      timestamptz not null,
  seq             bigint      not null,
  rows            bigint      not null,
  sum             numeric(39) not null,
  primary key (source, windowing, window_start, seq),
  foreign key (source, seq) references batch
);

-- Which windows have rows, and what the newest batch with rows of them is: what is due is asked every few seconds, and
-- must not read batch_window for that. Kept by the transaction that commits a batch.
create table source_window (
  source          text        not null references source,
  windowing       text        not null,
  window_start    timestamptz not null,
  window_end      timestamptz not null,
  last_seq        bigint      not null,
  last_at         timestamptz not null,
  primary key (source, windowing, window_start)
);
create index source_window_by_end on source_window (source, window_end);

create table pipeline (
  name            text primary key,
  source          text        not null references source,
  windowing       text        not null,
  dataset         text        not null unique,
  spec_version    int         not null,
  registered_at   timestamptz not null
);

create table pipeline_version (
  pipeline        text        not null references pipeline,
  version         int         not null,
  spec            text        not null,
  yaml            text        not null,
  sha256          text        not null,
  registered_at   timestamptz not null,
  primary key (pipeline, version)
);

create table suite_version (
  name            text        not null,
  version         int         not null,
  sha256          text        not null,
  suite           text        not null,
  registered_at   timestamptz not null,
  primary key (name, version)
);

create table build (
  build_id        text primary key,
  pipeline        text        not null references pipeline,
  spec_version    int         not null,
  window_start    timestamptz not null,
  window_end      timestamptz not null,
  through         bigint      not null,
  base_build_id   text,                             -- the live build when the plan was made
  state           text        not null check (state in ('planned', 'published', 'rejected', 'failed', 'superseded')),
  inputs_sha256   text        not null,             -- of spec, suites and engine alone: tells whether anything but rows changed since a window was refused
  planned_at      timestamptz not null,
  ended_at        timestamptz,
  ledger          text,
  checkpoints     text,
  output          text,                             -- columns and partitioning of its files, once published
  failure_kind    text,
  failure_code    text,
  failure_message text,
  version         bigint
);
create index build_by_window on build (pipeline, window_start, planned_at);
create index build_by_short_id on build (substr(build_id, 1, 16));   -- as it stands in the names of data files

-- A window that a pipeline has planned at least once.
create table pipeline_window (
  pipeline        text        not null references pipeline,
  window_start    timestamptz not null,
  window_end      timestamptz not null,
  latest_build_id text        references build,
  live_build_id   text        references build,
  live_through    bigint,
  live_spec_version int,
  first_through   bigint,                           -- of its first publication: rows of later batches are late
  primary key (pipeline, window_start)
);

create table build_request (
  id              uuid primary key,
  pipeline        text        not null references pipeline,
  requested_at    timestamptz not null
);

create table build_request_window (
  request_id      uuid        not null references build_request,
  window_start    timestamptz not null,
  window_end      timestamptz not null,
  build_id        text,                             -- set when it was planned for this request
  done            boolean     not null default false,
  primary key (request_id, window_start)
);
create index build_request_open on build_request_window (window_start) where not done;

-- Inserted when its pipeline is registered; the first publication makes its Iceberg table.
create table dataset (
  name              text primary key,
  pipeline          text   not null references pipeline,
  location          text   not null,
  metadata_location text,                           -- Iceberg's pointer: moved by compare-and-set in the publishing transaction
  head_version      bigint not null default 0
);

create table dataset_version (
  dataset           text        not null references dataset,
  number            bigint      not null,
  published_at      timestamptz not null,
  pipeline          text        not null,
  spec_version      int         not null,
  content_hash      text        not null,
  snapshot_id       bigint      not null,
  metadata_location text        not null,
  windows           int         not null,
  files             int         not null,
  rows              bigint      not null,
  bytes             bigint      not null,
  ledger            text        not null,
  primary key (dataset, number)
);

-- Which build makes a window, from the version it was added in until the one that replaced it.
create table dataset_window (
  dataset         text        not null references dataset,
  window_start    timestamptz not null,
  window_end      timestamptz not null,
  build_id        text        not null references build,
  spec_version    int         not null,
  through         bigint      not null,
  added_in        bigint      not null,
  removed_in      bigint,
  primary key (dataset, window_start, added_in)
);
create unique index dataset_window_head on dataset_window (dataset, window_start) where removed_in is null;

-- A file is added again if a build comes back that another one had replaced.
create table data_file (
  object_key       text        not null references object,
  dataset          text        not null references dataset,
  build_id         text        not null references build,
  window_start     timestamptz not null,
  window_end       timestamptz not null,
  partition_path   text        not null,
  partition_values text        not null,
  sha256           text        not null,
  bytes            bigint      not null,
  rows             bigint      not null,
  sum              numeric(39) not null,
  added_in         bigint      not null,
  removed_in       bigint,
  primary key (object_key, added_in)
);
create index data_file_by_dataset on data_file (dataset, added_in);
create unique index data_file_head on data_file (object_key) where removed_in is null;

-- The batches that a published build was made from: they are kept as long as it is in a version.
create table build_input (
  build_id         text        not null references build,
  source           text        not null,
  seq              bigint      not null,
  primary key (build_id, seq),
  foreign key (source, seq) references batch
);
create index build_input_by_batch on build_input (source, seq);

create table dataset_tag (
  dataset         text        not null,
  tag             text        not null,
  number          bigint      not null,
  tagged_at       timestamptz not null,
  primary key (dataset, tag),
  foreign key (dataset, number) references dataset_version
);

create table outbox (
  id              uuid primary key,
  type            text        not null,
  subject         text        not null,
  data            text        not null,
  created_at      timestamptz not null,
  claimed_until   timestamptz,                      -- a sender is at it; if it died, another takes over then
  sent_at         timestamptz
);
create index outbox_unsent on outbox (created_at) where sent_at is null;
