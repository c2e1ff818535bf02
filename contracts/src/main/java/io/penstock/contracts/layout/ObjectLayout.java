package io.penstock.contracts.layout;

import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import java.util.Locale;

/**
 * Where each kind of object stands. Keys of data end in the first 16 hex digits of the object's
 * SHA-256, so that two writers never write one key with different bytes.
 */
public final class ObjectLayout {
  public static final String RAW = "raw/";
  public static final String STAGING = "staging/";
  public static final String DATASETS = "datasets/";
  public static final String QUARANTINE = "quarantine/";
  public static final String REPORTS = "reports/";

  /** Origins held back by replays: small, and part of what a version is rebuilt from. */
  public static final String HELD = "held/";

  private ObjectLayout() {}

  /** A raw batch with the positions {@code [from, to)}, padded so that keys sort by position. */
  public static ObjectKey raw(
      SourceName source, TopicPartition partition, long from, long to, Sha256 sha256) {
    return key(
        "raw/%s/%s/%d/%020d-%020d-%s.parquet",
        source, partition.topicId(), partition.partition(), from, to, sha256.short16());
  }

  /** The plan of a build: the only input of its steps. */
  public static ObjectKey plan(BuildId build) {
    return key("staging/%s/plan.json", build);
  }

  /** The outcome of a step: written last and once; whoever finds it takes it. */
  public static ObjectKey outcome(BuildId build, Step step) {
    return key("staging/%s/%s/_outcome.json", build, step.text());
  }

  /** A data object of a step, such as conformed rows. */
  public static ObjectKey staged(BuildId build, Step step, String name, Sha256 sha256) {
    return key("staging/%s/%s/%s-%s.parquet", build, step.text(), name, sha256.short16());
  }

  /** Everything that a build staged. */
  public static String stagingPrefix(BuildId build) {
    return "staging/" + build + "/";
  }

  /**
   * A data file of a dataset.
   *
   * @param partitionPath Iceberg's path of the partition, such as {@code
   *     event_time_day=2001-01-01/delayed=true}, or empty for an unpartitioned dataset
   */
  public static ObjectKey data(
      DatasetName dataset, String partitionPath, Window window, BuildId build, Sha256 sha256) {
    String folder = partitionPath.isEmpty() ? "" : partitionPath + "/";
    return key(
        "datasets/%s/data/%s%s-%s-%s.parquet",
        dataset, folder, window.compact(), build.short16(), sha256.short16());
  }

  /** The folder of a dataset: the location of its Iceberg table. */
  public static ObjectKey dataset(DatasetName dataset) {
    return key("datasets/%s", dataset);
  }

  /** Rows that failed, with their original bytes, their origin and the reason. */
  public static ObjectKey quarantine(
      PipelineName pipeline, BuildId build, Step step, Sha256 sha256) {
    return key("quarantine/%s/%s/%s-%s.parquet", pipeline, build, step.text(), sha256.short16());
  }

  /** The origins that a replay holds back in a window, with what they broke. */
  public static ObjectKey held(PipelineName pipeline, Window window, Sha256 sha256) {
    return key("held/%s/%s-%s.parquet", pipeline, window.compact(), sha256.short16());
  }

  /** The report of a checkpoint as JSON ({@code extension} is {@code json} or {@code html}). */
  public static ObjectKey report(
      PipelineName pipeline, BuildId build, CheckpointName checkpoint, String extension) {
    return key("reports/%s/%s/%s.%s", pipeline, build, checkpoint.text(), extension);
  }

  private static ObjectKey key(String format, Object... arguments) {
    return new ObjectKey(String.format(Locale.ROOT, format, arguments));
  }
}
