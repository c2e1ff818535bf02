package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.history.PublishedVersion;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.failure.PenstockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the kwargs of one expectation. Whatever is wrong is noted instead of thrown, so that all of
 * it is reported at once; what is read in its place is of no use.
 *
 * <p>A suite is read twice: when it is parsed, without a schema, and when it is compiled against
 * the columns of its data.
 */
public final class Kwargs {
  private final ObjectNode kwargs;
  private final Optional<TableSchema> schema;
  private final History history;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> ignored = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();

  public Kwargs(ObjectNode kwargs, Optional<TableSchema> schema, History history) {
    this.kwargs = kwargs;
    this.schema = schema;
    this.history = history;
  }

  /** The columns of the data, if they are known. */
  public Optional<TableSchema> schema() {
    return schema;
  }

  /** Notes that a kwarg is wrong. */
  public void problem(String kwarg, String message) {
    problems.add(new Problem(kwarg, message));
  }

  /** What is wrong so far. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Whether a kwarg is given; null is the same as leaving it out. */
  public boolean has(String kwarg) {
    return value(kwarg).isPresent();
  }

  /** The value of a kwarg, of any type. */
  public Optional<JsonNode> value(String kwarg) {
    known.add(kwarg);
    return Optional.ofNullable(kwargs.get(kwarg)).filter(node -> !node.isNull());
  }

  /** Takes kwargs that have no meaning here but may be written. */
  public void ignore(Set<String> names) {
    ignored.addAll(names);
  }

