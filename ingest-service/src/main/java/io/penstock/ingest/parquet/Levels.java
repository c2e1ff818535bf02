package io.penstock.ingest.parquet;

/** The repetition and definition levels of a page that fills: where its values stand. */
final class Levels {
  private final Leaf leaf;
  private final int repetitionMax;
  private final int definitionMax;
  private final Runs repetitions = new Runs();
  private final Runs definitions = new Runs();
  private int count;
  private long nulls;

  Levels(Leaf leaf) {
    this.leaf = leaf;
    this.repetitionMax = leaf.repetitionMax();
    this.definitionMax = leaf.definitionMax();
  }

  void add(int repetition, int definition) {
    // Levels that can only be zero are left out, here as in the file.
    if (repetitionMax > 0) {
      repetitions.add(repetition);
    }
    if (definitionMax > 0) {
      definitions.add(definition);
    }
    count++;
    if (definition < definitionMax) {
      nulls++;
    }
  }

  /** Adds the levels of a column that stands in no list. */
  void add(boolean present) {
    if (!present && definitionMax == 0) {
      throw new IllegalArgumentException(leaf + " has a value in every row");
    }
    add(0, present ? definitionMax : definitionMax - 1);
  }

  /** Of the page that fills. */
  int count() {
    return count;
  }

  /** Of all pages since the last {@link #takeNulls}. */
  long takeNulls() {
    long taken = nulls;
    nulls = 0;
    return taken;
  }

  /** Moves the levels to the beginning of a page. */
  void take(Bytes page) {
    if (repetitionMax > 0) {
      repetitions.takeWithLength(page);
    }
    if (definitionMax > 0) {
      definitions.takeWithLength(page);
    }
    count = 0;
  }
}
