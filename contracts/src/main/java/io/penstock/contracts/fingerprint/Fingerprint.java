package io.penstock.contracts.fingerprint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HexFormat;

/**
 * Identity of a set of rows: how many, and the sum of the first 16 bytes of their SHA-256 modulo
 * 2<sup>128</sup>. Merging is addition, order does not matter, and one lost and one doubled row do
 * not balance.
 *
 * @param count number of rows
 * @param high upper 64 bits of the sum
 * @param low lower 64 bits of the sum
 */
public record Fingerprint(long count, @JsonIgnore long high, @JsonIgnore long low) {
  /** The fingerprint of no rows. */
  public static final Fingerprint EMPTY = new Fingerprint(0, 0, 0);

  public Fingerprint {
    if (count < 0) {
      throw new IllegalArgumentException("negative count " + count);
    }
    if (count == 0 && (high != 0 || low != 0)) {
      throw new IllegalArgumentException("no rows, but a sum");
    }
  }

  @JsonCreator
  public static Fingerprint parse(
      @JsonProperty("count") long count, @JsonProperty("sum") String sum) {
    if (sum.length() != 32) {
      throw new IllegalArgumentException("a fingerprint's sum has 32 hex digits: " + sum);
    }
    return new Fingerprint(
        count,
        HexFormat.fromHexDigitsToLong(sum, 0, 16),
        HexFormat.fromHexDigitsToLong(sum, 16, 32));
  }

  /** The sum as 32 lower-case hex digits. */
  @JsonProperty("sum")
  public String sum() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  /** The fingerprint of two disjoint sets together. */
  public Fingerprint plus(Fingerprint other) {
    long sumLow = low + other.low;
    long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    return new Fingerprint(Math.addExact(count, other.count), high + other.high + carry, sumLow);
  }

  /** The fingerprint with one more row, given the first 16 bytes of its hash. */
  public Fingerprint plusRow(long rowHigh, long rowLow) {
    return plus(new Fingerprint(1, rowHigh, rowLow));
  }

  /** What remains when a subset is taken out; meaningful only if {@code part} is one. */
  public Fingerprint minus(Fingerprint part) {
    long borrow = Long.compareUnsigned(low, part.low) < 0 ? 1 : 0;
    return new Fingerprint(
        Math.subtractExact(count, part.count), high - part.high - borrow, low - part.low);
  }
}
