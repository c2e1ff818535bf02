package io.penstock.catalog.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.build.BoundSuite;
import io.penstock.contracts.catalog.SuiteDescription;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.json.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One version of a suite; it never changes. */
@Entity
@Table(name = "suite_version")
class SuiteVersionRow {
  @Embeddable
  record Key(String name, int version) {}

  @EmbeddedId private Key key;
  private String sha256;
  private String suite;

  @Column(name = "registered_at")
  private Instant registeredAt;

  @SuppressWarnings("NullAway.Init")
  protected SuiteVersionRow() {}

  SuiteVersionRow(SuiteName name, int version, String text, Instant registeredAt) {
    this.key = new Key(name.value(), version);
    this.sha256 = Sha256.of(text).hex();
    this.suite = text;
    this.registeredAt = registeredAt;
  }

  String name() {
    return key.name();
  }

  int version() {
    return key.version();
  }

  boolean holds(String text) {
    return suite.equals(text);
  }

  BoundSuite bind() {
    return new BoundSuite(new SuiteName(name()), version(), new Sha256(sha256), tree());
  }

  SuiteDescription describe() {
    return new SuiteDescription(
        new SuiteName(name()), version(), new Sha256(sha256), registeredAt, tree());
  }

  private JsonNode tree() {
    return Json.read(suite.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }
}
