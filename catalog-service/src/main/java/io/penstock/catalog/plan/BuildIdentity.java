package io.penstock.catalog.plan;

import io.penstock.contracts.build.BoundSuite;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.quarantine.HeldRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a build: the SHA-256 over all that its result depends on, and over nothing else.
 * Version numbers, seqs and times are left out, so that the same inputs give the same build in any
 * catalog.
 *
 * <p>What is hashed is one JSON text: the spec with its fields in their order (source, schemas and
 * their rules, privacy with the ids of its keys, SQL, dataset), the digests of the bound suites by
 * checkpoint, the parameters they are bound with, the window, the digests of the batches' objects
 * in ascending order, the engine, and, if there are any, what the versions hold that suites refer
 * to, and the digest of the rows that are held.
 */
public final class BuildIdentity {
  private BuildIdentity() {}

  /** What a build depends on apart from its window and rows. */
  public record Inputs(
      PipelineSpec spec, Map<CheckpointName, BoundSuite> suites, EngineIdentity engine) {
    public Inputs {
      suites = Map.copyOf(suites);
    }

    /** Tells whether anything but rows changed since a window was refused. */
    public Sha256 sha256() {
      return Sha256.of(Json.text(asMap()));
    }

    private Map<String, Object> asMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("spec", spec);
      map.put("suites", suiteDigests());
      map.put("engine", engine);
      return map;
    }

    private Map<String, String> suiteDigests() {
      Map<String, String> digests = new LinkedHashMap<>();
      for (CheckpointName checkpoint : CheckpointName.values()) {
        BoundSuite suite = suites.get(checkpoint);
        if (suite != null) {
          digests.put(checkpoint.text(), suite.sha256().hex());
        }
      }
      return digests;
    }
  }

  static BuildId of(
      Inputs inputs,
      Window window,
      List<PlannedBatch> batches,
      List<PlannedReference> references,
      Optional<HeldRows> held) {
    return BuildId.of(Sha256.of(text(inputs, window, batches, references, held)));
  }

  /** The text that is hashed. */
  static String text(
      Inputs inputs,
      Window window,
      List<PlannedBatch> batches,
      List<PlannedReference> references,
      Optional<HeldRows> held) {
    Map<String, Object> all = inputs.asMap();
    all.put("window", window);
    all.put("parameters", parameters(window));
    all.put(
        "batches", batches.stream().map(batch -> batch.object().sha256().hex()).sorted().toList());
    if (!references.isEmpty()) {
      all.put("references", references.stream().map(BuildIdentity::reference).toList());
    }
    held.ifPresent(rows -> all.put("held", rows.object().sha256().hex()));
    return Json.text(all);
  }

  private static Map<String, Object> reference(PlannedReference planned) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("reference", planned.reference());
    map.put("dataset", planned.dataset());
    map.put("versions", planned.versions().stream().map(BuildIdentity::version).toList());
    return map;
  }

  private static Map<String, Object> version(PlannedReference.ReferencedVersion version) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("contentHash", version.contentHash());
    map.put("rowsMade", version.rowsMade());
    map.put("windowsMade", version.windowsMade());
    return map;
  }

  /** The values that a suite can name with {@code $PARAMETER}. */
  private static Map<String, Object> parameters(Window window) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("window_start", window.start());
    parameters.put("window_end", window.end());
    return parameters;
  }
}
