package io.penstock.catalog.sweep;

import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ListedObject;
import java.util.ArrayList;
import java.util.List;

/** Counts what a sweep does. */
public final class Tally {
  private static final int LISTED_MAX = 1000;

  private final List<ObjectKey> listed = new ArrayList<>();
  private long examined;
  private long swept;
  private long bytes;

  public void examine(long objects) {
    examined += objects;
  }

  public void sweep(ListedObject object) {
    sweep(object.key(), object.bytes());
  }

  public void sweep(ObjectKey key, long size) {
    if (listed.size() < LISTED_MAX) {
      listed.add(key);
    }
    swept++;
    bytes += size;
  }

  public SweepReport report(boolean dryRun) {
    return new SweepReport(dryRun, examined, examined - swept, listed, swept, bytes);
  }
}
