package io.penstock.catalog.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.checkpoint.suite.Action;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.build.BoundSuite;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.json.Json;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The registered suites. Builds take the newest version of each. */
public final class Suites {
  private static final ObjectReader STRICT =
      Json.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private Suites() {}

  /** The newest version of each of the suites that is registered. */
  public static Uni<Map<SuiteName, BoundSuite>> newest(
      Mutiny.Session session, Collection<SuiteName> names) {
    if (names.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return session
        .createSelectionQuery(
            """
            from SuiteVersionRow s
             where s.key.name in (:names)
               and s.key.version = (select max(t.key.version) from SuiteVersionRow t where t.key.name = s.key.name)
            """,
            SuiteVersionRow.class)
        .setParameter("names", names.stream().map(SuiteName::value).distinct().toList())
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(SuiteVersionRow::bind)
                .collect(Collectors.toMap(BoundSuite::name, suite -> suite)));
  }

  /**
   * Registers a suite as its next version, unless it is what the newest one is.
   *
   * @param text its JSON text; the SHA-256 is of these bytes
   * @throws PenstockException USER {@code bad-suite}
   */
  static Uni<Registered> register(
      Mutiny.Session session, SuiteName name, String text, Instant now) {
    return session
        .createNativeQuery(
            "select 1 from pg_advisory_xact_lock(hashtext('suite'), hashtext(:name))")
        .setParameter("name", name.value())
        .getResultList()
        .chain(() -> newestRow(session, name))
        .chain(newest -> {
          if (newest != null && newest.holds(text)) {
            return Uni.createFrom().item(new Registered(newest, false));
          }
          int version = newest == null ? 1 : newest.version() + 1;
          SuiteVersionRow row = new SuiteVersionRow(name, version, text, now);
          return session.persist(row).map(done -> new Registered(row, true));
        });
  }

  record Registered(SuiteVersionRow row, boolean created) {}

  private static Uni<SuiteVersionRow> newestRow(Mutiny.Session session, SuiteName name) {
    return session
        .createSelectionQuery(
            "from SuiteVersionRow where key.name = :name order by key.version desc",
            SuiteVersionRow.class)
        .setParameter("name", name.value())
        .setMaxResults(1)
        .getSingleResultOrNull();
  }

  /**
   * Checks all of a suite that can be checked without its data.
   *
   * @throws PenstockException USER {@code bad-suite}, a line for each error
   */
  static void check(String text) {
    try {
      STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw PenstockException.user(
          "bad-suite",
          "The suite is no JSON: %s (line %d, column %d)"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()),
          e);
    }
    Suite.parse(text);
  }

  /**
   * Checks that a suite can check the files that are to be published: rows of them cannot be taken
   * out any more.
   *
   * @throws PenstockException USER {@code bad-suite}, a line for each error
   */
  public static void checkForOutput(SuiteName name, String text, PipelineName pipeline) {
    List<String> lines =
        Suite.parse(text).expectations().stream()
            .filter(expectation -> expectation.action() == Action.QUARANTINE)
            .map(expectation ->
                "expectation %d %s: meta.penstock.action: suite %s checks the output of pipeline %s, whose rows cannot be quarantined; give the expectation to the suite for the conformed rows, or let it fail"
                    .formatted(expectation.index(), expectation.type(), name, pipeline))
            .toList();
    if (!lines.isEmpty()) {
      throw PenstockException.user("bad-suite", String.join("\n", lines));
    }
  }
}
