package io.penstock.transform.engine;

/** Is told how far a step is; may throw to stop it. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (_, _) -> {};

  /**
   * @param phase what is being done, in a word or two
   * @param rows rows that are handled in it
   */
  void report(String phase, long rows);
}
