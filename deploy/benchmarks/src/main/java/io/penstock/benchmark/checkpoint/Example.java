package io.penstock.benchmark.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A suite of 19 expectations and what one would type instead of it.
 *
 * @param name the name of its resources
 */
record Example(String name) {
  static final Example CLICKSTREAM = new Example("clickstream");
  static final Example FLIGHTS = new Example("flights");

  /** The suite as JSON. */
  String suite() throws IOException {
    return resource(name + ".json");
  }

  /** One query over a relation {@code data}. */
  String sql() throws IOException {
    return resource(name + ".sql");
  }

  private static String resource(String file) throws IOException {
    try (InputStream in = Example.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
