package io.penstock.runtime.log;

/** What a line can be about; the names are those of the fields in JSON lines. */
public enum LogField {
  SOURCE("source"),
  /** Key of the batch's object. */
  BATCH("batch"),
  PIPELINE("pipeline"),
  BUILD_ID("buildId"),
  /** Start and end of the window. */
  WINDOW("window"),
  DATASET("dataset"),
  /** Number of the version. */
  VERSION("version");

  private final String text;

  LogField(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
