package io.penstock.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A backing service that the stack can run, and what a person may say about it. */
enum PartName {
  KAFKA(19092, "KAFKA_BOOTSTRAP_SERVERS"),
  POSTGRES(15432, "PENSTOCK_POSTGRES_JDBC_URL and PENSTOCK_POSTGRES_REACTIVE_URL"),
  S3(19000, "PENSTOCK_S3_ENDPOINT"),
  TEMPORAL(17233, "TEMPORAL_ADDRESS");

  private final int defaultPort;
  private final String externalSetting;

  PartName(int defaultPort, String externalSetting) {
    this.defaultPort = defaultPort;
    this.externalSetting = externalSetting;
  }

  int defaultPort() {
    return defaultPort;
  }

  /** The environment variables that name a service of one's own in place of this part. */
  String externalSetting() {
    return externalSetting;
  }

  String portOption() {
    return "--" + this + "-port";
  }

  String portVariable() {
    return "PENSTOCK_LOCAL_" + name() + "_PORT";
  }

  static Optional<PartName> of(String text) {
    return Arrays.stream(values()).filter(p -> p.toString().equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
