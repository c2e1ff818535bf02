package io.penstock.catalog.pipeline;

import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.pipeline.PipelineSpec;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One version of a pipeline's spec; it never changes. */
@Entity
@Table(name = "pipeline_version")
class PipelineVersionRow {
  @Embeddable
  record Key(String pipeline, int version) {}

  @EmbeddedId private Key key;
  private String spec;
  private String yaml;
  private String sha256;

  @Column(name = "registered_at")
  private Instant registeredAt;

  @SuppressWarnings("NullAway.Init")
  protected PipelineVersionRow() {}

  PipelineVersionRow(PipelineSpec spec, int version, String yaml, Instant registeredAt) {
    String json = Json.text(spec);
    this.key = new Key(spec.name().value(), version);
    this.spec = json;
    this.yaml = yaml;
    this.sha256 = Sha256.of(json).hex();
    this.registeredAt = registeredAt;
  }

  int version() {
    return key.version();
  }

  /** Whether a spec is this one, however it is written. */
  boolean holds(PipelineSpec other) {
    return spec.equals(Json.text(other));
  }

  PipelineSpec spec() {
    return Json.read(spec.getBytes(StandardCharsets.UTF_8), PipelineSpec.class);
  }

  PipelineDescription describe() {
    PipelineSpec read = spec();
    return new PipelineDescription(
        new PipelineName(key.pipeline()),
        version(),
        registeredAt,
        read.dataset().name(),
        read,
        yaml);
  }
}
