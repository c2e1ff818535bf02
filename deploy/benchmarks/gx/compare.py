#!/usr/bin/env python3
"""Compares Penstock's verdicts with those of Great Expectations on random tables and suites.

    python compare.py [--tables 40] [--expectations 40] [--seed 1] [--java java] [--show 40]

Needs great_expectations 1.x, pandas and pyarrow, and a built module deploy/benchmarks. Great Expectations runs on
pandas. Every field that both write is compared; docs/expectations.md tells which differences are known, and why.
"""
import argparse
import collections
import datetime
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["TQDM_DISABLE"] = "1"
warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent

WORDS = ["", "a", "A", "ab", "abc", "b", "é", "日本", "🤦", "x y", "%", "_", "it's", 'say "hi"', "1", "2.5", "-3", "null", "a\nb"]
DATES = ["2024-01-31", "2024-02-30", "01/02/2024", "March 3, 2024", "20240105", "10:30", "yesterday", "2024-01-01T10:00:00Z", ""]
JSONS = ['{"a": 1}', '{"a": "x"}', "[1, 2]", "5", '"s"', "{", "nul", '{"a": 1, "b": null}', "NaN"]


LARGE = [2**63 - 1, -2**63, 2**53, 2**53 + 1, 0, 1]


def maybe(rng, values, share):
    return [None if rng.random() < share else value for value in values]


def table(rng, pd, np):
    rows = rng.choice([0, 1, 2, 5, 12, 30])
    gaps = rng.choice([0, 0.1, 0.5, 1.0])
    many = lambda values: [rng.choice(values) for _ in range(rows)]
    start = datetime.datetime(2024, 1, 1)
    frame = pd.DataFrame({
        "id": pd.Series(range(100, 100 + rows), dtype="int64"),
        "n": pd.Series(many(range(-3, 8)), dtype="int64"),
        "k": pd.Series(sorted(many(range(0, 20)), reverse=rng.random() < 0.3), dtype="int64"),
        "x": pd.Series(maybe(rng, [rng.choice([rng.uniform(-5, 5), float(rng.randint(-3, 3)), 0.5]) for _ in range(rows)], gaps), dtype="float64"),
        "y": pd.Series(many([-1.5, 0.0, 0.5, 2.0, 3.25]), dtype="float64"),
        "s": pd.Series(maybe(rng, many(WORDS), gaps), dtype="object"),
        "w": pd.Series(many(["a", "b", "ab", "abc"]), dtype="object"),
        "f": pd.Series(many([True, False]), dtype="bool"),
        "t": pd.Series(maybe(rng, [start + datetime.timedelta(hours=rng.randint(0, 72)) for _ in range(rows)], gaps), dtype="datetime64[ns]"),
        "d": pd.Series(maybe(rng, many(DATES), gaps), dtype="object"),
        "j": pd.Series(maybe(rng, many(JSONS), gaps), dtype="object"),
        "e": pd.Series([None] * rows, dtype="float64"),
        "quo\"te d": pd.Series(many(range(3)), dtype="int64"),
        "z": pd.Series(maybe(rng, [start + datetime.timedelta(hours=rng.randint(0, 72)) for _ in range(rows)], gaps), dtype="datetime64[us]").dt.tz_localize("UTC"),
        "l": pd.Series(many(LARGE), dtype="int64"),
        "i": pd.Series(maybe(rng, many([-math.inf, math.inf, 0.0, -0.0, 1e300, 5e-324]), gaps), dtype="float64"),
        "u": pd.Series([None] * rows, dtype="object"),
    })
    return frame


NUMERIC = ["n", "k", "x", "y", "id", "e", "quo\"te d", "i"]
TEXT = ["s", "w", "d", "j"]
ANY = NUMERIC + TEXT + ["f", "t", "z", "l"]


def number(rng):
    return rng.choice([rng.randint(-4, 9), round(rng.uniform(-5, 5), 2), 0, 0.5])


