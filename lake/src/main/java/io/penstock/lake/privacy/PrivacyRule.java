package io.penstock.lake.privacy;

import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.lake.engine.EngineSession;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.jspecify.annotations.Nullable;

/** What is done to the text of a field before it is kept. The Java and the SQL form agree. */
public sealed interface PrivacyRule {

  /**
   * The rule that a spec names.
   *
   * @throws io.penstock.contracts.failure.PenstockException USER {@code privacy-key-missing} if the
   *     rule's key is not configured
   */
  static PrivacyRule of(PrivacySpec spec, PrivacyKeys keys) {
    return switch (spec.rule()) {
      case MASK -> new Mask();
      case HMAC -> new Hmac(spec.key().orElseThrow(), keys);
      case REDACT -> new Redact();
    };
  }

  /** The value that is kept. */
  @Nullable String apply(@Nullable String value);

  /**
   * An SQL expression for the value that is kept.
   *
   * @param session the session in which the expression will run
   * @param columnExpression an expression of type VARCHAR
   */
  String sql(EngineSession session, String columnExpression);

  /**
   * Keeps the first character, and of what looks like an e-mail address (one @ with something on
   * either side) the domain: {@code j***@example.com}, else {@code j***}. Null stays null; an empty
   * text becomes {@code ***}.
   */
  record Mask() implements PrivacyRule {
    private static final String STARS = "***";

    @Override
    public @Nullable String apply(@Nullable String value) {
      if (value == null) {
        return null;
      }
      String first = value.isEmpty() ? "" : value.substring(0, value.offsetByCodePoints(0, 1));
      int at = value.indexOf('@');
      boolean email = at > 0 && at < value.length() - 1 && at == value.lastIndexOf('@');
      return first + STARS + (email ? value.substring(at) : "");
    }

    @Override
    public String sql(EngineSession session, String columnExpression) {
      return String.format(
          "CASE WHEN length(%1$s) - length(replace(%1$s, '@', '')) = 1"
              + " AND NOT starts_with(%1$s, '@') AND NOT ends_with(%1$s, '@')"
              + " THEN substring(%1$s, 1, 1) || '***@' || split_part(%1$s, '@', 2)"
              + " ELSE substring(%1$s, 1, 1) || '***' END",
          "(" + columnExpression + ")");
    }
  }

  /**
   * Replaces the text by the HMAC-SHA-256 of its UTF-8 bytes, in lower-case hex: equal values stay
   * equal, and whoever has not got the key learns nothing else. Null stays null.
   *
   * <p>The key never stands in SQL text, which appears in error messages: a Java function holds it.
   */
  final class Hmac implements PrivacyRule {
    private static final String ALGORITHM = "HmacSHA256";

    private final String keyId;
    private final byte[] key;

    /**
     * @throws io.penstock.contracts.failure.PenstockException USER {@code privacy-key-missing} if
     *     there is no key with this id
     */
    public Hmac(String keyId, PrivacyKeys keys) {
      this.keyId = keyId;
      this.key = keys.require(keyId);
    }

    /** The id of the key. */
    public String keyId() {
      return keyId;
    }

    @Override
    public @Nullable String apply(@Nullable String value) {
      return value == null ? null : hex(mac(), value);
    }

    @Override
    public String sql(EngineSession session, String columnExpression) {
      String name = "penstock_hmac_" + HexFormat.of().formatHex(utf8(keyId));
      session.registerOnce(
          name,
          connection -> {
            try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
              builder
                  .withName(name)
                  .withParameter(DuckDBColumnType.VARCHAR)
                  .withReturnType(DuckDBColumnType.VARCHAR)
                  .withVectorizedFunction((rows, results) -> {
                    Mac mac = mac();
                    for (int row = 0; row < rows.rowCount(); row++) {
                      String value = rows.vector(0).getString(row);
                      results.setString(row, value == null ? null : hex(mac, value));
                    }
                  })
                  .register(connection);
            }
          });
      return name + "(" + columnExpression + ")";
    }

    private Mac mac() {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
        return mac;
      } catch (NoSuchAlgorithmException | InvalidKeyException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String hex(Mac mac, String value) {
      return HexFormat.of().formatHex(mac.doFinal(utf8(value)));
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Hmac hmac && hmac.keyId.equals(keyId) && Arrays.equals(hmac.key, key);
    }

    @Override
    public int hashCode() {
      return keyId.hashCode();
    }

    /** The key id, not the key. */
    @Override
    public String toString() {
      return "Hmac[keyId=" + keyId + "]";
    }
  }

  /** Keeps nothing: null. */
  record Redact() implements PrivacyRule {
    @Override
    public @Nullable String apply(@Nullable String value) {
      return null;
    }

    @Override
    public String sql(EngineSession session, String columnExpression) {
      return "NULL::VARCHAR";
    }
  }
}
