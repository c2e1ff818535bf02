package io.penstock.catalog.persistence;

import io.penstock.contracts.fingerprint.Fingerprint;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint as two columns. Entities rename them with {@code @AttributeOverride}.
 *
 * @param rows number of rows
 * @param sum sum of their hashes, 0 to 2<sup>128</sup> − 1
 */
@Embeddable
public record FingerprintColumns(long rows, BigDecimal sum) {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

  public static FingerprintColumns of(Fingerprint fingerprint) {
    return new FingerprintColumns(
        fingerprint.count(), new BigDecimal(new BigInteger(fingerprint.sum(), 16)));
  }

  public Fingerprint fingerprint() {
    return fingerprint(rows, sum);
  }

  /**
   * The fingerprint of a sum over rows of a table: {@code sum(rows)} and {@code sum(sum)} as a
   * native query gives them, which is null over no rows and beyond 2<sup>128</sup> over many.
   */
  public static Fingerprint fingerprint(@Nullable Number rows, @Nullable Number sum) {
    if (rows == null || sum == null) {
      return Fingerprint.EMPTY;
    }
    BigInteger exact = new BigDecimal(sum.toString()).toBigIntegerExact().mod(MODULUS);
    String hex = exact.toString(16);
    return new Fingerprint(
        new BigDecimal(rows.toString()).longValueExact(),
        HexFormat.fromHexDigitsToLong("0".repeat(32 - hex.length()) + hex, 0, 16),
        HexFormat.fromHexDigitsToLong("0".repeat(32 - hex.length()) + hex, 16, 32));
  }
}
