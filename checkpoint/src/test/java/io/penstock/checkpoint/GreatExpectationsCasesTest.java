package io.penstock.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.checkpoint.expectation.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts of Great Expectations on its own cases are ours. */
class GreatExpectationsCasesTest {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final Properties INAPPLICABLE = inapplicable();

  /** A share of cases that may be inapplicable. */
  private static final double INAPPLICABLE_MAX = 0.05;

  record Case(String file, int number, String type, JsonNode dataset, JsonNode test) {
    String key() {
      return file + "." + number;
    }

    @Override
    public String toString() {
      return key() + " " + test.path("title").asText();
    }
  }

  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
  }

  static Stream<Case> applicable() {
    return cases().filter(example -> !INAPPLICABLE.containsKey(example.key()));
  }

  static Stream<Case> inapplicableCases() {
    return cases().filter(example -> INAPPLICABLE.containsKey(example.key()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("applicable")
  void theVerdictIsThatOfGreatExpectations(Case example) throws SQLException {
    List<String> differences = differences(example);
    assertThat(differences).as(example + " " + example.test().toPrettyString()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inapplicableCases")
  void aCaseListedAsInapplicableDoesNotHold(Case example) throws SQLException {
    assertThat(differences(example)).isNotEmpty();
  }

  @Test
  void fewCasesAreInapplicable() {
    Set<String> keys = new HashSet<>(cases().map(Case::key).toList());
    assertThat(keys).containsAll(INAPPLICABLE.stringPropertyNames());
    assertThat((double) INAPPLICABLE.size() / keys.size()).isLessThan(INAPPLICABLE_MAX);
  }

  private static List<String> differences(Case example) throws SQLException {
    return new CaseRun(connection, example.type(), example.dataset(), example.test()).differences();
  }

  private static Stream<Case> cases() {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
          .flatMap(GreatExpectationsCasesTest::cases)
          .filter(example -> Vocabulary.types().contains(example.type()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Case> cases(Path file) {
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
      String name = file.getFileName().toString().replace(".json", "");
      List<Case> cases = new ArrayList<>();
      for (JsonNode dataset : root.path("datasets")) {
        for (JsonNode test : dataset.path("tests")) {
          cases.add(
              new Case(name, cases.size(), root.path("expectation_type").asText(), dataset, test));
        }
      }
      return cases.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    try {
      return Path.of(
              GreatExpectationsCasesTest.class.getResource("/great-expectations/NOTICE").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Properties inapplicable() {
    Properties properties = new Properties();
    try (InputStream in =
        GreatExpectationsCasesTest.class.getResourceAsStream(
            "/great-expectations/inapplicable.properties")) {
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
