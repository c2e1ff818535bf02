package io.penstock.ingest.parquet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.Encoding;

/** One of a few texts in every row, as indices of a dictionary. */
public final class ChoiceColumn extends ColumnWriter {
  private static final int CHOICES_MAX = 256;

  private final int bits;
  private final Page dictionary;
  private final Runs indices = new Runs();

  /**
   * @param choices at most 256
   */
  public ChoiceColumn(Leaf leaf, List<String> choices) {
    super(leaf, Encoding.RLE_DICTIONARY);
    if (choices.isEmpty() || choices.size() > CHOICES_MAX) {
      throw new IllegalArgumentException("an index has one byte: " + choices);
    }
    this.bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(choices.size() - 1));
    Bytes texts = new Bytes();
    for (String choice : choices) {
      byte[] text = choice.getBytes(StandardCharsets.UTF_8);
      texts.putInt(text.length);
      texts.put(text);
    }
    this.dictionary = new Page(choices.size(), Encoding.PLAIN, texts.length(), texts.copy());
  }

  /** Adds the choice of the next row. */
  public void add(int choice) {
    levels().add(true);
    indices.add(choice);
  }

  @Override
  void takeValues(Bytes into) {
    into.putByte(bits);
    indices.take(into);
  }

  @Override
  Optional<Page> dictionary() {
    return Optional.of(dictionary);
  }
}
