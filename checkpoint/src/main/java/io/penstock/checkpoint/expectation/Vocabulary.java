package io.penstock.checkpoint.expectation;

import io.penstock.checkpoint.expectation.aggregate.AggregateVocabulary;
import io.penstock.checkpoint.expectation.learning.LearningVocabulary;
import io.penstock.checkpoint.expectation.map.MapVocabulary;
import io.penstock.checkpoint.expectation.multicolumn.MulticolumnVocabulary;
import io.penstock.checkpoint.expectation.pair.PairVocabulary;
import io.penstock.checkpoint.expectation.table.TableVocabulary;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The expectation types that this version knows, by the names of Great Expectations. */
public final class Vocabulary {
  private static final SortedMap<String, ExpectationReader> READERS =
      merged(
          MapVocabulary.READERS,
          PairVocabulary.READERS,
          MulticolumnVocabulary.READERS,
          AggregateVocabulary.READERS,
          TableVocabulary.READERS,
          LearningVocabulary.READERS);

  private Vocabulary() {}

  /** All types, sorted. */
  public static List<String> types() {
    return List.copyOf(READERS.keySet());
  }

  /** How the kwargs of a type are read. */
  static Optional<ExpectationReader> find(String type) {
    return Optional.ofNullable(READERS.get(type));
  }

  /** What to tell somebody who wrote a type that is not there. */
  static String explainUnknown(String type) {
    String nearest =
        Collections.min(
            READERS.keySet(),
            (left, right) -> Integer.compare(distance(type, left), distance(type, right)));
    return "'%s' is not an expectation type; the nearest is %s".formatted(type, nearest);
  }

  @SafeVarargs
  private static SortedMap<String, ExpectationReader> merged(
      Map<String, ExpectationReader>... families) {
    SortedMap<String, ExpectationReader> all = new TreeMap<>();
    for (Map<String, ExpectationReader> family : families) {
      family.forEach((type, reader) -> {
        if (all.put(type, reader) != null) {
          throw new IllegalStateException(type + " is there twice");
        }
      });
    }
    return Collections.unmodifiableSortedMap(all);
  }

  /** Levenshtein distance. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int substitution = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
