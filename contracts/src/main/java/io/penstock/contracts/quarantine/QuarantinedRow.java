package io.penstock.contracts.quarantine;

import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row in quarantine. Bytes are base64.
 *
 * @param topicId where it comes from
 * @param partition where it comes from
 * @param offset where it comes from
 * @param timestamp the record's, in milliseconds since 1970
 * @param key the record's key, if it has one and it may be shown
 * @param headers the record's headers, likewise
 * @param payload the record's payload as it landed, likewise
 * @param text the payload, if it is UTF-8
 * @param eventTime its event time
 * @param raw the raw batch that holds it
 * @param window its window
 * @param stage where it failed
 * @param held whether a replay of other rows left it here
 * @param rules every rule it breaks
 * @param buildId the build that put it here
 */
public record QuarantinedRow(
    TopicId topicId,
    int partition,
    long offset,
    long timestamp,
    Optional<String> key,
    List<Header> headers,
    Optional<String> payload,
    Optional<String> text,
    Instant eventTime,
    ObjectKey raw,
    Window window,
    QuarantineStage stage,
    boolean held,
    List<Broken> rules,
    BuildId buildId) {
  public QuarantinedRow {
    headers = List.copyOf(headers);
    rules = List.copyOf(rules);
  }

  /** A header of a record. */
  public record Header(String name, Optional<String> value) {}

  /**
   * A rule that the row breaks.
   *
   * @param rule the rule
   * @param reason what was found, for people
   */
  public record Broken(QuarantineRule rule, String reason) {}
}
