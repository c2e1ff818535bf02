package io.penstock.contracts.catalog;

import io.penstock.contracts.layout.ObjectKey;
import java.util.List;

/**
 * What a sweep found.
 *
 * @param dryRun whether nothing was deleted
 * @param examined objects looked at
 * @param kept objects that are referenced, protected or too young
 * @param swept objects that were (or would be) deleted; the first thousand
 * @param sweptCount how many in all
 * @param sweptBytes their size
 */
public record SweepReport(
    boolean dryRun,
    long examined,
    long kept,
    List<ObjectKey> swept,
    long sweptCount,
    long sweptBytes) {
  public SweepReport {
    swept = List.copyOf(swept);
  }
}
