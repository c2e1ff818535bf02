package io.penstock.contracts.pipeline;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * Reads a pipeline as a person writes it: first its shape, by the published JSON Schema, then what
 * a schema cannot say.
 */
public final class PipelineSpecParser {
  private static final String SCHEMA_FILE = "pipeline.schema.json";
  private static final JsonSchema SCHEMA = loadSchema();

  private PipelineSpecParser() {}

  /** The published JSON Schema (draft 2020-12) of a pipeline. */
  public static String jsonSchema() {
    try (InputStream in = PipelineSpecParser.class.getResourceAsStream(SCHEMA_FILE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a spec in YAML or JSON.
   *
   * @throws PenstockException USER, {@code bad-spec}, whose message has a line for every error,
   *     each with its line in the text
   */
  public static PipelineSpec parse(String yaml) {
    SpecErrors errors = new SpecErrors();
    YamlDocument document = YamlDocument.parse(yaml, errors);
    if (document.root().isMissingNode()) {
      throw errors.toException();
    }
    checkShape(document, errors);
    PipelineSpecReader reader = new PipelineSpecReader(document, errors);
    reader.check();
    if (!errors.isEmpty()) {
      throw errors.toException();
    }
    return reader.read();
  }

  private static void checkShape(YamlDocument document, SpecErrors errors) {
    for (ValidationMessage finding : SCHEMA.validate(document.root())) {
      String pointer = finding.getInstanceLocation().toString();
      String message = finding.getMessage().replaceFirst("^[^:]*: ", "");
      String property = finding.getProperty();
      if (property != null && finding.getType().equals("additionalProperties")) {
        errors.add(
            document.line(pointer + "/" + property),
            pointer + "/" + property,
            "is not known here; remove it or correct its name");
      } else {
        errors.add(document.line(pointer), pointer, message);
      }
    }
  }

  private static JsonSchema loadSchema() {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .build();
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(jsonSchema(), config);
  }
}
