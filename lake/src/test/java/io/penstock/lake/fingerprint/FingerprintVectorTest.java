package io.penstock.lake.fingerprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSessions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of a row and its hash are written down in a file: they outlive every refactoring. */
class FingerprintVectorTest {
  private static final String VECTORS = "/io/penstock/lake/fingerprint/vectors.tsv";

  @TempDir static Path root;

  /**
   * One line: an SQL query of one row, the row's bytes in hex, the first 16 bytes of its SHA-256.
   */
  record Vector(String sql, String bytes, String hash) {}

  static List<Vector> vectors() throws IOException {
    try (InputStream in = FingerprintVectorTest.class.getResourceAsStream(VECTORS)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\t"))
          .map(parts -> new Vector(parts[0], parts[1], parts[2]))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theEngineHashesTheRowAsWrittenDown(Vector vector) {
    try (EngineSession session = EngineSessions.open(root)) {
      Fingerprint fingerprint = Fingerprints.ofQuery(session, "SELECT " + vector.sql);

      assertThat(fingerprint).isEqualTo(Fingerprint.parse(1, vector.hash));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theHashIsOfTheBytesWrittenDown(Vector vector) throws Exception {
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(HexFormat.of().parseHex(vector.bytes));

    assertThat(HexFormat.of().formatHex(digest, 0, 16)).isEqualTo(vector.hash);
  }

  @Test
  void javaWritesTheBytesWrittenDown() throws IOException {
    assertThat(javaBytes("1::TINYINT", row -> row.add((byte) 1))).isTrue();
    assertThat(javaBytes("(-2)::SMALLINT", row -> row.add((short) -2))).isTrue();
    assertThat(javaBytes("258::INTEGER", row -> row.add(258))).isTrue();
    assertThat(javaBytes("(-9223372036854775808)::BIGINT", row -> row.add(Long.MIN_VALUE)))
        .isTrue();
    assertThat(javaBytes("true, NULL::BOOLEAN, false", row -> row.add(true).addNull().add(false)))
        .isTrue();
    assertThat(javaBytes("'Zürich 🛬'", row -> row.add("Zürich 🛬"))).isTrue();
    assertThat(javaBytes("''", row -> row.add(""))).isTrue();
    assertThat(javaBytes("'nan'::DOUBLE", row -> row.add(Double.NaN))).isTrue();
    assertThat(javaBytes("'-0'::DOUBLE", row -> row.add(-0.0))).isTrue();
    assertThat(javaBytes("1.5::DOUBLE", row -> row.add(1.5))).isTrue();
    assertThat(javaBytes("'nan'::FLOAT", row -> row.add(Float.NaN))).isTrue();
  }

  private static boolean javaBytes(String sql, UnaryOperator<CanonicalRow> row) throws IOException {
    byte[] bytes = row.apply(new CanonicalRow().reset()).bytes();
    return vectors().stream()
        .anyMatch(vector ->
            vector.sql.equals(sql) && vector.bytes.equals(HexFormat.of().formatHex(bytes)));
  }
}
