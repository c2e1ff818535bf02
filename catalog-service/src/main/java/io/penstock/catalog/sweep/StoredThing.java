package io.penstock.catalog.sweep;

import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind of object a key names, and which build made it.
 *
 * @param kind the kind
 * @param shortBuildId the first 16 hex digits of its build's id
 */
record StoredThing(Kind kind, Optional<String> shortBuildId) {
  /** What decides whether an object that is not LIVE is still of use. */
  enum Kind {
    /**
     * Raw batches, Iceberg metadata, and what has a name that nothing gives: nobody protects it.
     */
    UNOWNED,
    /** The outcome of a step: deleted before the data that it refers to. */
    OUTCOME,
    /** Staged objects and data files: of use until their build ends. */
    WORK,
    /** Reports and quarantine: of use as long as their build is known, a rejected one above all. */
    RECORD
  }

  private static final Pattern STAGED = Pattern.compile("staging/([0-9a-f]{16})[0-9a-f]{48}/.+");
  private static final Pattern DATA =
      Pattern.compile("datasets/[^/]+/data/(?:.+/)?[^/]+-([0-9a-f]{16})-[0-9a-f]{16}\\.parquet");
  private static final Pattern RECORDED =
      Pattern.compile("(?:quarantine|reports)/[^/]+/([0-9a-f]{16})[0-9a-f]{48}/.+");
  private static final String OUTCOME_NAME = "/_outcome.json";

  static StoredThing of(ObjectKey key) {
    String text = key.value();
    if (text.startsWith(ObjectLayout.STAGING)) {
      return owned(STAGED, text, text.endsWith(OUTCOME_NAME) ? Kind.OUTCOME : Kind.WORK);
    }
    if (text.startsWith(ObjectLayout.DATASETS)) {
      return owned(DATA, text, Kind.WORK);
    }
    return owned(RECORDED, text, Kind.RECORD);
  }

  private static StoredThing owned(Pattern pattern, String text, Kind kind) {
    Matcher match = pattern.matcher(text);
    return match.matches()
        ? new StoredThing(kind, Optional.of(match.group(1)))
        : new StoredThing(Kind.UNOWNED, Optional.empty());
  }
}
