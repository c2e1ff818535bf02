package io.penstock.contracts.build;

import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import java.util.List;
import java.util.Optional;

/**
 * What became of the builds that asked to be published together.
 *
 * @param version the version they are in; absent if none could be published
 * @param published windows that are in it
 * @param replan windows whose live build changed since the plan was made: plan them again
 */
public record Publication(Optional<Long> version, List<Window> published, List<Window> replan) {
  public Publication {
    published = List.copyOf(published);
    replan = List.copyOf(replan);
  }

  /** The builds to publish together; their outcomes are read from the store. */
  public record Request(List<BuildId> builds) {
    public Request {
      builds = List.copyOf(builds);
    }
  }
}
