package io.penstock.validation.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.docs.DataDocs;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.SuiteReference;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.store.ObjectStore;
import java.util.List;
import java.util.Optional;

/**
 * The report of a checkpoint: a validation result of Great Expectations whose {@code meta.penstock}
 * says what was checked. Equal results give equal bytes.
 *
 * @param plan the build
 * @param checkpoint which boundary
 * @param suite what was asked
 * @param files what was read
 * @param rows number of rows in the files
 */
public record CheckReport(
    BuildPlan plan,
    CheckpointName checkpoint,
    SuiteReference suite,
    List<StoredObject> files,
    long rows) {

  /**
   * Stores the report, and beside it the same as a page for people. A report of an earlier attempt
   * stays if it came to the same verdict, and its page with it.
   *
   * @param quarantined the origins of the rows that are taken out, if any are
   * @param histograms what {@link io.penstock.checkpoint.docs.Histograms} found
   * @return the report; its page has its key with another extension
   * @throws PenstockException INTERNAL {@code report-conflict} if there is a report already that
   *     says otherwise
   */
  public StoredObject store(
      ObjectStore store,
      CheckpointResult result,
      Optional<Fingerprint> quarantined,
      ArrayNode histograms) {
    ObjectKey key = key("json");
    byte[] bytes = result.toBytes(meta(quarantined, histograms));
    if (!store.putIfAbsent(key, bytes)) {
      bytes = store.read(key);
      boolean passed = Json.read(bytes, ObjectNode.class).path("passed").booleanValue();
      if (passed != result.passed()) {
        throw PenstockException.internal(
            "report-conflict", key + " comes to another verdict than this evaluation");
      }
    }
    store.putIfAbsent(key("html"), DataDocs.page(Json.read(bytes, ObjectNode.class)));
    return new StoredObject(key, Sha256.of(bytes), bytes.length);
  }

  private ObjectKey key(String extension) {
    return ObjectLayout.report(plan.spec().name(), plan.buildId(), checkpoint, extension);
  }

  private ObjectNode meta(Optional<Fingerprint> quarantined, ArrayNode histograms) {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    ObjectNode penstock = meta.putObject("penstock");
    penstock.put("pipeline", plan.spec().name().value());
    penstock.put("spec_version", plan.specVersion());
    penstock.put("build_id", plan.buildId().hex());
    penstock.put("checkpoint", checkpoint.text());
    ObjectNode window = penstock.putObject("window");
    window.put("start", plan.window().start().toString());
    window.put("end", plan.window().end().toString());
    penstock
        .putObject("suite")
        .put("name", suite.name().value())
        .put("version", suite.version())
        .put("sha256", suite.sha256().hex());
    penstock.put("rows", rows);
    ArrayNode list = penstock.putArray("files");
    for (StoredObject file : files) {
      list.addObject()
          .put("key", file.key().value())
          .put("sha256", file.sha256().hex())
          .put("bytes", file.bytes());
    }
    quarantined.ifPresent(origins ->
        penstock.putObject("quarantined").put("count", origins.count()).put("sum", origins.sum()));
    if (!histograms.isEmpty()) {
      penstock.set("histograms", histograms);
    }
    return meta;
  }
}
