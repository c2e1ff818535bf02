package io.penstock.lake.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever the value is, Java and SQL keep the same of it. */
class PrivacyRulePropertiesTest {
  private static final List<PrivacyRule> RULES =
      List.of(
          new PrivacyRule.Mask(),
          new PrivacyRule.Redact(),
          new PrivacyRule.Hmac("k", PrivacyKeys.of(Map.of("k", new byte[32]))));

  private static EngineSession session;

  @BeforeContainer
  static void open() throws IOException {
    session = EngineSessions.open(Files.createTempDirectory("privacy-properties"));
  }

  @AfterContainer
  static void close() throws IOException {
    Path root = session.scratch().getParent();
    session.close();
    Files.delete(root);
  }

  @Property(tries = 300)
  void javaAndSqlAgree(@ForAll("values") @Nullable String value) throws SQLException {
    for (PrivacyRule rule : RULES) {
      String sql = "SELECT " + rule.sql(session, "v") + " FROM (SELECT ?::VARCHAR AS v)";
      try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
        statement.setString(1, value);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          assertThat(result.getString(1)).isEqualTo(rule.apply(value));
        }
      }
    }
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
            Arbitraries.of((int) '@', (int) '.', 0, (int) 'a', (int) '%', 0x1f6eb, 0x0301),
            Arbitraries.integers()
                .between(0, 0x10ffff)
                .filter(point -> point < 0xd800 || point > 0xdfff))
        .list()
        .ofMaxSize(12)
        .map(points -> {
          StringBuilder text = new StringBuilder();
          points.forEach(text::appendCodePoint);
          return text.toString();
        })
        .injectNull(0.05);
  }
}
