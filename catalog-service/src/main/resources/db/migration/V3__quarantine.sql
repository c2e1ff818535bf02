-- What the steps of a build left in quarantine, whatever became of the build.
create table quarantine_file (
  build_id        text        not null references build,
  step            text        not null,
  pipeline        text        not null references pipeline,
  object_key      text        not null,
  sha256          text        not null,
  bytes           bigint      not null,
  rows            bigint      not null,
  rules           text        not null,             -- rows by broken rule
  primary key (build_id, step)
);

-- Rows of a window that a replay of others left in quarantine: the next plans of the window hold them there.
create table window_held (
  pipeline        text        not null references pipeline,
  window_start    timestamptz not null,
  object_key      text        references object,    -- null if none is held any more
  held            text,
  base_build_id   text        not null references build,  -- the live build whose quarantine was divided
  replayed_at     timestamptz not null,
  primary key (pipeline, window_start)
);
