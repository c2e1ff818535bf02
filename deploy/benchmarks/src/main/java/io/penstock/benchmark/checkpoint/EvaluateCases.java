package io.penstock.benchmark.checkpoint;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.Sql;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Evaluates expectations for {@code gx/compare.py}: reads a JSON object {@code {file, expectations,
 * format}} a line, and answers with a list of {@code {success, result, exception}} or {@code
 * {success: false, refused}} a line, an element for each expectation.
 */
final class EvaluateCases {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();
  private static final int PARTIAL = 20;

  private final Connection connection;

  private EvaluateCases(Connection connection) {
    this.connection = connection;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET threads = 1");
      EvaluateCases cases = new EvaluateCases(connection);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(MAPPER.writeValueAsString(cases.evaluate(MAPPER.readTree(line))));
      }
      out.flush();
    }
  }

  private ArrayNode evaluate(JsonNode job) throws SQLException {
    String relation = "read_parquet(" + Sql.literal(Path.of(job.get("file").asText())) + ")";
    TableSchema schema = schema(relation);
    List<JsonNode> accepted = new ArrayList<>();
    List<ObjectNode> answers = new ArrayList<>();
    List<ObjectNode> open = new ArrayList<>();
    for (JsonNode expectation : job.get("expectations")) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answers.add(answer);
      try {
        Checkpoint.compile(Suite.parse(suite(List.of(expectation))), schema, Parameters.NONE);
        accepted.add(expectation);
        open.add(answer);
      } catch (PenstockException e) {
        answer.put("success", false).put("refused", e.getMessage());
      }
    }
    List<ExpectationResult> results =
        Checkpoint.compile(Suite.parse(suite(accepted)), schema, Parameters.NONE)
            .run(connection, relation, format(job.get("format")))
            .results();
    for (int i = 0; i < results.size(); i++) {
      ExpectationResult result = results.get(i);
      open.get(i).put("success", result.success());
      open.get(i).set("result", result.result());
      open.get(i).put("exception", result.exception().orElse(null));
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    answers.forEach(list::add);
    return list;
  }

  private static String suite(List<JsonNode> expectations) {
    ObjectNode suite = JsonNodeFactory.instance.objectNode();
    suite.put("name", "random");
    ArrayNode list = suite.putArray("expectations");
    expectations.forEach(list::add);
    return suite.toString();
  }

  private static ResultFormat format(JsonNode json) {
    List<String> columns = new ArrayList<>();
    json.path("unexpected_index_column_names").forEach(name -> columns.add(name.asText()));
    return new ResultFormat(
        ResultFormat.Level.valueOf(json.path("result_format").asText()),
        json.path("partial_unexpected_count").asInt(PARTIAL),
        columns,
        0);
  }

  private TableSchema schema(String relation) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
      List<Column> columns = new ArrayList<>();
      while (rows.next()) {
        columns.add(new Column(rows.getString(1), rows.getString(2)));
      }
      return new TableSchema(columns);
    }
  }
}
