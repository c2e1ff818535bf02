package io.penstock.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Aligned columns; numbers to the right. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with a header. */
  public Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row; {@code null} cells are empty. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Long n ? String.format(Locale.ROOT, "%,d", n) : String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** Prints it, indented by two. */
  public void print(Console console) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      right[c] =
          rows.size() > 1
              && rows.stream().skip(1).allMatch(row -> row.get(column).matches("-?[0-9,.]*"));
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int c = 0; c < columns; c++) {
        String padding = " ".repeat(widths[c] - row.get(c).length());
        line.append(' ').append(right[c] ? padding + row.get(c) : row.get(c) + padding).append(' ');
      }
      console.line(line.toString().stripTrailing());
    }
  }
}
