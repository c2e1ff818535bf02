package io.penstock.helm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads YAML without mercy: no key twice, no field that the type does not have. */
final class Yaml {
  static final ObjectMapper STRICT =
      new ObjectMapper(new YAMLFactory())
          .setAnnotationIntrospector(withoutAnySetters())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Yaml() {}

  /** Kubernetes' types keep what they do not know; here it is an error. */
  private static AnnotationIntrospector withoutAnySetters() {
    return new JacksonAnnotationIntrospector() {
      private static final long serialVersionUID = 1;

      @Override
      public Boolean hasAnySetter(Annotated annotated) {
        return false;
      }
    };
  }

  /** The documents of a text; empty ones are left out. */
  static List<JsonNode> documents(String text) {
    List<JsonNode> documents = new ArrayList<>();
    try (var values = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (values.hasNext()) {
        JsonNode document = values.next();
        if (document.isObject()) {
          documents.add(document);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  static JsonNode file(Path path) {
    try {
      return STRICT.readTree(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files laid over each other as Helm does it: objects are merged, everything else replaced. */
  static String merged(List<Path> files) {
    ObjectNode merged = STRICT.createObjectNode();
    files.forEach(file -> merge(merged, file(file)));
    try {
      return STRICT.writeValueAsString(merged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(field -> {
          if (into.get(field.getKey()) instanceof ObjectNode object
              && field.getValue().isObject()) {
            merge(object, field.getValue());
          } else {
            into.set(field.getKey(), field.getValue().deepCopy());
          }
        });
  }
}
