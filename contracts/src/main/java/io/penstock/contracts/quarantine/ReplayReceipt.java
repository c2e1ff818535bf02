package io.penstock.contracts.quarantine;

import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a replay does.
 *
 * @param request the request for builds that makes it, which says what becomes of it; absent if
 *     there is nothing to do, and for a dry run
 * @param selected rows that go back
 * @param held rows of the same windows that stay
 * @param windows the windows that have selected rows
 * @param messages what is not done, and why
 */
public record ReplayReceipt(
    Optional<UUID> request,
    long selected,
    long held,
    List<ReplayedWindow> windows,
    List<String> messages) {
  public ReplayReceipt {
    windows = List.copyOf(windows);
    messages = List.copyOf(messages);
  }

  /**
   * A window that is built again.
   *
   * @param window the window
   * @param live the build whose quarantine they leave
   * @param selected rows that go back
   * @param held rows that stay
   */
  public record ReplayedWindow(Window window, BuildId live, long selected, long held) {}
}
