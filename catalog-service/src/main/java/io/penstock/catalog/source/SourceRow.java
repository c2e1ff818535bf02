package io.penstock.catalog.source;

import io.penstock.contracts.json.Json;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.contracts.pipeline.SourceSpec;
import io.penstock.contracts.source.Completion;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source. Whoever changes it or anything below it holds this row's lock. */
@Entity
@Table(name = "source")
public class SourceRow {
  @Id private String name;
  private String spec;
  private String privacy;
  private String topic;

  @Column(name = "topic_id")
  private @Nullable String topicId;

  @Column(name = "last_seq")
  private long lastSeq;

  private @Nullable Instant watermark;
  private @Nullable String completion;

  @Column(name = "completed_at")
  private @Nullable Instant completedAt;

  @Column(name = "registered_at")
  private Instant registeredAt;

  @SuppressWarnings("NullAway.Init")
  protected SourceRow() {}

  public SourceRow(SourceSpec spec, List<PrivacySpec> privacy, Instant registeredAt) {
    this.name = spec.name().value();
    this.spec = Json.text(spec);
    this.privacy = Json.text(privacy);
    this.topic = spec.topic();
    this.registeredAt = registeredAt;
  }

  public String name() {
    return name;
  }

  public SourceSpec spec() {
    return Json.read(spec.getBytes(StandardCharsets.UTF_8), SourceSpec.class);
  }

  public List<PrivacySpec> privacy() {
    return List.of(Json.read(privacy.getBytes(StandardCharsets.UTF_8), PrivacySpec[].class));
  }

  /** The topic's current id, once an ingest reported one. */
  public Optional<String> topicId() {
    return Optional.ofNullable(topicId);
  }

  void moveToTopic(String newTopicId) {
    topicId = newTopicId;
  }

  public long lastSeq() {
    return lastSeq;
  }

  /** Takes the next place in the source's history. */
  public long nextSeq() {
    return ++lastSeq;
  }

  public Optional<Instant> watermark() {
    return Optional.ofNullable(watermark);
  }

  /** Moves the watermark; it never goes back. */
  public void advanceTo(Instant newWatermark) {
    if (watermark != null && newWatermark.isBefore(watermark)) {
      throw new IllegalArgumentException(
          "watermark of %s would go back from %s to %s".formatted(name, watermark, newWatermark));
    }
    watermark = newWatermark;
  }

  public Optional<Completion> completion() {
    return Optional.ofNullable(completion)
        .map(json -> Json.read(json.getBytes(StandardCharsets.UTF_8), Completion.class));
  }

  /** Declares it complete; another declaration than before counts anew. */
  public void declareComplete(Completion declared) {
    if (!completion().equals(Optional.of(declared))) {
      completion = Json.text(declared);
      completedAt = null;
    }
  }

  /** Whether it is declared complete and all declared positions are landed. */
  public boolean completed() {
    return completedAt != null;
  }

  /** Another windowing has got its rows, so that the last window has to be found anew. */
  public void completeAnew() {
    completedAt = null;
  }

  public void completedAt(Instant at) {
    completedAt = at;
  }
}