def written(rng, value):
    """A number as JSON has it or, now and then, as a text that stands for it."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and rng.random() < 0.1 else value


def bounds(rng, make, strict=True):
    low, high = sorted([make(rng), make(rng)])
    kwargs = {}
    if rng.random() < 0.8:
        kwargs["min_value"] = written(rng, low)
    if rng.random() < 0.8 or not kwargs:
        kwargs["max_value"] = written(rng, high)
    if strict and rng.random() < 0.3:
        kwargs["strict_min"] = rng.random() < 0.5
    if strict and rng.random() < 0.3:
        kwargs["strict_max"] = rng.random() < 0.5
    return kwargs


def time_text(rng):
    return (datetime.datetime(2024, 1, 1) + datetime.timedelta(hours=rng.randint(-2, 75))).isoformat()


def value_of(rng, column):
    if column in NUMERIC:
        return number(rng)
    if column == "f":
        return rng.random() < 0.5
    if column == "t":
        return time_text(rng)
    if column == "z":
        return time_text(rng) + "+00:00"
    if column == "l":
        return rng.choice(LARGE)
    return rng.choice({"s": WORDS, "w": WORDS, "d": DATES, "j": JSONS}[column])


def value_set(rng, column):
    values = [value_of(rng, column) for _ in range(rng.randint(1, 6))]
    if column == "f":
        values = sorted(set(values))
    return values


CONDITIONS = ['n > 1', 'n == 2', 'w == "a"', 'x.notnull()', 'n >= 0 and w != "b"', 'n in [1, 2, 3]', '(n > 3) | (y < 0)', 'not n > 1', 'f', 'f == True',
              's != "a"', 'x > 0', 's == "a" or x < 0', '`quo"te d` == 1']
GX_CONDITIONS = ['col("n") > 1', 'col("w") == "a"', 'col("x").notNull()', 'col("n") <= 2', 'col("y") != 0.5']

REGEXES = ["^a", "b$", "[a-z]+", "^$", "\\d", "^[^a]*$", "a.b", "(a|é)", "^\\w+$", "日", "\\s"]
LIKES = ["a%", "%b", "_", "%", "a_", "", "%'%"]
TYPES = ["int64", "float64", "object", "str", "bool", "int", "float", "datetime64[ns]", "datetime", "INTEGER", "Timestamp"]
STRFTIME = ["%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%Y%m%d", "%H:%M", "%Y-%m-%dT%H:%M:%SZ"]
SCHEMAS = [{"type": "object"}, {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}, {"type": ["array", "number"]},
           {"enum": [5, "s"]}, {"type": "array", "items": {"minimum": 2}}]


def count(rng):
    return rng.choice([0, 1, 2, 3, 5, 12, 13, 30])


def expectation(rng):
    kinds = list(MAKERS)
    kind = rng.choice(kinds)
    kwargs = MAKERS[kind](rng)
    row_level = kind.startswith(("expect_column_value", "expect_column_pair", "expect_compound", "expect_multicolumn", "expect_select"))
    row_level &= kind not in ("expect_column_values_to_be_of_type", "expect_column_values_to_be_in_type_list")
    if row_level and rng.random() < 0.4:
        kwargs["mostly"] = written(rng, rng.choice([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.0]))
    if rng.random() < 0.25 and kind not in WITHOUT_CONDITION:
        if rng.random() < 0.75:
            kwargs.update(row_condition=rng.choice(CONDITIONS), condition_parser="pandas")
        else:
            kwargs.update(row_condition=rng.choice(GX_CONDITIONS), condition_parser="great_expectations")
    return {"type": kind, "kwargs": kwargs}


def of(columns, **makers):
    def make(rng):
        kwargs = {"column": rng.choice(columns)}
        for name, maker in makers.items():
            value = maker(rng)
            if value is not None:
                kwargs[name] = value
        return kwargs
    return make


def with_set(columns=None, optional=False):
    def make(rng):
        column = rng.choice(columns or ANY)
        return {"column": column, "value_set": value_set(rng, column)}
    return make


def between(rng):
    column = rng.choice(ANY)
    make = lambda r: value_of(r, column)
    if column == "f":
        make = number
    kwargs = bounds(rng, make)
    return {"column": column, **kwargs}


def aggregate(columns, make=number):
    return lambda rng: {"column": rng.choice(columns), **bounds(rng, make)}


def extreme(rng):
    column = rng.choice(NUMERIC + ["t", "w"])
    return {"column": column, **bounds(rng, lambda r: value_of(r, column))}


def quantiles(rng):
    points = sorted(rng.sample([0, 0.05, 0.25, 0.5, 0.75, 0.9, 1], rng.randint(1, 4)))
    ranges = []
    for _ in points:
        low, high = sorted([number(rng), number(rng)])
        ranges.append([rng.choice([low, low, None]), high])
    kwargs = {"column": rng.choice(["n", "k", "x", "y"]), "quantile_ranges": {"quantiles": points, "value_ranges": ranges}}
    if rng.random() < 0.4:
        kwargs["allow_relative_error"] = rng.choice(["linear", "lower", "higher", "midpoint", "nearest"])
    return kwargs


def kl(rng):
    if rng.random() < 0.5:
        weights = [rng.random() for _ in range(3)]
        return {"column": "w", "partition_object": {"values": ["a", "b", "ab"], "weights": [w / sum(weights) for w in weights]},
                "threshold": rng.choice([0.1, 0.5, 2]), "tail_weight_holdout": rng.choice([0, 0.1]), "internal_weight_holdout": 0}
    weights = [rng.random() for _ in range(3)]
    return {"column": rng.choice(["y", "n", "x"]), "partition_object": {"bins": [-2, 0, 1, 4], "weights": [w / sum(weights) for w in weights]},
            "threshold": rng.choice([0.1, 0.5, 2]), "tail_weight_holdout": rng.choice([0, 0.01]), "internal_weight_holdout": rng.choice([0, 0.01])}


def pair(columns=NUMERIC, **more):
    def make(rng):
        a, b = rng.sample(columns, 2)
        kwargs = {"column_A": a, "column_B": b}
        if rng.random() < 0.6:
            kwargs["ignore_row_if"] = rng.choice(["both_values_are_missing", "either_value_is_missing", "neither"])
        for name, maker in more.items():
            value = maker(rng)
            if value is not None:
                kwargs[name] = value
        return kwargs
    return make


def group(columns=("n", "x", "y", "k"), size=(2, 3), **more):
    def make(rng):
        kwargs = {"column_list": rng.sample(list(columns), rng.randint(*size))}
        if rng.random() < 0.6:
            kwargs["ignore_row_if"] = rng.choice(["all_values_are_missing", "any_value_is_missing", "never"])
        for name, maker in more.items():
            value = maker(rng)
            if value is not None:
                kwargs[name] = value
        return kwargs
    return make


def column_names(rng):
    names = ["id", "n", "k", "x", "y", "s", "w", "f", "t", "d", "j", "e", "quo\"te d", "z", "l", "i", "u"]
    choice = rng.random()
    if choice < 0.4:
        return names
    if choice < 0.6:
        return rng.sample(names, len(names))
    if choice < 0.8:
        return names[:-1]
    return names + ["zzz"]


def pairs_set(rng):
    return [[rng.randint(-3, 7), rng.randint(0, 19)] for _ in range(rng.randint(1, 30))]


flag = lambda rng: rng.choice([None, True, False])
MAKERS = {
    "expect_column_values_to_not_be_null": of(ANY),
    "expect_column_values_to_be_null": of(ANY),
    "expect_column_values_to_be_unique": of(ANY),
    "expect_column_values_to_be_in_set": with_set(),
    "expect_column_values_to_not_be_in_set": with_set(),
    "expect_column_values_to_be_between": between,
    "expect_column_values_to_be_increasing": of(NUMERIC + ["t"], strictly=flag),
    "expect_column_values_to_be_decreasing": of(NUMERIC + ["t"], strictly=flag),
    "expect_column_values_to_be_of_type": of(ANY, type_=lambda r: r.choice(TYPES)),
    "expect_column_values_to_be_in_type_list": of(ANY, type_list=lambda r: r.sample(TYPES, 3)),
    "expect_column_values_to_be_dateutil_parseable": of(["d", "s", "w"]),
    "expect_column_values_to_be_json_parseable": of(["j", "s"]),
    "expect_column_values_to_match_json_schema": of(["j"], json_schema=lambda r: r.choice(SCHEMAS)),
    "expect_column_values_to_match_strftime_format": of(["d"], strftime_format=lambda r: r.choice(STRFTIME)),
    "expect_column_values_to_match_regex": of(["s", "w", "d"], regex=lambda r: r.choice(REGEXES)),
    "expect_column_values_to_not_match_regex": of(["s", "w", "d"], regex=lambda r: r.choice(REGEXES)),
    "expect_column_values_to_match_regex_list": of(["s", "w"], regex_list=lambda r: r.sample(REGEXES, 2), match_on=lambda r: r.choice([None, "any", "all"])),
    "expect_column_values_to_not_match_regex_list": of(["s", "w"], regex_list=lambda r: r.sample(REGEXES, 2)),
    "expect_column_value_lengths_to_be_between": lambda rng: {"column": rng.choice(["s", "w", "d"]), **bounds(rng, lambda r: r.randint(0, 5))},
    "expect_column_value_lengths_to_equal": of(["s", "w", "d"], value=lambda r: r.randint(0, 4)),
    "expect_column_value_z_scores_to_be_less_than": of(["n", "x", "y", "k"], threshold=lambda r: r.choice([0.5, 1, 1.5, 3, -1]), double_sided=lambda r: r.random() < 0.5),
    "expect_column_max_to_be_between": extreme,
    "expect_column_min_to_be_between": extreme,
    "expect_column_mean_to_be_between": aggregate(NUMERIC),
    "expect_column_median_to_be_between": aggregate(NUMERIC),
    "expect_column_stdev_to_be_between": aggregate(NUMERIC),
    "expect_column_sum_to_be_between": aggregate(NUMERIC),
    "expect_column_unique_value_count_to_be_between": aggregate(ANY, count),
    "expect_column_proportion_of_unique_values_to_be_between": aggregate(ANY, lambda r: r.choice([0, 0.1, 0.5, 0.9, 1])),
    "expect_column_proportion_of_non_null_values_to_be_between": aggregate(ANY, lambda r: r.choice([0, 0.1, 0.5, 0.9, 1])),
    "expect_column_quantile_values_to_be_between": quantiles,
    "expect_column_distinct_values_to_be_in_set": with_set(),
    "expect_column_distinct_values_to_contain_set": with_set(),
    "expect_column_distinct_values_to_equal_set": with_set(),
    "expect_column_most_common_value_to_be_in_set": lambda rng: {**with_set()(rng), **({"ties_okay": True} if rng.random() < 0.5 else {})},
    "expect_column_kl_divergence_to_be_less_than": kl,
    "expect_column_to_exist": of(ANY + ["zzz"], column_index=lambda r: r.choice([None, 0, 1, 5])),
    "expect_column_pair_values_a_to_be_greater_than_b": pair(or_equal=flag),
    "expect_column_pair_values_to_be_equal": pair(),
    "expect_column_pair_values_to_be_in_set": lambda rng: {**pair(["n", "k"])(rng), "value_pairs_set": pairs_set(rng)},
    "expect_compound_columns_to_be_unique": group(("n", "x", "y", "k", "s", "w")),
    "expect_multicolumn_sum_to_equal": group(("n", "y", "k", "x"), sum_total=lambda r: r.choice([0, 5, 7.5, 10])),
    "expect_select_column_values_to_be_unique_within_record": group(),
    "expect_table_row_count_to_be_between": lambda rng: bounds(rng, count),
    "expect_table_row_count_to_equal": lambda rng: {"value": count(rng)},
    "expect_table_column_count_to_be_between": lambda rng: bounds(rng, lambda r: r.choice([15, 16, 17, 18]), strict=False),
    "expect_table_column_count_to_equal": lambda rng: {"value": rng.choice([16, 17, 18])},
    "expect_table_columns_to_match_ordered_list": lambda rng: {"column_list": column_names(rng)},
    "expect_table_columns_to_match_set": lambda rng: {"column_set": column_names(rng), **({"exact_match": False} if rng.random() < 0.5 else {})},
}
WITHOUT_CONDITION = {"expect_column_to_exist", "expect_table_column_count_to_be_between", "expect_table_column_count_to_equal",
                     "expect_table_columns_to_match_ordered_list", "expect_table_columns_to_match_set",
                     "expect_column_values_to_be_of_type", "expect_column_values_to_be_in_type_list"}


def result_format(rng):
    level = rng.choice(["BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE", "COMPLETE"])
    wanted = {"result_format": level}
    if level == "COMPLETE" and rng.random() < 0.5:
        wanted["unexpected_index_column_names"] = rng.choice([["id"], ["id", "w"]])
    if rng.random() < 0.3:
        wanted["partial_unexpected_count"] = rng.choice([0, 1, 3])
    return wanted


# ---------------------------------------------------------------------------------------------------------------- comparing

def plain(value):
    """A value as JSON has it, so that equal things look the same."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(part) for part in value]
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return plain(value.item())
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str) and value in ("NaN", "Infinity", "-Infinity"):
        return None if value == "NaN" else float(value.replace("Infinity", "inf"))
    if isinstance(value, str) and len(value) == 19 and value[4] == "-" and value[10] in " T":
        return value.replace(" ", "T")
    return value


