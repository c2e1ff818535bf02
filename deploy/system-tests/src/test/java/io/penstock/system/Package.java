package io.penstock.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which build of a service a process runs. */
enum Package {
  /** What is in this checkout. */
  CURRENT("pom.xml", "\n  <version>(.+)</version>"),
  /**
   * The next release. The workflow service is built a second time, from the same sources with
   * another number and one changed step (deploy/next-release). In the others nothing but the number
   * would differ, and the number is a setting that is written into the package when it is built:
   * set when they start it gives the same process without four more builds.
   */
  NEXT(
      "deploy/next-release/pom.xml",
      "<quarkus.application.version>(.+)</quarkus.application.version>");

  private final String release;

  Package(String pom, String number) {
    try {
      Matcher found =
          Pattern.compile(number)
              .matcher(Files.readString(SystemUnderTest.checkout().resolve(pom)));
      if (!found.find()) {
        throw new IllegalStateException(pom + " has no number");
      }
      this.release = found.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its number. */
  String release() {
    return release;
  }

  /** Whether a service has to be told the number when it is started. */
  boolean told(Service service) {
    return this == NEXT && service != Service.WORKFLOW;
  }

  /** Folder of a packaged service in the checkout. */
  Path of(Service service) {
    String module =
        this == NEXT && service == Service.WORKFLOW ? "deploy/next-release" : service.folder();
    return Path.of(module, "target", "quarkus-app");
  }
}
