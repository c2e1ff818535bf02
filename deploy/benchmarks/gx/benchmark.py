#!/usr/bin/env python3
"""Checks a suite with Great Expectations and says what it took: benchmark.py SUITE pandas|(sql URL) FILE…

The last line is {"wall", "cpu", "peakBytes", "passed"}. Reading the files is a part of it on pandas, as it is for Penstock; on SQL the
data stands in a table of PostgreSQL before the clock starts, and only the clock tells, for the database works in a process of its
own. Ends with 3 if Great Expectations is not installed, or cannot evaluate the suite.
"""
import datetime
import io
import json
import os
import resource
import sys
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

TABLE = "penstock_benchmark"


def of(config, times):
    kind = "".join(part.capitalize() for part in config["type"].split("_")).replace("KlDiv", "KLDiv")
    kwargs = dict(config["kwargs"])
    if kwargs.get("column") in times:
        # On pandas it does not compare a time with a text, which is what a suite's file has.
        kwargs.update({name: datetime.datetime.fromisoformat(kwargs[name]) for name in ("min_value", "max_value") if name in kwargs})
    return getattr(gx.expectations, kind)(**kwargs)


def pandas_batch(context, files):
    import pandas

    frame = pandas.concat([pandas.read_parquet(file) for file in files], ignore_index=True)
    for column in frame.columns:
        # Decimals would be Python objects: as floats they are faster.
        if frame[column].dtype == object and frame[column].first_valid_index() is not None:
            if type(frame[column][frame[column].first_valid_index()]).__name__ == "Decimal":
                frame[column] = frame[column].astype("float64")
    definition = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    times = {column for column in frame.columns if frame[column].dtype.kind == "M"}
    return definition.get_batch({"dataframe": frame}), times


def sql_type(kind):
    import pyarrow as pa

    if pa.types.is_integer(kind):
        return "bigint"
    if pa.types.is_decimal(kind):
        return f"numeric({kind.precision}, {kind.scale})"
    if pa.types.is_floating(kind):
        return "double precision"
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_timestamp(kind):
        return "timestamp"
    return "date" if pa.types.is_date(kind) else "text"


def load(engine, files):
    """Fills the table, as fast as PostgreSQL lets."""
    import pyarrow.csv
    import pyarrow.parquet

    schema = pyarrow.parquet.read_schema(files[0])
    columns = ", ".join(f'"{field.name}" {sql_type(field.type)}' for field in schema)
    connection = engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
    cursor.execute(f"CREATE TABLE {TABLE} ({columns})")
    for file in files:
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(200_000):
            text = io.BytesIO()
            options = pyarrow.csv.WriteOptions(include_header=False)
            pyarrow.csv.write_csv(pyarrow.Table.from_batches([batch]), text, options)
            text.seek(0)
            cursor.copy_expert(f"COPY {TABLE} FROM STDIN (FORMAT csv)", text)
    connection.commit()
    cursor.execute(f"ANALYZE {TABLE}")
    connection.commit()
    connection.close()


def main():
    suite_file, engine = sys.argv[1:3]
    url, files = (sys.argv[3], sys.argv[4:]) if engine == "sql" else (None, sys.argv[3:])
    with open(suite_file, encoding="utf-8") as text:
        suite = json.load(text)
    database = None
    if url:
        try:
            import sqlalchemy

            database = sqlalchemy.create_engine(url)
            load(database, files)
        except ImportError:
            sys.exit(3)
    try:
        check(suite, engine, url, files)
    finally:
        if database is not None:
            with database.begin() as connection:
                connection.execute(sqlalchemy.text(f"DROP TABLE {TABLE}"))


def check(suite, engine, url, files):
    context = gx.get_context(mode="ephemeral")
    wall, cpu = time.perf_counter(), time.process_time()
    if url:
        source = context.data_sources.add_postgres("s", connection_string=url)
        batch = source.add_table_asset("a", table_name=TABLE).add_batch_definition_whole_table("b").get_batch()
        times = set()
    else:
        batch, times = pandas_batch(context, files)
    made = gx.ExpectationSuite(name="s", expectations=[of(config, times) for config in suite["expectations"]])
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
    measured = {"wall": f"PT{wall:.3f}S", "passed": sum(bool(r.success) for r in result.results)}
    if not url:
        measured["cpu"] = f"PT{cpu:.3f}S"
        measured["peakBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(measured))


main()