def same(theirs, ours):
    if isinstance(theirs, bool) or isinstance(ours, bool):
        return theirs == ours
    if isinstance(theirs, (int, float)) and isinstance(ours, (int, float)):
        return theirs == ours or abs(theirs - ours) <= 1e-9 * max(1, abs(theirs))
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(theirs) == len(ours) and all(same(a, b) for a, b in zip(theirs, ours))
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return theirs.keys() == ours.keys() and all(same(theirs[key], ours[key]) for key in theirs)
    return theirs == ours


def differences(gx, ours):
    """What differs, as pairs of field and text."""
    if gx.get("raised"):
        if ours["success"] is False:
            return []
        return [("raised", f"GX raises ({gx['raised'][:160]}), ours passes: {json.dumps(ours.get('result'))[:200]}")]
    if "refused" in ours:
        return [("refused", f"ours refuses ({ours['refused'][:160]}), GX says {gx['success']}: {json.dumps(gx['result'], default=str)[:200]}")]
    if ours.get("exception"):
        return [("exception", f"ours fails ({ours['exception'][:160]}), GX says {gx['success']}")]
    found = []
    if gx["success"] != ours["success"]:
        found.append(("success", f"GX {gx['success']}, ours {ours['success']}; GX {json.dumps(gx['result'], default=str)[:300]}; ours {json.dumps(ours['result'])[:300]}"))
    for field, value in gx["result"].items():
        if field in NOT_COMPARED:
            continue
        mine = ours["result"].get(field, "(absent)")
        value = plain(value)
        if not same(value, plain(mine)):
            found.append((field, f"GX {json.dumps(value, default=str)[:200]}, ours {json.dumps(mine)[:200]}"))
    return found


