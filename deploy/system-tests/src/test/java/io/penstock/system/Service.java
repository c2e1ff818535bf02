package io.penstock.system;

/** The packaged services. */
enum Service {
  CATALOG("catalog-service"),
  INGEST("ingest-service"),
  VALIDATION("validation-service"),
  TRANSFORM("transform-service"),
  WORKFLOW("workflow");

  private final String folder;

  Service(String folder) {
    this.folder = folder;
  }

  /** Folder of the module in the checkout. */
  String folder() {
    return folder;
  }
}
