package io.penstock.checkpoint.expectation.pair;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about two columns in the same row. The next one goes here. */
public final class PairVocabulary {
  public static final Map<String, ExpectationReader> READERS = Map.of();

  private PairVocabulary() {}
}
