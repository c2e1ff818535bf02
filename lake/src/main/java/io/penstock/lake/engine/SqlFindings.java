package io.penstock.lake.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.failure.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** What is wrong with an SQL text, each with the place where it stands. */
final class SqlFindings {
  private final byte[] text;
  private final int prefixBytes;
  private final SequencedSet<String> messages = new LinkedHashSet<>();

  /**
   * @param prefix what was put before the user's text for parsing
   * @param text the user's text
   */
  SqlFindings(String prefix, String text) {
    this.prefixBytes = prefix.getBytes(StandardCharsets.UTF_8).length;
    this.text = text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds a finding about a node of the tree. */
  void add(JsonNode node, String message) {
    add(node.path("query_location").asLong(-1), message);
  }

  /** Adds a finding about a byte of the parsed text. */
  void add(long parsedOffset, String message) {
    long offset = parsedOffset - prefixBytes;
    messages.add(
        offset >= 0 && offset <= text.length ? place((int) offset) + ": " + message : message);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  List<String> messages() {
    return new ArrayList<>(messages);
  }

  /** Fails if anything was found. */
  void throwIfAny(String code) {
    if (!messages.isEmpty()) {
      throw PenstockException.user(code, String.join("\n", messages));
    }
  }

  private String place(int offset) {
    String before = new String(text, 0, offset, StandardCharsets.UTF_8);
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    int column = before.length() - (before.lastIndexOf('\n') + 1) + 1;
    return "line " + line + ", column " + column;
  }
}
