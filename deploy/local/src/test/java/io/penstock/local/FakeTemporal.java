package io.penstock.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Stands in for the {@code temporal} program: takes its command line, and answers its API. */
final class FakeTemporal {
  private FakeTemporal() {}

  public static void main(String[] args) throws Exception {
    List<String> command = List.of(args);
    Path database = Path.of(command.get(command.indexOf("--db-filename") + 1));
    Files.writeString(database, String.join(" ", command));
    int port = Integer.parseInt(command.get(command.indexOf("--port") + 1));
    new TemporalTestServerPart(port, Reach.loopback()).start();
  }
}
