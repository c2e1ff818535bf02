package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers the aggregates of many expectations by one scan of the data. The same aggregate is
 * computed once. If the data makes the scan fail, each expectation is asked alone, so that only the
 * one at fault fails.
 */
final class SharedScan {
  /** Aggregates in one query: the engine's time to plan grows with the square of their number. */
  private static final int AGGREGATES_MAX = 300;

  private final Map<Integer, List<String>> wanted = new LinkedHashMap<>();

  /** What an expectation gets: values in the order asked, or why there are none. */
  sealed interface Answer {
    record Values(List<JsonNode> values) implements Answer {}

    record Failed(String message) implements Answer {}
  }

  /** Asks for aggregates. */
  void ask(int expectation, List<String> aggregates) {
    wanted.put(expectation, aggregates);
  }

  /** Scans. */
  Map<Integer, Answer> run(Queries queries, String from) {
    Map<Integer, Answer> answers = new HashMap<>();
    Map<Integer, List<String>> group = new LinkedHashMap<>();
    Set<String> distinct = new LinkedHashSet<>();
    for (Map.Entry<Integer, List<String>> entry : wanted.entrySet()) {
      if (!group.isEmpty() && distinct.size() + entry.getValue().size() > AGGREGATES_MAX) {
        answers.putAll(runGroup(group, queries, from));
        group = new LinkedHashMap<>();
        distinct.clear();
      }
      group.put(entry.getKey(), entry.getValue());
      distinct.addAll(entry.getValue());
    }
    answers.putAll(runGroup(group, queries, from));
    return answers;
  }

  private static Map<Integer, Answer> runGroup(
      Map<Integer, List<String>> group, Queries queries, String from) {
    try {
      return answer(group, queries, from);
    } catch (EvaluationException e) {
      if (group.size() == 1) {
        return Map.of(group.keySet().iterator().next(), new Answer.Failed(e.getMessage()));
      }
      Map<Integer, Answer> answers = new HashMap<>();
      group.forEach((expectation, aggregates) ->
          answers.putAll(runGroup(Map.of(expectation, aggregates), queries, from)));
      return answers;
    }
  }

  private static Map<Integer, Answer> answer(
      Map<Integer, List<String>> group, Queries queries, String from) throws EvaluationException {
    Map<String, JsonNode> values = new HashMap<>();
    List<String> aggregates = group.values().stream().flatMap(List::stream).distinct().toList();
    if (!aggregates.isEmpty()) {
      List<JsonNode> row =
          queries.rows("SELECT " + String.join(",\n  ", aggregates) + "\nFROM " + from).getFirst();
      for (int i = 0; i < aggregates.size(); i++) {
        values.put(aggregates.get(i), row.get(i));
      }
    }
    Map<Integer, Answer> answers = new HashMap<>();
    group.forEach((expectation, asked) -> {
      List<JsonNode> own = new ArrayList<>();
      asked.forEach(aggregate -> own.add(values.get(aggregate)));
      answers.put(expectation, new Answer.Values(own));
    });
    return answers;
  }
}
