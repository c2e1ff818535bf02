package io.penstock.lake.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSessions;
import io.penstock.lake.engine.Sql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyRuleTest {
  private static final PrivacyKeys KEYS =
      PrivacyKeys.of(Map.of("k1", "0123456789abcdef".getBytes(StandardCharsets.UTF_8)));

  @TempDir static Path root;

  @ParameterizedTest
  @CsvSource({
    "john@example.com, j***@example.com",
    "john, j***",
    "j, j***",
    "'', ***",
    "@example.com, @***",
    "john@, j***",
    "a@b@c, a***",
    "🛬plane@example.com, 🛬***@example.com",
    "ı@ö.de, ı***@ö.de",
  })
  void maskKeepsTheFirstCharacterAndTheDomain(String value, String masked) {
    assertThat(new PrivacyRule.Mask().apply(value)).isEqualTo(masked);
    assertThat(sql(new PrivacyRule.Mask(), value)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"john@example.com", "", "a\0b", "it's", "Zürich 🛬"})
  void hmacIsTheSameInSql(String value) {
    PrivacyRule hmac = new PrivacyRule.Hmac("k1", KEYS);

    assertThat(sql(hmac, value)).isEqualTo(hmac.apply(value)).matches("[0-9a-f]{64}");
  }

  @Test
  void hmacIsHmacSha256() {
    PrivacyKeys keys =
        PrivacyKeys.of(Map.of("k", "key of the RFC-like test".getBytes(StandardCharsets.UTF_8)));

    assertThat(new PrivacyRule.Hmac("k", keys).apply("what do ya want for nothing?"))
        .isEqualTo("8b58aa1006e42c9aaee85a7899cd0bb7258a56539d0bf977ce2ea2178f971f5b");
  }

  @Test
  void aSpecNamesARule() {
    assertThat(PrivacyRule.of(new PrivacySpec("f", PrivacySpec.Rule.MASK, Optional.empty()), KEYS))
        .isEqualTo(new PrivacyRule.Mask());
    assertThat(PrivacyRule.of(new PrivacySpec("f", PrivacySpec.Rule.HMAC, Optional.of("k1")), KEYS))
        .isEqualTo(new PrivacyRule.Hmac("k1", KEYS));
    assertThat(
            PrivacyRule.of(new PrivacySpec("f", PrivacySpec.Rule.REDACT, Optional.empty()), KEYS))
        .isEqualTo(new PrivacyRule.Redact());
  }

  @Test
  void redactKeepsNothing() {
    assertThat(new PrivacyRule.Redact().apply("x")).isNull();
    assertThat(sql(new PrivacyRule.Redact(), "x")).isNull();
  }

  @Test
  void nullStaysNull() {
    PrivacyRule hmac = new PrivacyRule.Hmac("k1", KEYS);
    try (EngineSession session = EngineSessions.open(root)) {
      for (PrivacyRule rule : new PrivacyRule[] {hmac, new PrivacyRule.Mask()}) {
        assertThat(rule.apply(null)).isNull();
        assertThat(
                session.queryLong(
                    "SELECT count(*) FROM range(5000) WHERE "
                        + rule.sql(session, "NULL::VARCHAR")
                        + " IS NULL"))
            .isEqualTo(5000);
      }
    }
  }

  @Test
  void theKeyAppearsNowhere() {
    PrivacyRule hmac = new PrivacyRule.Hmac("k1", KEYS);
    try (EngineSession session = EngineSessions.open(root)) {
      assertThat(hmac.toString() + hmac.sql(session, "x"))
          .doesNotContain("0123456789abcdef")
          .doesNotContain("30313233343536");
    }
  }

  @Test
  void anUnknownKeyNamesTheSetting() {
    assertThatThrownBy(() -> new PrivacyRule.Hmac("k2", KEYS))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("penstock.privacy.keys.\"k2\"");
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatThrownBy(() -> PrivacyKeys.of(Map.of("k", new byte[15])))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("15 bytes");
  }

  private static String sql(PrivacyRule rule, String value) {
    try (EngineSession session = EngineSessions.open(root)) {
      return session.query(
          "SELECT " + rule.sql(session, "v") + " FROM (SELECT " + Sql.literal(value) + " AS v)",
          result -> {
            result.next();
            return result.getString(1);
          });
    }
  }
}
