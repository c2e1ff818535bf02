#!/usr/bin/env python3
"""Checks a suite with Great Expectations and says what it took: benchmark.py pandas|sql SUITE FILE…

The last line is {"wall", "cpu", "peakBytes", "passed"}. Reading the files is a part of it on pandas, as it is for Penstock; on SQL the
data stands in a database before the clock starts. Ends with 3 if Great Expectations is not installed, or cannot evaluate the suite.
"""
import json
import os
import resource
import sys
import tempfile
import time
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["TQDM_DISABLE"] = "1"
warnings.filterwarnings("ignore")
try:
    import great_expectations as gx
    import logging
except ImportError:
    sys.exit(3)
logging.disable(logging.CRITICAL)


def of(config):
    kind = "".join(part.capitalize() for part in config["type"].split("_")).replace("KlDiv", "KLDiv")
    return getattr(gx.expectations, kind)(**config["kwargs"])


def pandas_batch(context, files):
    import pandas

    frame = pandas.concat([pandas.read_parquet(file) for file in files], ignore_index=True)
    for column in frame.columns:
        # Decimals would be Python objects: as floats they are faster.
        if frame[column].dtype == object and frame[column].first_valid_index() is not None:
            if type(frame[column][frame[column].first_valid_index()]).__name__ == "Decimal":
                frame[column] = frame[column].astype("float64")
    definition = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    return definition.get_batch({"dataframe": frame})


def sql_batch(context, url):
    source = context.data_sources.add_sql("s", connection_string=url)
    return source.add_table_asset("a", table_name="data").add_batch_definition_whole_table("b").get_batch()


def main():
    engine, suite_file, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    with open(suite_file, encoding="utf-8") as text:
        suite = json.load(text)
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sql":
            try:
                import duckdb
                import duckdb_engine  # noqa: F401
            except ImportError:
                sys.exit(3)
            database = os.path.join(folder, "data.duckdb")
            with duckdb.connect(database) as connection:
                connection.execute(f"CREATE TABLE data AS SELECT * FROM read_parquet({files!r})")
        context = gx.get_context(mode="ephemeral")
        wall, cpu = time.perf_counter(), time.process_time()
        batch = sql_batch(context, "duckdb:///" + database) if engine == "sql" else pandas_batch(context, files)
        made = gx.ExpectationSuite(name="s", expectations=[of(config) for config in suite["expectations"]])
        result = batch.validate(made, result_format="SUMMARY")
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        raised = [r.expectation_config.type for r in result.results
                  if any(isinstance(part, dict) and part.get("raised_exception") for part in [r.exception_info, *r.exception_info.values()])]
        failed = [r.expectation_config.type for r in result.results if not r.success and r.expectation_config.type not in raised]
        if raised or failed:
            print(f"GX on {engine}: could not evaluate {raised}, failed {failed}", file=sys.stderr)
        if raised:
            # What is not evaluated takes no time: a figure would mean nothing.
            print(f"GX on {engine}: not measured, {len(raised)} of {len(result.results)} expectations raise", file=sys.stderr)
            sys.exit(3)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        passed = sum(bool(r.success) for r in result.results)
        print(json.dumps({"wall": f"PT{wall:.3f}S", "cpu": f"PT{cpu:.3f}S", "peakBytes": peak, "passed": passed}))


main()
