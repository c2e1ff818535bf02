package io.penstock.checkpoint.expectation.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.Set;

/**
 * A JSON Schema, of draft 2020-12 unless it says otherwise. It loads no other schema from anywhere,
 * and its patterns are RE2's, which never backtrack.
 */
public final class JsonSchemaCheck {
  private static final Set<String> TYPES =
      Set.of("array", "boolean", "integer", "null", "number", "object", "string");

  private final JsonSchema schema;

  private JsonSchemaCheck(JsonSchema schema) {
    this.schema = schema;
  }

  /**
   * Compiles a schema.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static JsonSchemaCheck of(JsonNode json) {
    try {
      requireTypes(json);
      SchemaValidatorsConfig config =
          SchemaValidatorsConfig.builder()
              .formatAssertionsEnabled(false)
              .failFast(true)
              .regularExpressionFactory(JsonSchemaCheck::regularExpression)
              .build();
      JsonSchema schema =
          JsonSchemaFactory.getInstance(
                  SpecVersionDetector.detectOptionalVersion(json, false)
                      .orElse(VersionFlag.V202012),
                  factory ->
                      factory.schemaLoaders(
                          loaders -> loaders.add(DisallowSchemaLoader.getInstance())))
              .getSchema(json, config);
      schema.initializeValidators();
      return new JsonSchemaCheck(schema);
    } catch (JsonSchemaException | PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void requireTypes(JsonNode json) {
    JsonNode type = json.path("type");
    if (type.isTextual() && !TYPES.contains(type.textValue())) {
      throw new IllegalArgumentException(
          "'%s' is not a type of JSON Schema".formatted(type.textValue()));
    }
  }

  private static RegularExpression regularExpression(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return text -> pattern.matcher(text).find();
  }

  /** Whether a text is JSON that the schema accepts. */
  public boolean accepts(String text) {
    return JsonText.parse(text).filter(this::accepts).isPresent();
  }

  private boolean accepts(JsonNode json) {
    try {
      return schema.validate(json).isEmpty();
    } catch (NumberFormatException e) {
      // NaN and the infinities, compared with numbers: equal to none, within no bounds.
      return false;
    }
  }
}
