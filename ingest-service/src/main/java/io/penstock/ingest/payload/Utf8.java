package io.penstock.ingest.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
 * The check is the engine's, which takes no other text.
 */
public final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  public static boolean isValid(byte[] bytes) {
    return firstInvalid(bytes) == bytes.length;
  }

  /** Where the first byte stands that begins no valid character; the length if there is none. */
  static int firstInvalid(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      at = skipAscii(bytes, at);
      if (at == bytes.length) {
        break;
      }
      int length = characterLength(bytes, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return at;
  }

  private static int skipAscii(byte[] bytes, int from) {
    int at = from;
    while (at + 4 * Long.BYTES <= bytes.length && (fourLongs(bytes, at) & NOT_ASCII) == 0) {
      at += 4 * Long.BYTES;
    }
    while (at + Long.BYTES <= bytes.length && ((long) LONG.get(bytes, at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Thirty-two bytes, one over the other: a high bit says that one of four has it. */
  private static long fourLongs(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at)
        | (long) LONG.get(bytes, at + Long.BYTES)
        | (long) LONG.get(bytes, at + 2 * Long.BYTES)
        | (long) LONG.get(bytes, at + 3 * Long.BYTES);
  }

  /** Bytes of the character that begins here; 0 if none does. Table 3-7 of the Unicode Standard. */
  private static int characterLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    if (first >= 0xc2 && first <= 0xdf) {
      return continues(bytes, at + 1, 1, 0x80, 0xbf) ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
      int low = first == 0xe0 ? 0xa0 : 0x80;
      int high = first == 0xed ? 0x9f : 0xbf;
      return continues(bytes, at + 1, 2, low, high) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
      int low = first == 0xf0 ? 0x90 : 0x80;
      int high = first == 0xf4 ? 0x8f : 0xbf;
      return continues(bytes, at + 1, 3, low, high) ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] bytes, int from, int count, int low, int high) {
    if (from + count > bytes.length) {
      return false;
    }
    int second = bytes[from] & 0xff;
    if (second < low || second > high) {
      return false;
    }
    for (int i = from + 1; i < from + count; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return false;
      }
    }
    return true;
  }
}
