package io.penstock.contracts.pipeline;

import io.penstock.contracts.failure.PenstockException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that is wrong with a spec, so that it can be said at once. */
final class SpecErrors {
  private record Finding(int line, String pointer, String message) {
    @Override
    public String toString() {
      String path = pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.') + " ";
      return "line " + line + ": " + path + message;
    }
  }

  private final Set<Finding> findings = new LinkedHashSet<>();

  void add(int line, String pointer, String message) {
    findings.add(new Finding(line, pointer, message));
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  /** A USER failure with one line per finding, in the order of the text. */
  PenstockException toException() {
    String lines =
        findings.stream()
            .sorted(Comparator.comparingInt(Finding::line))
            .map(Finding::toString)
            .collect(Collectors.joining("\n"));
    return PenstockException.user("bad-spec", lines);
  }
}
