package io.penstock.contracts.quarantine;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks that quarantined rows go back through their windows' builds, under the schema and the suites
 * as they are now. What is left out selects everything; rows that are not selected stay
 * quarantined.
 *
 * @param id id of the request, if the caller chooses it so that repeating the call changes nothing
 * @param from first window: a date (midnight in the pipeline's zone) or an instant
 * @param to first window after them
 * @param rule only rows that break this rule: its name, such as {@code schema} or {@code
 *     expect_column_values_to_be_between(delay)}, or its type alone
 * @param offsets only rows of these origins; all if absent or empty
 * @param dryRun whether to say only what would be done
 */
public record ReplayRequest(
    Optional<UUID> id,
    Optional<String> from,
    Optional<String> to,
    Optional<String> rule,
    Optional<List<OriginRange>> offsets,
    Optional<Boolean> dryRun) {
  /** Everything in quarantine. */
  public static final ReplayRequest ALL =
      new ReplayRequest(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Whether only some rows of a window are meant. */
  public boolean selective() {
    return rule.isPresent() || !origins().isEmpty();
  }

  /** The origins that are meant; all if empty. */
  public List<OriginRange> origins() {
    return offsets.orElse(List.of());
  }
}
