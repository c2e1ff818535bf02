package io.penstock.checkpoint.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A checkpoint's result as one page: what was checked on what, what does not hold and why, and what
 * holds. The page needs nothing else, neither scripts nor other files, and is made from the JSON of
 * the result alone: the same JSON gives the same bytes.
 */
public final class DataDocs {
  private static final String STYLE = resource("data-docs.css");
  private static final int FILES_MAX = 200;
  private static final int HASH_SHOWN = 16;

  private final JsonNode result;
  private final JsonNode about;
  private final Html html = new Html();

  private DataDocs(JsonNode result) {
    this.result = result;
    this.about = result.path("meta").path("penstock");
  }

  /**
   * The page, as UTF-8.
   *
   * @param result a validation result in the shape of Great Expectations; what {@code
   *     meta.penstock} says about it is shown as far as it is there
   */
  public static byte[] page(JsonNode result) {
    return new DataDocs(result).page().getBytes(StandardCharsets.UTF_8);
  }

  private String page() {
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.element("title", title() + " · " + verdict());
    html.style(STYLE).close();
    html.open("body");
    header();
    html.open("main");
    subject();
    expectations();
    html.close();
    html.element("footer", "Penstock · written from the checkpoint's JSON, in UTC");
    return html.page();
  }

  private String title() {
    String name = result.path("suite_name").asText("");
    String suite = name.isEmpty() ? "suite without a name" : name;
    return about.path("checkpoint").isTextual()
        ? suite + " · " + about.path("checkpoint").textValue()
        : suite;
  }

  private boolean passed() {
    return result.path("passed").asBoolean(result.path("success").asBoolean());
  }

  private String verdict() {
    return passed() ? "passed" : "failed";
  }

  private void header() {
    html.open("header", "class", verdict());
    html.open("p", "class", "verdict");
    html.element("span", passed() ? "✓" : "✗", "class", "sign", "aria-hidden", "true");
    html.text(passed() ? " Passed" : " Failed").close();
    html.element("h1", title());
    JsonNode statistics = result.path("statistics");
    long evaluated = statistics.path("evaluated_expectations").longValue();
    long holding = statistics.path("successful_expectations").longValue();
    html.element("p", sentence(evaluated, holding));
    html.close();
  }

  private String sentence(long evaluated, long holding) {
    if (evaluated == 0) {
      return "The suite expects nothing.";
    }
    long blocking = cards().stream().filter(ResultCard::blocks).count();
    long reported = evaluated - holding - blocking;
    String sentence =
        "%s of %s expectations hold".formatted(Words.count(holding), Words.count(evaluated));
    if (blocking > 0) {
      sentence += ", %s block%s".formatted(Words.count(blocking), blocking == 1 ? "s" : "");
    }
    if (reported > 0) {
      sentence += ", %s only report%s".formatted(Words.count(reported), reported == 1 ? "s" : "");
    }
    return sentence + ".";
  }

  private void subject() {
    html.open("section", "aria-labelledby", "subject");
    html.element("h2", "What was checked", "id", "subject");
    html.open("dl", "class", "facts");
    fact("Pipeline", about.path("pipeline"), about.path("spec_version"), "spec ");
    fact("Dataset", about.path("dataset"), about.path("version"), "version ");
    if (about.path("window").isObject()) {
      fact(
          "Window",
          about.path("window").path("start").asText()
              + " to "
              + about.path("window").path("end").asText());
    }
    hash("Build", about.path("build_id"));
    JsonNode suite = about.path("suite");
    fact("Suite", suite.path("name"), suite.path("version"), "version ");
    hash("SHA-256 of the suite", suite.path("sha256"));
    if (about.path("rows").isNumber()) {
      fact("Rows", Words.count(about.path("rows").longValue()));
    }
    JsonNode quarantined = about.path("quarantined").path("count");
    if (quarantined.isNumber()) {
      fact("Quarantined rows", Words.count(quarantined.longValue()));
    }
    html.close();
    files(about.path("files"));
    html.close();
  }

  private void fact(String name, JsonNode value, JsonNode version, String qualifier) {
    if (!value.asText("").isEmpty()) {
      fact(name, value.asText() + (version.isNumber() ? ", " + qualifier + version.asText() : ""));
    }
  }

  private void fact(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close();
  }

  private void hash(String name, JsonNode value) {
    if (value.isTextual()) {
      html.open("div").element("dt", name).open("dd").element("code", value.textValue());
      html.close().close();
    }
  }

  private void files(JsonNode files) {
    if (files.isEmpty()) {
      return;
    }
    html.open("details", "class", "files");
    html.element("summary", files.size() == 1 ? "1 file" : Words.count(files.size()) + " files");
    html.open("ul");
    for (int i = 0; i < Math.min(files.size(), FILES_MAX); i++) {
      JsonNode file = files.get(i);
      html.open("li").element("code", file.path("key").asText(file.path("path").asText()));
      html.text(" " + Words.count(file.path("bytes").longValue()) + " bytes");
      String sha256 = file.path("sha256").asText("");
      if (!sha256.isEmpty()) {
        html.text(", sha256 ")
            .element("code", sha256.substring(0, Math.min(HASH_SHOWN, sha256.length())));
      }
      html.close();
    }
    if (files.size() > FILES_MAX) {
      html.element("li", "and " + Words.count(files.size() - FILES_MAX) + " more");
    }
    html.close().close();
  }

  private void expectations() {
    List<ResultCard> failing = cards().stream().filter(card -> !card.success()).toList();
    List<ResultCard> holding = cards().stream().filter(ResultCard::success).toList();
    if (!failing.isEmpty()) {
      html.open("section", "aria-labelledby", "failing");
      html.element("h2", "What does not hold", "id", "failing");
      failing.stream().filter(ResultCard::blocks).forEach(card -> card.write(html));
      failing.stream().filter(card -> !card.blocks()).forEach(card -> card.write(html));
      html.close();
    }
    if (!holding.isEmpty()) {
      html.open("section", "aria-labelledby", "holding");
      html.element("h2", "What holds", "id", "holding");
      holding.forEach(card -> card.write(html));
      html.close();
    }
  }

  private List<ResultCard> cards() {
    Map<Integer, Histogram> histograms = new HashMap<>();
    about
        .path("histograms")
        .forEach(json -> {
          Histogram histogram = Histogram.of(json);
          histograms.put(histogram.index(), histogram);
        });
    List<ResultCard> cards = new ArrayList<>();
    for (JsonNode json : result.path("results")) {
      cards.add(ResultCard.of(cards.size(), json, histograms.get(cards.size())));
    }
    return cards;
  }

  private static String resource(String name) {
    try (InputStream in = DataDocs.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
