package io.penstock.system;

import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ListedObject;
import io.penstock.lake.store.ObjectStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * PostgreSQL and the bucket in a folder, as docs/operations.md says. The tables are read in one
 * snapshot, as pg_dump reads them, whose programs the local stack does not have.
 */
final class Backup {
  private final SystemUnderTest system;
  private final Path tables;
  private final Path objects;
  private final Map<String, Long> sequences = new TreeMap<>();

  Backup(SystemUnderTest system, Path folder) throws IOException {
    this.system = system;
    this.tables = Files.createDirectories(folder.resolve("tables"));
    this.objects = Files.createDirectories(folder.resolve("objects"));
  }

  /** What {@code pg_dump} does. */
  void dumpTables() throws Exception {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      for (String table : tableNames(connection)) {
        try (OutputStream out = stream(table)) {
          copy.copyOut("COPY \"" + table + "\" TO STDOUT (FORMAT binary)", out);
        }
      }
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT sequencename, last_value FROM pg_sequences"
                      + " WHERE schemaname = 'public' AND last_value IS NOT NULL")) {
        while (row.next()) {
          sequences.put(row.getString(1), row.getLong(2));
        }
      }
    }
  }

  /** Copies what the folder does not have yet, key by key in their order, as rclone does. */
  void copyObjects(String prefix, Predicate<ObjectKey> which) throws IOException {
    try (ObjectStore store = system.store();
        Stream<ListedObject> listed = store.list(prefix)) {
      for (ListedObject object : listed.toList()) {
        Path file = objects.resolve(object.key().value());
        if (which.test(object.key()) && !Files.exists(file)) {
          Files.createDirectories(file.getParent());
          Files.write(file, store.read(object.key()));
        }
      }
    }
  }

  /** What {@code pg_restore} does, on tables that the catalog has just made. */
  void restoreTables() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      // Foreign keys hold of the whole, not of half of it.
      statement.execute("SET session_replication_role = replica");
      List<String> names = tableNames(connection);
      statement.execute("TRUNCATE \"" + String.join("\", \"", names) + "\"");
      for (String table : names) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file(table)))) {
          copy.copyIn("COPY \"" + table + "\" FROM STDIN (FORMAT binary)", in);
        }
      }
      for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
        statement.execute(
            "SELECT setval('\"%s\"', %d)".formatted(sequence.getKey(), sequence.getValue()));
      }
      connection.commit();
    }
  }

  void restoreObjects() throws IOException {
    try (ObjectStore store = system.store();
        Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        store.putIfAbsent(
            new ObjectKey(objects.relativize(file).toString()), Files.readAllBytes(file));
      }
    }
  }

  /** Nothing is left of what the catalog and its objects were. */
  void destroy() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    }
    try (ObjectStore store = system.store();
        Stream<ListedObject> listed = store.list("")) {
      listed
          .map(ListedObject::key)
          .sorted(Comparator.reverseOrder())
          .toList()
          .forEach(store::delete);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        system.jdbcUrl(), system.stack().postgresUser(), system.stack().postgresPassword());
  }

  private static List<String> tableNames(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private OutputStream stream(String table) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file(table)));
  }

  private Path file(String table) {
    return tables.resolve(table);
  }
}
