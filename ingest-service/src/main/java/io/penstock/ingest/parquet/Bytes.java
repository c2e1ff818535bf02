package io.penstock.ingest.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A buffer of bytes that grows; numbers are little-endian, as everywhere in Parquet. */
final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int CAPACITY_MIN = 64;

  private byte[] bytes = new byte[CAPACITY_MIN];
  private int length;

  int length() {
    return length;
  }

  /** What holds the bytes, and more: valid up to {@link #length()}, until the next change. */
  byte[] array() {
    return bytes;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  void putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  void put(byte[] value) {
    put(value, value.length);
  }

  void put(Bytes value) {
    put(value.bytes, value.length);
  }

  private void put(byte[] value, int count) {
    reserve(count);
    System.arraycopy(value, 0, bytes, length, count);
    length += count;
  }

  /** Seven bits a byte, the lowest first. */
  void putVarint(long unsigned) {
    long left = unsigned;
    while ((left & ~0x7fL) != 0) {
      putByte((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    putByte((int) left);
  }

  /** A signed number as a varint: small ones of both signs are short. */
  void putZigzag(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
    }
  }
}
