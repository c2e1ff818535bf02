package io.penstock.workflow.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.workflow.ActivityDefaults;
import io.penstock.workflow.catalog.CatalogActivities;
import io.penstock.workflow.trigger.WakeActivities;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** Registers the request in the catalog, wakes the pipeline, and looks now and then. */
public final class RequestBuildRun implements RequestBuildWorkflow {
  static final Duration LOOK_FIRST = Duration.ofSeconds(1);
  static final Duration LOOK_MAX = Duration.ofMinutes(1);
  private static final double LOOK_GROWTH = 1.5;

  private final CatalogActivities catalog =
      Workflow.newActivityStub(CatalogActivities.class, ActivityDefaults.call());
  private final WakeActivities wake =
      Workflow.newActivityStub(WakeActivities.class, ActivityDefaults.call());

  private Optional<BuildRequestReceipt> receipt = Optional.empty();

  @Override
  public BuildRequestReceipt requestBuild(JsonNode input) {
    try {
      BuildRequest request = RequestText.read(input, Workflow.randomUUID());
      return await(request);
    } catch (PenstockException e) {
      throw TemporalFailures.toTemporal(e);
    } catch (ActivityFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      // What the catalog says is the answer; that an activity carried it is not.
      throw TemporalFailures.fromTemporal(e).map(TemporalFailures::toTemporal).orElseThrow(() -> e);
    }
  }

  @Override
  public Optional<BuildRequestReceipt> status() {
    return receipt;
  }

  private BuildRequestReceipt await(BuildRequest request) {
    BuildRequestReceipt latest = catalog.requestBuilds(request);
    receipt = Optional.of(latest);
    if (latest.open() > 0) {
      wake.wake(latest.pipeline());
    }
    Duration pause = LOOK_FIRST;
    while (latest.open() > 0) {
      if (Workflow.getInfo().isContinueAsNewSuggested()) {
        startOver(request);
      }
      Workflow.sleep(pause);
      pause = longer(pause);
      latest = catalog.buildRequest(latest.id());
      receipt = Optional.of(latest);
    }
    return latest;
  }

  /** With its id the request is the same one, so that waiting goes on. */
  private static void startOver(BuildRequest request) {
    Workflow.newContinueAsNewStub(RequestBuildWorkflow.class)
        .requestBuild(Json.mapper().valueToTree(request));
  }

  private static Duration longer(Duration pause) {
    Duration longer = Duration.ofMillis((long) (pause.toMillis() * LOOK_GROWTH));
    return longer.compareTo(LOOK_MAX) > 0 ? LOOK_MAX : longer;
  }
}
