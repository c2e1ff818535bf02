package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** Values of the engine as JSON. */
final class JsonValues {
  private JsonValues() {}

  static JsonNode of(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> NullNode.instance;
      case Boolean flag -> BooleanNode.valueOf(flag);
      case Byte number -> LongNode.valueOf(number);
      case Short number -> LongNode.valueOf(number);
      case Integer number -> LongNode.valueOf(number);
      case Long number -> LongNode.valueOf(number);
      case BigInteger number -> integer(number);
      case BigDecimal number -> DecimalNode.valueOf(number);
      case Float number -> DoubleNode.valueOf(number);
      case Double number -> DoubleNode.valueOf(number);
      case Array array -> array((Object[]) array.getArray());
      case Object[] array -> array(array);
      case DuckDBStruct struct -> object(struct.getMap());
      default -> TextNode.valueOf(value.toString());
    };
  }

  private static JsonNode integer(BigInteger number) {
    return number.bitLength() < Long.SIZE
        ? LongNode.valueOf(number.longValue())
        : BigIntegerNode.valueOf(number);
  }

  private static ArrayNode array(Object[] values) throws SQLException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
    for (Object value : values) {
      array.add(of(value));
    }
    return array;
  }

  private static ObjectNode object(Map<String, ?> fields) throws SQLException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, ?> field : fields.entrySet()) {
      object.set(field.getKey(), of(field.getValue()));
    }
    return object;
  }
}
