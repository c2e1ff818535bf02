package io.penstock.contracts.quarantine;

import io.penstock.contracts.layout.StoredObject;
import java.util.List;

/**
 * An object of quarantined rows, whose columns are those of {@link QuarantineColumns}.
 *
 * @param object where it stands
 * @param rows rows in it
 * @param rules the rules that they break, by type and subject
 */
public record QuarantineFile(StoredObject object, long rows, List<RuleCount> rules) {
  public QuarantineFile {
    rules = List.copyOf(rules);
  }
}
