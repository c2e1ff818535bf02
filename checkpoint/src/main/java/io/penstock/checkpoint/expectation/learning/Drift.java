package io.penstock.checkpoint.expectation.learning;

import java.util.List;

/** How far two distributions over the same parts are apart. */
enum Drift {
  /**
   * Population stability index: Σ (p − q) · ln(p / q), where a share below {@value #SHARE_MIN}
   * counts as {@value #SHARE_MIN}, because an empty part would make it infinite.
   */
  STABILITY_INDEX {
    @Override
    double of(double here, double there) {
      double p = Math.max(here, SHARE_MIN);
      double q = Math.max(there, SHARE_MIN);
      return (p - q) * Math.log(p / q);
    }
  },
  /**
   * Jensen–Shannon divergence to base 2, between 0 and 1: ½ Σ p · log₂(p / m) + ½ Σ q · log₂(q / m)
   * with m = (p + q) / 2. The distance of the same name is its square root.
   */
  JENSEN_SHANNON {
    @Override
    double of(double here, double there) {
      double middle = (here + there) / 2;
      return (part(here, middle) + part(there, middle)) / 2;
    }

    private double part(double share, double middle) {
      return share == 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
    }
  };

  static final double SHARE_MIN = 1e-4;

  /** What one part adds. */
  abstract double of(double here, double there);

  /**
   * The whole of it.
   *
   * @param parts number of values here and there for each part, both with a sum above 0
   */
  double of(List<long[]> parts) {
    double here = parts.stream().mapToLong(part -> part[0]).sum();
    double there = parts.stream().mapToLong(part -> part[1]).sum();
    return parts.stream().mapToDouble(part -> of(part[0] / here, part[1] / there)).sum();
  }
}
