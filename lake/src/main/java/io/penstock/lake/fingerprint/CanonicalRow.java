package io.penstock.lake.fingerprint;

import io.penstock.contracts.id.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows, one after the other, in the form that is hashed: the columns in schema order, each
 * the byte 0 for null, or the byte 1 and the value:
 *
 * <table>
 * <caption>Form of a value</caption>
 * <tr><td>BOOLEAN</td><td>one byte, 0 or 1</td></tr>
 * <tr><td>integers</td><td>big-endian, in the width of the type: 1, 2, 4, 8 or 16 bytes</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>4 or 8 bytes of IEEE bits, big-endian; every NaN is {@code 7fc00000}
 *     or {@code 7ff8000000000000}, −0 is 0</td></tr>
 * <tr><td>DECIMAL</td><td>the unscaled value in two's complement, as short as it goes, after its
 *     length in 4 bytes</td></tr>
 * <tr><td>VARCHAR, BLOB</td><td>UTF-8 or the bytes, after their length in 4 bytes</td></tr>
 * <tr><td>DATE</td><td>days since 1970-01-01 in 4 bytes</td></tr>
 * <tr><td>TIMESTAMP, TIMESTAMP WITH TIME ZONE, TIME</td><td>microseconds since 1970-01-01 00:00 UTC,
 *     or since midnight, in 8 bytes</td></tr>
 * <tr><td>everything else</td><td>DuckDB's text of the value, as VARCHAR</td></tr>
 * </table>
 *
 * <p>An instance keeps its buffer and digest between rows, and belongs to one thread.
 */
public final class CanonicalRow {
  private static final VarHandle SHORT = bigEndian(short[].class);
  private static final VarHandle INT = bigEndian(int[].class);
  private static final VarHandle LONG = bigEndian(long[].class);
  private static final int HUGE_BYTES = 16;

  private final MessageDigest sha256 = Sha256.digest();
  private final byte[] digest = new byte[32];
  private byte[] buffer = new byte[256];
  private int length;

  /** Begins the next row. */
  public CanonicalRow reset() {
    length = 0;
    return this;
  }

  public CanonicalRow addNull() {
    reserve(1);
    buffer[length++] = 0;
    return this;
  }

  public CanonicalRow add(boolean value) {
    return add((byte) (value ? 1 : 0));
  }

  public CanonicalRow add(byte value) {
    begin(Byte.BYTES);
    buffer[length++] = value;
    return this;
  }

  public CanonicalRow add(short value) {
    begin(Short.BYTES);
    SHORT.set(buffer, length, value);
    length += Short.BYTES;
    return this;
  }

  /** An INTEGER, or a DATE as days since 1970-01-01. */
  public CanonicalRow add(int value) {
    begin(Integer.BYTES);
    INT.set(buffer, length, value);
    length += Integer.BYTES;
    return this;
  }

  /** A BIGINT, or a time in microseconds. */
  public CanonicalRow add(long value) {
    begin(Long.BYTES);
    LONG.set(buffer, length, value);
    length += Long.BYTES;
    return this;
  }

  public CanonicalRow add(float value) {
    return add(value == 0 ? 0 : Float.floatToIntBits(value));
  }

  public CanonicalRow add(double value) {
    return add(value == 0 ? 0 : Double.doubleToLongBits(value));
  }

  /** A HUGEINT or UHUGEINT. */
  public CanonicalRow addHuge(BigInteger value) {
    begin(HUGE_BYTES);
    LONG.set(buffer, length, value.shiftRight(Long.SIZE).longValue());
    LONG.set(buffer, length + Long.BYTES, value.longValue());
    length += HUGE_BYTES;
    return this;
  }

  /** A DECIMAL, without its scale, which belongs to the schema. */
  public CanonicalRow addDecimal(BigInteger unscaled) {
    return add(unscaled.toByteArray());
  }

  /** The same for an unscaled value that fits 8 bytes. */
  CanonicalRow addDecimal(long unscaled) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(unscaled < 0 ? ~unscaled : unscaled);
    int bytes = bits / Byte.SIZE + 1;
    add(bytes);
    reserve(bytes);
    for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      buffer[length++] = (byte) (unscaled >> shift);
    }
    return this;
  }

  public CanonicalRow add(@Nullable String text) {
    return text == null ? addNull() : add(text.getBytes(StandardCharsets.UTF_8));
  }

  public CanonicalRow add(byte @Nullable [] bytes) {
    return bytes == null ? addNull() : add(bytes, 0, bytes.length);
  }

  /** Some of an array, as a VARCHAR or BLOB. */
  CanonicalRow add(byte[] bytes, int from, int count) {
    add(count);
    reserve(count);
    System.arraycopy(bytes, from, buffer, length, count);
    length += count;
    return this;
  }

  /** The bytes of the row. */
  public byte[] bytes() {
    return Arrays.copyOf(buffer, length);
  }

  /** The first 16 bytes of the row's SHA-256. */
  public RowHash hash() {
    digest();
    return new RowHash((long) LONG.get(digest, 0), (long) LONG.get(digest, Long.BYTES));
  }

  /** The same as {@link #hash()}, as one unsigned number. */
  BigInteger hashNumber() {
    digest();
    return new BigInteger(1, digest, 0, HUGE_BYTES);
  }

  private void digest() {
    try {
      sha256.update(buffer, 0, length);
      sha256.digest(digest, 0, digest.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }

  private void begin(int valueBytes) {
    reserve(1 + valueBytes);
    buffer[length++] = 1;
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > buffer.length) {
      long doubled = Math.min(2L * buffer.length, Integer.MAX_VALUE - 8);
      buffer = Arrays.copyOf(buffer, (int) Math.max(needed, doubled));
    }
  }

  /** Forgets what was added after a length; the next columns follow there. */
  CanonicalRow resetTo(int kept) {
    length = kept;
    return this;
  }

  /** Bytes added so far. */
  int length() {
    return length;
  }

  private static VarHandle bigEndian(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
  }
}
