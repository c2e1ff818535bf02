package io.penstock.catalog.build;

import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.ledger.BuildLedger;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A build, as plans and publications leave it. */
@Entity
@Table(name = "build")
class BuildRow {
  @Id
  @Column(name = "build_id")
  private String buildId;

  private String pipeline;

  @Column(name = "spec_version", updatable = false)
  private int specVersion;

  @Column(name = "window_start", updatable = false)
  private Instant windowStart;

  @Column(name = "window_end", updatable = false)
  private Instant windowEnd;

  @Column(updatable = false)
  private long through;

  private String state;

  @Column(name = "planned_at", updatable = false)
  private Instant plannedAt;

  @Column(name = "ended_at")
  private @Nullable Instant endedAt;

  @Column(updatable = false)
  private @Nullable String ledger;

  private @Nullable String checkpoints;

  @Column(name = "failure_kind")
  private @Nullable String failureKind;

  @Column(name = "failure_code")
  private @Nullable String failureCode;

  @Column(name = "failure_message")
  private @Nullable String failureMessage;

  @Column(updatable = false)
  private @Nullable Long version;

  @SuppressWarnings("NullAway.Init")
  protected BuildRow() {}

  BuildId buildId() {
    return new BuildId(buildId);
  }

  String pipeline() {
    return pipeline;
  }

  Window window() {
    return new Window(windowStart, windowEnd);
  }

  BuildState state() {
    return BuildState.valueOf(state.toUpperCase(Locale.ROOT));
  }

  /** Ends it without a publication. */
  void end(BuildEnd end, List<CheckOutcome> outcomes, Instant now) {
    state = (end.rejection() ? BuildState.REJECTED : BuildState.FAILED).text();
    endedAt = now;
    checkpoints = Json.text(outcomes);
    failureKind = end.kind().name();
    failureCode = end.code();
    failureMessage = end.message();
  }

  BuildDescription describe() {
    return new BuildDescription(
        buildId(),
        new PipelineName(pipeline),
        specVersion,
        window(),
        through,
        state(),
        plannedAt,
        Optional.ofNullable(endedAt),
        Optional.ofNullable(ledger).map(json -> read(json, BuildLedger.class)),
        checkpoints == null ? List.of() : List.of(read(checkpoints, CheckOutcome[].class)),
        Optional.ofNullable(failureMessage),
        Optional.ofNullable(version));
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
  }
}
