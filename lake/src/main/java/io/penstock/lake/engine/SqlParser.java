package io.penstock.lake.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * DuckDB's own parser: SQL text to a syntax tree and back. Nothing is bound or run. The tree has
 * the form of {@code json_serialize_sql}; it is DuckDB's, so what is checked in it is what will
 * run.
 */
final class SqlParser {
  private static final Lock LOCK = new ReentrantLock();

  private SqlParser() {}

  private static final class Parser {
    static final Connection CONNECTION = open();

    private static Connection open() {
      try {
        Connection connection = Engine.connect();
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET threads = 1");
          statement.execute("SET memory_limit = '256MB'");
          statement.execute("SET autoload_known_extensions = false");
          statement.execute("SET autoinstall_known_extensions = false");
          statement.execute("SET enable_external_access = false");
          statement.execute("SET lock_configuration = true");
        }
        return connection;
      } catch (SQLException e) {
        throw PenstockException.internal("engine-unavailable", "DuckDB does not start", e);
      }
    }
  }

  /** The tree, or an object with {@code "error": true} and DuckDB's message. */
  static JsonNode parse(String sql) throws JsonProcessingException {
    return Json.mapper().readTree(call("SELECT json_serialize_sql(?::VARCHAR)", sql));
  }

  /** The text of a tree. */
  static String print(JsonNode tree) {
    return call("SELECT json_deserialize_sql(?::JSON)", tree.toString());
  }

  /** Removes where in the text each node stood, so that trees of different texts compare. */
  static void forgetPositions(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("query_location");
      object.remove("query_location_length");
      object.forEach(SqlParser::forgetPositions);
    } else if (node instanceof ArrayNode array) {
      array.forEach(SqlParser::forgetPositions);
    }
  }

  private static String call(String sql, String argument) {
    LOCK.lock();
    try (PreparedStatement statement = Parser.CONNECTION.prepareStatement(sql)) {
      statement.setString(1, argument);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    } catch (SQLException e) {
      throw PenstockException.internal("sql-parser", "DuckDB's parser fails: " + e.getMessage(), e);
    } finally {
      LOCK.unlock();
    }
  }
}
