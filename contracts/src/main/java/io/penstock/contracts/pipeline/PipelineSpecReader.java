package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.Windowing;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a {@link PipelineSpec} of a tree whose shape is right, after {@link #check} has found
 * nothing. Checking looks at whatever is there, so that a wrong shape in one place does not hide an
 * error in another.
 */
final class PipelineSpecReader {
  /** Event times less or plus this are times that every part can hold. */
  private static final Duration DURATION_MAX = Duration.ofDays(36_500);

  private final YamlDocument document;
  private final JsonNode root;
  private final SpecErrors errors;

  PipelineSpecReader(YamlDocument document, SpecErrors errors) {
    this.document = document;
    this.root = document.root();
    this.errors = errors;
  }

  void check() {
    each("/source/outOfOrderness", "/source/idleTimeout", "/source/maxSkew")
        .forEach(at -> attempt(at, text -> duration(at, text)));
    eventTimePointers().forEach(this::checkEventTime);
    attempt("/window/zone", PipelineSpecReader::zone);
    attempt("/window/size", size -> new Windowing(duration("/window/size", size), ZoneOffset.UTC));
    partitionPointers().forEach(at -> attempt(at, PartitionField::parse));
    if (text("/late").filter("side"::equals).isPresent()) {
      error("/late", "side is not available yet: use rebuild or drop");
    }
    new SchemaChecks(document, errors).check();
  }

  PipelineSpec read() {
    String topic = required("/source/topic");
    return new PipelineSpec(
        new PipelineName(required("/name")),
        new SourceSpec(
            new SourceName(text("/source/name").orElse(topic)),
            topic,
            SourceFormat.JSON,
            eventTimePointers().stream().map(this::eventTime).toList(),
            duration("/source/outOfOrderness", SourceSpec.OUT_OF_ORDERNESS_DEFAULT),
            duration("/source/idleTimeout", SourceSpec.IDLE_TIMEOUT_DEFAULT),
            duration("/source/maxSkew", SourceSpec.MAX_SKEW_DEFAULT),
            constant(Landing.class, "/source/landing", Landing.RAW)),
        schema(),
        texts("/key"),
        new Windowing(
            duration("/window/size", Duration.ofDays(1)), zone(text("/window/zone").orElse("UTC"))),
        constant(LatePolicy.class, "/late", LatePolicy.REBUILD),
        privacy(),
        new ChecksSpec(text("/checks/conformed"), text("/checks/output")),
        text("/transform").map(String::strip).orElse("SELECT * FROM input"),
        new DatasetSpec(
            new DatasetName(required("/dataset/name")),
            texts("/dataset/partitionBy").stream().map(PartitionField::parse).toList(),
            texts("/dataset/orderBy")));
  }

  private SchemaSpec schema() {
    List<SchemaVersion> versions = new ArrayList<>();
    for (JsonNode version : root.at("/schema/versions")) {
      Map<String, String> upgrade = new LinkedHashMap<>();
      version
          .path("upgrade")
          .properties()
          .forEach(e -> upgrade.put(e.getKey(), e.getValue().asText()));
      versions.add(
          new SchemaVersion(
              version.path("version").asInt(), fields(version.path("fields")), upgrade));
    }
    JsonNode conformed = root.at("/schema/fields");
    return new SchemaSpec(
        conformed.isObject() ? fields(conformed) : versions.getLast().fields(), versions);
  }

  private static Map<String, FieldType> fields(JsonNode fields) {
    Map<String, FieldType> types = new LinkedHashMap<>();
    fields.properties().forEach(e -> types.put(e.getKey(), FieldType.parse(e.getValue().asText())));
    return types;
  }

  private List<PrivacySpec> privacy() {
    List<PrivacySpec> rules = new ArrayList<>();
    for (JsonNode rule : root.path("privacy")) {
      rules.add(
          new PrivacySpec(
              rule.path("field").asText(),
              PrivacySpec.Rule.valueOf(rule.path("rule").asText().toUpperCase(Locale.ROOT)),
              Optional.ofNullable(rule.get("key")).map(JsonNode::asText)));
    }
    return rules;
  }

  private List<String> eventTimePointers() {
    JsonNode node = root.at("/source/eventTime");
    if (node.isObject()) {
      return List.of("/source/eventTime");
    }
    List<String> pointers = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      pointers.add("/source/eventTime/" + i);
    }
    return pointers;
  }

  private List<String> partitionPointers() {
    List<String> pointers = new ArrayList<>();
    for (int i = 0; i < root.at("/dataset/partitionBy").size(); i++) {
      pointers.add("/dataset/partitionBy/" + i);
    }
    return pointers;
  }

  private void checkEventTime(String pointer) {
    attempt(pointer + "/zone", PipelineSpecReader::zone);
    attempt(
        pointer + "/format",
        format ->
            switch (format) {
              case EventTimeSpec.ISO,
                  EventTimeSpec.EPOCH_SECONDS,
                  EventTimeSpec.EPOCH_MILLIS,
                  EventTimeSpec.EPOCH_MICROS ->
                  format;
              default -> DateTimeFormatter.ofPattern(format, Locale.ROOT);
            });
  }

  private EventTimeSpec eventTime(String pointer) {
    return new EventTimeSpec(
        required(pointer + "/field"),
        text(pointer + "/format").orElse(EventTimeSpec.ISO),
        zone(text(pointer + "/zone").orElse("UTC")));
  }

  private Duration duration(String pointer, Duration otherwise) {
    return text(pointer).map(text -> duration(pointer, text)).orElse(otherwise);
  }

  private static Duration duration(String pointer, String text) {
    Duration duration = Duration.parse(text);
    if (duration.isNegative() || (duration.isZero() && pointer.endsWith("size"))) {
      throw new IllegalArgumentException("'" + text + "' must be positive");
    }
    if (duration.compareTo(DURATION_MAX) > 0) {
      throw new IllegalArgumentException(
          "'%s' must be at most P%dD".formatted(text, DURATION_MAX.toDays()));
    }
    return duration;
  }

  private static ZoneId zone(String text) {
    return ZoneId.of(text);
  }

  private <E extends Enum<E>> E constant(Class<E> type, String pointer, E otherwise) {
    return text(pointer)
        .map(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)))
        .orElse(otherwise);
  }

  private List<String> texts(String pointer) {
    List<String> texts = new ArrayList<>();
    root.at(pointer).forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static List<String> each(String... pointers) {
    return List.of(pointers);
  }

  private Optional<String> text(String pointer) {
    JsonNode node = root.at(pointer);
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  private String required(String pointer) {
    return text(pointer).orElseThrow();
  }

  /** Reads the text at a pointer, if there is one, and keeps what is wrong with it. */
  private void attempt(String pointer, Function<String, Object> read) {
    try {
      var _ = text(pointer).map(read);
    } catch (PenstockException | DateTimeException | IllegalArgumentException e) {
      error(pointer, String.valueOf(e.getMessage()));
    }
  }

  private void error(String pointer, String message) {
    errors.add(document.line(pointer), pointer, message);
  }
}
