-- Trace contexts (W3C traceparent) of what put a row here; null if it was not traced. Nothing that is built depends on them.
alter table batch add column traceparent text;
alter table outbox add column traceparent text;
