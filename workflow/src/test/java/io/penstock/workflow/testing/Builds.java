package io.penstock.workflow.testing;

import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectLayout;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** Builds of days of January 2001. */
public final class Builds {
  public static final PipelineName FLIGHTS = new PipelineName("flights");

  private Builds() {}

  public static PlannedBuild day(int dayOfMonth) {
    Instant start = LocalDate.of(2001, 1, dayOfMonth).atStartOfDay(ZoneOffset.UTC).toInstant();
    Window window = new Window(start, start.plusSeconds(86_400));
    BuildId id = BuildId.of(Sha256.of("build of " + window));
    return new PlannedBuild(id, window, ObjectLayout.plan(id));
  }

  public static List<PlannedBuild> days(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Builds::day).toList();
  }
}
