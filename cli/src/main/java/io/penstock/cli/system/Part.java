package io.penstock.cli.system;

import java.util.List;
import java.util.Locale;

/** The processes of a system, in the order in which they are shown. */
public enum Part {
  STACK("local stack", "deploy/local/target/stack/lib", 0),
  CATALOG("catalog-service", "catalog-service/target/quarkus-app", 8081),
  INGEST("ingest-service", "ingest-service/target/quarkus-app", 8082),
  VALIDATION("validation-service", "validation-service/target/quarkus-app", 8083),
  TRANSFORM("transform-service", "transform-service/target/quarkus-app", 8084),
  WORKFLOW("workflow", "workflow/target/quarkus-app", 8085);

  private final String title;
  private final String folder;
  private final int port;

  Part(String title, String folder, int port) {
    this.title = title;
    this.folder = folder;
    this.port = port;
  }

  /** The five services, without the local stack. */
  public static List<Part> services() {
    return List.of(CATALOG, INGEST, VALIDATION, TRANSFORM, WORKFLOW);
  }

  /** The name in commands and file names. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** Where its program stands in the checkout. */
  public String folder() {
    return folder;
  }

  /** Its HTTP port without an offset. */
  int defaultPort() {
    return port;
  }
}
