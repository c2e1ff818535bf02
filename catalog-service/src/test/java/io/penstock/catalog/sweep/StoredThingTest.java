package io.penstock.catalog.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.sweep.StoredThing.Kind;
import io.penstock.contracts.layout.ObjectKey;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredThingTest {
  private static final String BUILD =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "staging/BUILD/conform/_outcome.json, OUTCOME, 0123456789abcdef",
    "staging/BUILD/conform/conformed-aaaaaaaaaaaaaaaa.parquet, WORK, 0123456789abcdef",
    "staging/BUILD/plan.json, WORK, 0123456789abcdef",
    "staging/what-is-this/plan.json, UNOWNED,",
    "datasets/flights/data/day=2001-01-01/delayed=true/20010101T000000Z-0123456789abcdef-aaaaaaaaaaaaaaaa.parquet, WORK, 0123456789abcdef",
    "datasets/flights/data/20010101T000000Z-0123456789abcdef-aaaaaaaaaaaaaaaa.parquet, WORK, 0123456789abcdef",
    "datasets/flights/metadata/snap-1-1-0.avro, UNOWNED,",
    "quarantine/flights/BUILD/conform-aaaaaaaaaaaaaaaa.parquet, RECORD, 0123456789abcdef",
    "reports/flights/BUILD/output.html, RECORD, 0123456789abcdef",
    "raw/flights/AAAAAAAAAAAAAAAAAAAAAA/0/0-1-aaaaaaaaaaaaaaaa.parquet, UNOWNED,",
  })
  void readsFromAKeyWhoMadeTheObject(String key, Kind kind, String build) {
    assertThat(StoredThing.of(new ObjectKey(key.replace("BUILD", BUILD))))
        .isEqualTo(new StoredThing(kind, Optional.ofNullable(build)));
  }
}
