package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.TextPredicate;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Asks the engine. What is not the data's fault is thrown as it is. */
interface Queries {
  /** The rows of a query. */
  List<List<JsonNode>> rows(String sql) throws EvaluationException;

  /** Makes a function known. */
  void register(TextPredicate predicate);

  /** Asks in a session, whose cancellation stops it. */
  static Queries of(EngineSession session) {
    return new OfSession(session);
  }

  /** Asks on a plain connection, which should work in UTC. */
  static Queries of(Connection connection) {
    return new OfConnection(connection);
  }

  /** A session. */
  record OfSession(EngineSession session) implements Queries {
    private static final String CODE = "evaluation-failed";

    @Override
    public List<List<JsonNode>> rows(String sql) throws EvaluationException {
      try {
        return session.userSql(CODE, () -> session.query(sql, Queries::read));
      } catch (PenstockException e) {
        if (e.kind() == FailureKind.USER && e.code().equals(CODE)) {
          throw new EvaluationException(e.getMessage(), e);
        }
        throw e;
      }
    }

    @Override
    public void register(TextPredicate predicate) {
      session.registerOnce(predicate.function(), predicate::register);
    }
  }

  /** A plain connection. */
  record OfConnection(Connection connection) implements Queries {
    @Override
    public List<List<JsonNode>> rows(String sql) throws EvaluationException {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        return read(result);
      } catch (SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("INTERRUPT Error")) {
          CancellationException cancelled = new CancellationException("the engine was cancelled");
          cancelled.initCause(e);
          throw cancelled;
        }
        if (message.startsWith("Out of Memory Error")) {
          throw PenstockException.resource("engine-memory", message, e);
        }
        throw new EvaluationException(message, e);
      }
    }

    @Override
    public void register(TextPredicate predicate) {
      try {
        predicate.register(connection);
      } catch (SQLException e) {
        throw PenstockException.internal("engine-sql", String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static List<List<JsonNode>> read(ResultSet result) throws SQLException {
    int width = result.getMetaData().getColumnCount();
    List<List<JsonNode>> rows = new ArrayList<>();
    while (result.next()) {
      List<JsonNode> row = new ArrayList<>(width);
      for (int i = 1; i <= width; i++) {
        row.add(JsonValues.of(result.getObject(i)));
      }
      rows.add(row);
    }
    return rows;
  }
}
