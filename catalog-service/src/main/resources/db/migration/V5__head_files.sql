-- A publication goes through the files of the newest version in the order of their windows.
create index data_file_head_by_window on data_file (dataset, window_start, object_key) where removed_in is null;
