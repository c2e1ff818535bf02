package io.penstock.checkpoint.expectation.learning;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types that Great Expectations does not have. The next one goes here. */
public final class LearningVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.of(
          "penstock_table_freshness_to_be_within", FreshnessToBeWithin::read,
          "penstock_table_row_count_to_be_near_trailing_versions",
              RowCountToBeNearTrailingVersions::read,
          "penstock_column_psi_to_be_less_than", DriftToBeLessThan::stabilityIndex,
          "penstock_column_jensen_shannon_divergence_to_be_less_than",
              DriftToBeLessThan::jensenShannon,
          "penstock_column_ks_statistic_to_be_less_than", KsStatisticToBeLessThan::read,
          "penstock_features_to_not_leak_label", FeaturesToNotLeakLabel::read,
          "penstock_key_to_not_overlap_between_splits", KeyToNotOverlapBetweenSplits::read,
          "penstock_key_to_not_overlap_with_version", KeyToNotOverlapWithVersion::read);

  private LearningVocabulary() {}
}
