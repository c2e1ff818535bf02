-- A windowing that comes when batches are landed already: those up to recount_to are counted by it from their objects,
-- in the order of their seqs; recounted is how far that is. Its windows are not complete before.
alter table source_windowing
  add column recount_to bigint not null default 0,
  add column recounted  bigint not null default 0,
  add check (recounted between 0 and recount_to);
