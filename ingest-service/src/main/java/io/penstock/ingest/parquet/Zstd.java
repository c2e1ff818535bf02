package io.penstock.ingest.parquet;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Compresses pages. A compressor takes a megabyte and some time to set up, so they are kept: as
 * many as ever worked at the same time, which is the number of threads that land.
 */
final class Zstd {
  /** The fastest of the ordinary ones; see docs/adr. */
  static final int LEVEL = 1;

  private static final Queue<Zstd> IDLE = new ConcurrentLinkedQueue<>();

  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
  private byte[] output = {};

  private Zstd() {}

  static byte[] compressed(Bytes plain) {
    Zstd zstd = IDLE.poll();
    if (zstd == null) {
      zstd = new Zstd();
    }
    byte[] result = zstd.compress(plain);
    IDLE.add(zstd);
    return result;
  }

  private byte[] compress(Bytes plain) {
    int bound = Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(plain.length()));
    if (output.length < bound) {
      output = new byte[bound];
    }
    int length =
        context.compressByteArray(output, 0, output.length, plain.array(), 0, plain.length());
    return Arrays.copyOf(output, length);
  }
}
