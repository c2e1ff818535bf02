package io.penstock.checkpoint.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One expectation of the page.
 *
 * @param index its place in the suite, from 0
 * @param json its result
 * @param histogram how the values spread, if that is known
 */
record ResultCard(int index, JsonNode json, Optional<Histogram> histogram) {
  private static final int SAMPLES_MAX = 20;
  private static final int ROWS_MAX = 10;

  /** Kwargs that are in the heading. */
  private static final Set<String> SUBJECTS =
      Set.of("column", "column_A", "column_B", "column_list");

  /** Fields of a result that are shown in a way of their own. */
  private static final List<String> MEASURES =
      List.of("observed_value", "unexpected_count", "missing_count", "element_count");

  static ResultCard of(int index, JsonNode json, @Nullable Histogram histogram) {
    return new ResultCard(index, json, Optional.ofNullable(histogram));
  }

  boolean success() {
    return json.path("success").booleanValue();
  }

  boolean blocks() {
    boolean raised = json.path("exception_info").path("raised_exception").booleanValue();
    boolean stops = action().equals("fail") || (action().equals("quarantine") && raised);
    return !success() && severity().equals("critical") && stops;
  }

  private String severity() {
    return config().path("severity").asText("critical");
  }

  private String action() {
    return config().path("meta").path("penstock").path("action").asText("fail");
  }

  private JsonNode config() {
    return json.path("expectation_config");
  }

  private JsonNode result() {
    return json.path("result");
  }

  void write(Html html) {
    String state = success() ? "holds" : blocks() ? "blocks" : "reports";
    html.open("article", "class", "card " + state, "id", "e" + index);
    html.open("h3");
    html.element(
        "span", success() ? "✓" : blocks() ? "✗" : "!", "class", "sign", "aria-hidden", "true");
    html.element(
        "span",
        success() ? "Holds: " : blocks() ? "Does not hold, blocks: " : "Does not hold: ",
        "class",
        "unseen");
    String subject = subject();
    if (!subject.isEmpty()) {
      html.element("code", subject).text(" ");
    }
    html.text(Words.type(config().path("type").asText())).close();
    labels(html);
    kwargs(html);
    if (success()) {
      measures(html);
    } else {
      why(html);
    }
    html.close();
  }

  private String subject() {
    List<String> names = new ArrayList<>();
    JsonNode kwargs = config().path("kwargs");
    for (String kwarg : List.of("column", "column_A", "column_B")) {
      if (kwargs.path(kwarg).isTextual()) {
        names.add(kwargs.path(kwarg).textValue());
      }
    }
    kwargs.path("column_list").forEach(name -> names.add(name.asText()));
    return String.join(", ", names);
  }

  private void labels(Html html) {
    html.open("p", "class", "labels");
    html.element("span", severity(), "class", "label " + (success() ? "" : severity()));
    if (!action().equals("fail")) {
      html.text(" ").element("span", action(), "class", "label");
    }
    html.text(" ").element("span", config().path("type").asText(), "class", "type");
    html.close();
    JsonNode notes = config().path("notes");
    if (notes.isTextual()) {
      html.element("p", Words.of(notes), "class", "notes");
    }
    notes.elements().forEachRemaining(note -> html.element("p", Words.of(note), "class", "notes"));
  }

  private void kwargs(Html html) {
    List<Map.Entry<String, JsonNode>> kwargs =
        config().path("kwargs").properties().stream()
            .filter(kwarg -> !SUBJECTS.contains(kwarg.getKey()))
            .toList();
    if (!kwargs.isEmpty()) {
      html.open("dl", "class", "kwargs");
      kwargs.forEach(kwarg -> pair(html, kwarg.getKey(), Words.of(kwarg.getValue())));
      html.close();
    }
  }

  private static void pair(Html html, String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close();
  }

  /** What was measured, in a line. */
  private void measures(Html html) {
    List<String> shown = MEASURES.stream().filter(result()::has).toList();
    if (!shown.isEmpty()) {
      html.open("dl", "class", "measures");
      shown.forEach(field -> pair(html, field.replace('_', ' '), Words.of(result().path(field))));
      html.close();
    }
  }

  private void why(Html html) {
    JsonNode exception = json.path("exception_info").path("exception_message");
    if (exception.isTextual()) {
      html.element("p", "It could not be evaluated:");
      html.element("pre", exception.textValue(), "class", "exception", "tabindex", "0");
      return;
    }
    if (result().path("unexpected_percent").isNumber()) {
      share(html);
    }
    measures(html);
    samples(html);
    new Pictures(this).write(html);
    rows(html);
  }

  private void share(Html html) {
    String percent = Words.percent(result().path("unexpected_percent"));
    String text = percent + " of the values are unexpected";
    html.element("p", text, "class", "share-text");
    Chart.share(html, result().path("unexpected_percent").doubleValue(), text);
  }

  private void samples(Html html) {
    JsonNode samples = result().path("partial_unexpected_list");
    if (samples.isEmpty()) {
      return;
    }
    html.element("h4", "Unexpected values");
    html.open("ul", "class", "samples");
    List<String> shown = new ArrayList<>();
    samples.forEach(sample -> shown.add(Words.of(sample)));
    shown.stream()
        .distinct()
        .limit(SAMPLES_MAX)
        .forEach(sample -> html.open("li").element("code", sample).close());
    html.close();
  }

  private void rows(Html html) {
    JsonNode rows = result().path("unexpected_rows");
    if (rows.isEmpty() || !rows.path(0).isObject()) {
      return;
    }
    html.element("h4", "Rows");
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Rows");
    html.open("table").open("thead").open("tr");
    List<String> columns = new ArrayList<>();
    rows.path(0).fieldNames().forEachRemaining(columns::add);
    columns.forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (int i = 0; i < Math.min(rows.size(), ROWS_MAX); i++) {
      html.open("tr");
      for (String column : columns) {
        html.element("td", Words.of(rows.get(i).path(column)));
      }
      html.close();
    }
    html.close().close().close();
  }
}
