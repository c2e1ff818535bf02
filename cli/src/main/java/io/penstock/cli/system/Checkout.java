package io.penstock.cli.system;

import io.penstock.contracts.failure.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout that the programs are run from.
 *
 * @param root the folder of the root pom
 */
public record Checkout(Path root) {
  /** The checkout that the launcher stands in. */
  public static Checkout current() {
    String root = System.getenv("PENSTOCK_CHECKOUT");
    if (root == null || !Files.isRegularFile(Path.of(root, "pom.xml"))) {
      throw PenstockException.user(
          "no-checkout", "start this with the 'penstock' script at the root of a checkout");
    }
    return new Checkout(Path.of(root));
  }

  /** A file of the checkout. */
  public Path file(String relative) {
    return root.resolve(relative);
  }

  /** The java program that runs this process. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
