package io.penstock.lake.engine;

import java.nio.file.Path;

/** Small sessions for tests. */
public final class EngineSessions {
  private EngineSessions() {}

  /** 256 MiB and two threads. */
  public static EngineSession open(Path scratchRoot) {
    return open(scratchRoot, 2);
  }

  public static EngineSession open(Path scratchRoot, int threads) {
    return Engine.open(new EngineSettings(scratchRoot, 256L << 20, threads));
  }
}
