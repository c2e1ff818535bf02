package io.penstock.lake.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSessions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
  @TempDir Path root;
  private EngineSession session;

  @BeforeEach
  void open() {
    session = EngineSessions.open(root);
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void noRowsHaveTheEmptyFingerprint() {
    assertThat(of("SELECT 1 AS a WHERE false")).isEqualTo(Fingerprint.EMPTY);
  }

  @Test
  void orderDoesNotMatter() {
    assertThat(of("SELECT i, i::VARCHAR FROM range(10000) t(i) ORDER BY hash(i)"))
        .isEqualTo(of("SELECT i, i::VARCHAR FROM range(10000) t(i)"));
  }

  @Test
  void setsAddUp() {
    assertThat(
            of("SELECT i FROM range(3000) t(i)").plus(of("SELECT i FROM range(3000, 9000) t(i)")))
        .isEqualTo(of("SELECT i FROM range(9000) t(i)"));
  }

  @Test
  void aLostAndADoubledRowDoNotBalance() {
    assertThat(of("SELECT unnest([1, 1, 3])")).isNotEqualTo(of("SELECT unnest([1, 2, 3])"));
  }

  @Test
  void typesAreDifferentValues() {
    assertThat(of("SELECT 1::INTEGER")).isNotEqualTo(of("SELECT 1::BIGINT"));
    assertThat(of("SELECT NULL::INTEGER, 1::INTEGER"))
        .isNotEqualTo(of("SELECT 1::INTEGER, NULL::INTEGER"));
  }

  @Test
  void namesOfColumnsDoNotMatter() {
    assertThat(of("SELECT 1 AS \"a \"\"b\", 2 AS c, 3 AS c"))
        .isEqualTo(of("SELECT 1 AS x, 2 AS y, 3 AS z -- comment"));
  }

  @Test
  void theWidthOfADecimalDoesNotMatter() {
    String values =
        "SELECT ((hash(i) % 1999999999999999)::BIGINT - 999999999999999)::DECIMAL(15, 0) * 0.01 AS d FROM range(3000) t(i)"
            + " UNION ALL FROM (VALUES (0.00), (0.01), (-0.01), (1.27), (1.28), (-1.28), (-1.29), (NULL), (9999999999999.99)) v(d)";
    Fingerprint wide = of("SELECT d::DECIMAL(38, 2) FROM (" + values + ")");

    assertThat(of("SELECT d::DECIMAL(15, 2) FROM (" + values + ")")).isEqualTo(wide);
    assertThat(of("SELECT d::DECIMAL(16, 2) FROM (" + values + ")")).isEqualTo(wide);
    assertThat(of("SELECT d::DECIMAL(18, 2) FROM (" + values + ")")).isEqualTo(wide);
  }

  @Test
  void groupsHaveTheFingerprintsOfTheirRows() {
    assertThat(
            Fingerprints.byGroup(session, "SELECT i % 2 = 0 AS even, i, 'x' FROM range(1000) t(i)"))
        .containsExactly(
            entry("false", of("SELECT i, 'x' FROM range(1000) t(i) WHERE i % 2 = 1")),
            entry("true", of("SELECT i, 'x' FROM range(1000) t(i) WHERE i % 2 = 0")));
  }

  @Test
  void noRowsHaveNoGroups() {
    assertThat(Fingerprints.byGroup(session, "SELECT 'g', 1 WHERE false")).isEmpty();
  }

  @Test
  void everyRowHasAGroup() {
    assertThatThrownBy(() -> Fingerprints.byGroup(session, "SELECT NULL::VARCHAR, 1"))
        .hasMessageContaining("no group");
  }

  @Test
  void rowsNeedColumns() {
    assertThatThrownBy(() -> Fingerprints.byGroup(session, "SELECT 'g'"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Fingerprint of(String sql) {
    return Fingerprints.ofQuery(session, sql);
  }
}
