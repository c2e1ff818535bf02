package io.penstock.catalog.pipeline;

import io.penstock.contracts.pipeline.PipelineSpec;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A pipeline. Whoever plans or publishes its windows holds this row's lock. */
@Entity
@Table(name = "pipeline")
public class PipelineRow {
  @Id private String name;
  private String source;
  private String windowing;
  private String dataset;

  @Column(name = "spec_version")
  private int specVersion;

  @Column(name = "registered_at")
  private Instant registeredAt;

  @SuppressWarnings("NullAway.Init")
  protected PipelineRow() {}

  PipelineRow(PipelineSpec spec, Instant registeredAt) {
    this.name = spec.name().value();
    this.source = spec.source().name().value();
    this.windowing = spec.window().text();
    this.dataset = spec.dataset().name().value();
    this.specVersion = 1;
    this.registeredAt = registeredAt;
  }

  public String name() {
    return name;
  }

  public String source() {
    return source;
  }

  /** The canonical text of how its event time is cut. */
  public String windowing() {
    return windowing;
  }

  public String dataset() {
    return dataset;
  }

  public int specVersion() {
    return specVersion;
  }

  void moveTo(int newSpecVersion, PipelineSpec spec) {
    specVersion = newSpecVersion;
    windowing = spec.window().text();
  }
}
