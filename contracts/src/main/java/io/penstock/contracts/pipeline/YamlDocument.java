package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML 1.2 text as a JSON tree that remembers on which line each value stands. JSON is YAML. */
final class YamlDocument {
  private static final int CHARACTERS_MAX = 1 << 20;

  private final Map<String, Integer> lines = new HashMap<>();
  private final JsonNode root;

  private YamlDocument(String yaml, SpecErrors errors) {
    this.root = read(yaml, errors);
  }

  static YamlDocument parse(String yaml, SpecErrors errors) {
    return new YamlDocument(yaml, errors);
  }

  JsonNode root() {
    return root;
  }

  /** The line (from 1) of the value at a JSON pointer, or of the nearest value around it. */
  int line(String pointer) {
    String at = pointer;
    while (!at.isEmpty()) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return lines.getOrDefault("", 1);
  }

  private JsonNode read(String yaml, SpecErrors errors) {
    if (yaml.length() > CHARACTERS_MAX) {
      errors.add(1, "", "a spec has at most " + CHARACTERS_MAX + " characters");
      return JsonNodeFactory.instance.missingNode();
    }
    LoadSettings settings =
        LoadSettings.builder().setMaxAliasesForCollections(20).setLabel("spec").build();
    try {
      Optional<Node> node = new Compose(settings).composeString(yaml);
      if (node.isEmpty()) {
        errors.add(1, "", "the spec is empty");
        return JsonNodeFactory.instance.missingNode();
      }
      return convert(node.get(), "", errors, 0);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      errors.add(line, "", "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      errors.add(1, "", "not YAML: " + e.getMessage());
    }
    return JsonNodeFactory.instance.missingNode();
  }

  private JsonNode convert(Node node, String pointer, SpecErrors errors, int depth) {
    lines.putIfAbsent(pointer, lineOf(node));
    if (depth > 32) {
      errors.add(lineOf(node), pointer, "nested too deeply");
      return JsonNodeFactory.instance.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, pointer, errors, depth);
      case SequenceNode sequence -> array(sequence, pointer, errors, depth);
      case ScalarNode scalar -> scalar(scalar);
      default -> {
        errors.add(lineOf(node), pointer, "is neither an object, a list nor a value");
        yield JsonNodeFactory.instance.nullNode();
      }
    };
  }

  private ObjectNode object(MappingNode mapping, String pointer, SpecErrors errors, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        errors.add(lineOf(entry.getKeyNode()), pointer, "a key must be a plain word");
        continue;
      }
      String name = key.getValue();
      String child = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      lines.put(child, lineOf(key));
      if (object.has(name)) {
        errors.add(lineOf(key), child, "stands here for the second time");
        continue;
      }
      object.set(name, convert(entry.getValueNode(), child, errors, depth + 1));
    }
    return object;
  }

  private ArrayNode array(SequenceNode sequence, String pointer, SpecErrors errors, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    int index = 0;
    for (Node item : sequence.getValue()) {
      array.add(convert(item, pointer + "/" + index, errors, depth + 1));
      index++;
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String value = scalar.getValue();
    Tag tag = scalar.getTag();
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return json.booleanNode(value.equalsIgnoreCase("true"));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return json.numberNode(new BigInteger(value));
      }
      if (tag.equals(Tag.FLOAT)) {
        return json.numberNode(new BigDecimal(value));
      }
    } catch (NumberFormatException e) {
      // .inf, .nan and octal numbers have no place in a spec; as text they fail its schema.
      return json.textNode(value);
    }
    return json.textNode(value);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