# Fields whose absence, or whose engine's own content, is documented.
NOT_COMPARED = ("unexpected_index_query",)


class GreatExpectations:
    def __init__(self):
        import great_expectations as gx
        self.gx = gx
        self.context = gx.get_context(mode="ephemeral")
        self.definition = self.context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")

    def run(self, frame, expectations, wanted):
        batch = self.definition.get_batch({"dataframe": frame})
        results = []
        for config in expectations:
            try:
                kind = "".join(part.capitalize() for part in config["type"].split("_")).replace("KlDiv", "KLDiv")
                cls = getattr(self.gx.expectations, kind)
                made = cls(**config["kwargs"])
                result = batch.validate(made, result_format=wanted)
                info = result.exception_info or {}
                raised = None
                if info.get("raised_exception"):
                    raised = str(info.get("exception_message"))
                elif any(isinstance(part, dict) and part.get("raised_exception") for part in info.values()):
                    raised = str([part.get("exception_message") for part in info.values() if isinstance(part, dict)])
                results.append({"success": bool(result.success), "result": dict(result.result or {}), "raised": raised})
            except Exception as e:  # what the class does not accept
                results.append({"raised": f"{type(e).__name__}: {e}"})
        return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=40)
    parser.add_argument("--expectations", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--java", default="java")
    parser.add_argument("--show", type=int, default=40, help="differences to print in full")
    options = parser.parse_args()
    try:
        import great_expectations
        import numpy as np
        import pandas as pd
    except ImportError:
        print("GX not run: not installed")
        return 0
    print(f"Great Expectations {great_expectations.__version__}, pandas {pd.__version__}")
    import logging
    logging.disable(logging.CRITICAL)
    theirs = GreatExpectations()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        work = []
        for number_ in range(options.tables):
            frame = table(rng, pd, np)
            expectations = [expectation(rng) for _ in range(options.expectations)]
            wanted = result_format(rng)
            file = os.path.join(folder, f"{number_}.parquet")
            frame.to_parquet(file, index=False)
            work.append((frame, {"file": file, "expectations": expectations, "format": wanted}))
        lines = "".join(json.dumps(job) + "\n" for _, job in work)
        answer = subprocess.run(
            [options.java, "--enable-native-access=ALL-UNNAMED", "-cp", str(HERE.parent / "target" / "lib" / "*"),
             "io.penstock.benchmark.checkpoint.EvaluateCases"], input=lines, capture_output=True, text=True, encoding="utf-8")
        if answer.returncode != 0:
            sys.exit(answer.stderr[-4000:])
        ours = [json.loads(line) for line in answer.stdout.splitlines()]
        tally, kinds, shown, total = collections.Counter(), collections.Counter(), 0, 0
        verdicts = 0
        for (frame, job), mine in zip(work, ours):
            for config, gx, own in zip(job["expectations"], theirs.run(frame, job["expectations"], job["format"]), mine):
                total += 1
                found = differences(gx, own)
                if not found:
                    continue
                kinds[config["type"]] += 1
                verdicts += any(field in ("success", "raised", "refused", "exception") for field, _ in found)
                for field, text in found:
                    tally[config["type"].replace("expect_", "") + " / " + field] += 1
                if shown < options.show:
                    shown += 1
                    print(f"\n{config['type']} {json.dumps(config['kwargs'], ensure_ascii=False)} {job['format']} {len(frame)} rows")
                    column = config["kwargs"].get("column")
                    if column in frame and len(frame) <= 12:
                        print("   data:", frame[column].tolist())
                    for field, text in found:
                        print(f"   {field}: {text}")
    print()
    for name, times in tally.most_common():
        print(f"{times:6d}  {name}")
    print(f"\n{total} expectations, {verdicts} verdicts differ, {sum(kinds.values())} differ in some field")
    return 0


if __name__ == "__main__":
    sys.exit(main())