  /** Notes every kwarg that nobody asked for. */
  public void rejectUnknown() {
    kwargs
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name) && !ignored.contains(name)) {
            known.removeAll(ignored);
            problem(name, "is not a kwarg of this type; it has " + String.join(", ", known));
          }
        });
  }

  /** A column, which the data must have. */
  public Column column(String kwarg) {
    String name = text(kwarg);
    return name.isEmpty() ? Column.unknown("?") : existing(kwarg, name);
  }

  /** A list of different columns, which the data must have. */
  public List<Column> columns(String kwarg) {
    List<String> names = texts(kwarg);
    if (Set.copyOf(names).size() < names.size()) {
      problem(kwarg, "names a column twice");
    }
    return names.stream().map(name -> existing(kwarg, name)).toList();
  }

  /** Notes a problem if the values of a column are not text. */
  public void requireText(String kwarg, Column column) {
    if (!column.isText()) {
      problem(
          kwarg,
          "'%s' must be of type VARCHAR (string), not %s".formatted(column.name(), column.type()));
    }
  }

  /**
   * The versions that {@code reference} stands for, newest first; none before the data is known, or
   * if nothing is published yet.
   *
   * @param trailing whether the reference must be to trailing versions, or to one version
   */
  public List<PublishedVersion> versions(boolean trailing) {
    String kwarg = "reference";
    Optional<JsonNode> json = value(kwarg);
    if (json.isEmpty()) {
      problem(kwarg, "is missing");
      return List.of();
    }
    try {
      VersionReference reference = VersionReference.of(json.get());
      if (reference.trailing().isPresent() != trailing) {
        problem(kwarg, trailing ? "needs trailing: a number of versions" : "needs a version");
        return List.of();
      }
      return schema.isEmpty() ? List.of() : history.versions(reference);
    } catch (IllegalArgumentException | PenstockException e) {
      problem(kwarg, String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /**
   * The rows of the version that {@code reference} stands for, which must have some columns; empty
   * before the data is known, or if nothing is published yet.
   */
  public Optional<PublishedVersion.Data> referencedRows(List<Column> columns) {
    Optional<PublishedVersion.Data> data =
        versions(false).stream().findFirst().flatMap(PublishedVersion::data);
    for (Column column : columns) {
      Optional<Column> other = data.flatMap(rows -> rows.schema().find(column.name()));
      if (data.isPresent() && other.filter(column::comparableWith).isEmpty()) {
        problem(
            "reference",
            "has no column '%s' whose type can be compared with %s"
                .formatted(column.name(), column.type()));
      }
    }
    return data;
  }

  /** A column of this name, or a problem. */
  Column existing(String kwarg, String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      problem(kwarg, "must be the name of a column");
      return Column.unknown("?");
    }
    if (schema.isEmpty()) {
      return Column.unknown(name);
    }
    Optional<Column> found = schema.get().find(name);
    if (found.isEmpty()) {
      List<String> names = schema.get().names();
      problem(
          kwarg,
          "the data has no column '%s'; it has %s%s"
              .formatted(
                  name,
                  String.join(", ", names.subList(0, Math.min(names.size(), COLUMNS_SHOWN))),
                  names.size() > COLUMNS_SHOWN ? ", …" : ""));
    }
    return found.orElseGet(() -> Column.unknown(name));
  }

  private static final int COLUMNS_SHOWN = 20;

  /** A text that must be given and not be empty. */
  public String text(String kwarg) {
    Optional<JsonNode> value = value(kwarg);
    if (value.isEmpty()) {
      problem(kwarg, "is missing");
      return "";
    }
    if (!value.get().isTextual() || value.get().textValue().isEmpty()) {
      problem(kwarg, "must be a non-empty text, not " + value.get());
      return "";
    }
    return value.get().textValue();
  }

  /** A text that must be given, and may be empty. */
  public String anyText(String kwarg) {
    Optional<JsonNode> value = value(kwarg);
    return value.isPresent() && value.get().isTextual() ? value.get().textValue() : text(kwarg);
  }

  /** A list of texts that must be given and not be empty. */
  public List<String> texts(String kwarg) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(kwarg)) {
      if (element.isTextual()) {
        texts.add(element.textValue());
      } else {
        problem(kwarg, "must hold texts, not " + element);
      }
    }
    if (texts.isEmpty() && has(kwarg)) {
      problem(kwarg, "must hold at least one text");
    }
    return texts;
  }

  /** A list that must be given. */
  public List<JsonNode> list(String kwarg) {
    Optional<JsonNode> value = value(kwarg);
    if (value.isEmpty()) {
      problem(kwarg, "is missing");
      return List.of();
    }
    if (!value.get().isArray()) {
      problem(kwarg, "must be a list, not " + value.get());
      return List.of();
    }
    List<JsonNode> elements = new ArrayList<>();
    value.get().forEach(elements::add);
    return elements;
  }

  /** A list that must be written, but may be null, which stands for everything. */
  public Optional<List<JsonNode>> listOrNull(String kwarg) {
    return has(kwarg) || !kwargs.has(kwarg) ? Optional.of(list(kwarg)) : Optional.empty();
  }

  /** True or false. */
  public boolean flag(String kwarg, boolean otherwise) {
    Optional<JsonNode> value = value(kwarg);
    Optional<Boolean> flag = value.flatMap(Conversions::flag);
    if (value.isPresent() && flag.isEmpty()) {
      problem(kwarg, "must be true or false, not " + value.get());
    }
    return flag.orElse(otherwise);
  }

  /** A number that may be left out. */
  public Optional<JsonNode> optionalNumber(String kwarg) {
    Optional<JsonNode> value = value(kwarg);
    Optional<JsonNode> number = value.flatMap(Conversions::number);
    if (value.isPresent() && number.isEmpty()) {
      problem(kwarg, "must be a number, not " + value.get());
    }
    return number;
  }

  /** A number that must be given. */
  public double number(String kwarg) {
    if (!has(kwarg)) {
      problem(kwarg, "is missing");
    }
    return optionalNumber(kwarg).map(JsonNode::doubleValue).orElse(0.0);
  }

  /** A whole number that may be left out; of a fraction its whole part. */
  public Optional<JsonNode> optionalWhole(String kwarg) {
    Optional<JsonNode> value = value(kwarg);
    Optional<JsonNode> whole = value.flatMap(Conversions::whole);
    if (value.isPresent() && whole.isEmpty()) {
      problem(kwarg, "must be a whole number, not " + value.get());
    }
    return whole;
  }

  /** A whole number of at least 0 that may be left out. */
  public Optional<JsonNode> optionalCount(String kwarg) {
    Optional<JsonNode> number = optionalWhole(kwarg);
    if (number.isPresent() && number.get().bigIntegerValue().signum() < 0) {
      problem(kwarg, "must be at least 0, not " + number.get());
      return Optional.empty();
    }
    return number;
  }

  /** A share between 0 and 1. */
  public double share(String kwarg, double otherwise) {
    double share = optionalNumber(kwarg).map(JsonNode::doubleValue).orElse(otherwise);
    if (share < 0 || share > 1) {
      problem(
          kwarg, "must be greater than or equal to 0 and less than or equal to 1, not " + share);
    }
    return share;
  }

  /** One of several words. */
  public <T> T choice(String kwarg, String otherwise, Map<String, T> choices) {
    String word = value(kwarg).map(JsonNode::asText).orElse(otherwise);
    T chosen = choices.get(word);
    if (chosen == null) {
      problem(
          kwarg,
          "must be one of %s, not '%s'"
              .formatted(String.join(", ", new TreeSet<>(choices.keySet())), word));
      return choices.values().iterator().next();
    }
    return chosen;
  }
}
