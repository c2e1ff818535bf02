package io.penstock.transform.output;

import io.penstock.contracts.pipeline.PartitionField;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One partition of a window's rows.
 *
 * @param path Iceberg's path of it, empty for an unpartitioned dataset
 * @param values the values of its fields as Iceberg writes them for people; absent for null
 * @param condition SQL that holds for its rows in table {@code output}
 */
record Partition(String path, List<Optional<String>> values, String condition) {
  Partition {
    values = List.copyOf(values);
  }

  /** As {@code PartitionSpec.partitionToPath} of Iceberg has it. */
  static String path(List<PartitionField> fields, List<Optional<String>> values) {
    List<String> segments = new ArrayList<>();
    for (int index = 0; index < fields.size(); index++) {
      segments.add(
          encoded(fields.get(index).partitionName())
              + "="
              + encoded(values.get(index).orElse("null")));
    }
    return String.join("/", segments);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
