package io.penstock.workflow.trigger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The ids of the latest events, to recognise one that comes again. Bounded. */
final class RecentIds {
  private final Set<UUID> ids;

  RecentIds(int capacity) {
    this.ids =
        Collections.newSetFromMap(
            new LinkedHashMap<>() {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
                return size() > capacity;
              }
            });
  }

  /** Whether the id is new; it is not afterwards. */
  synchronized boolean add(UUID id) {
    return ids.add(id);
  }

  /** Forgets an id, because its event could not be handled. */
  synchronized void remove(UUID id) {
    ids.remove(id);
  }
}
