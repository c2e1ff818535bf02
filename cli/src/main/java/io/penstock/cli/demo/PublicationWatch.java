package io.penstock.cli.demo;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.console.Console;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.source.SourceDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Waits until every landed event is in a published window, and says what is being waited for. */
final class PublicationWatch {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(500);

  private final CatalogClient catalog;
  private final String name;
  private final long events;
  private final Console console;

  PublicationWatch(CatalogClient catalog, String name, long events, Console console) {
    this.catalog = catalog;
    this.name = name;
    this.events = events;
    this.console = console;
  }

  void await() {
    Instant started = Instant.now();
    awaitLanded(started.plus(PATIENCE));
    console.done(
        "%,d events landed (%s)"
            .formatted(events, Console.words(Duration.between(started, Instant.now()))));
    Instant landed = Instant.now();
    int windows = awaitPublished(started.plus(PATIENCE));
    console.done(
        "%d windows published (%s)"
            .formatted(windows, Console.words(Duration.between(landed, Instant.now()))));
  }

  private void awaitLanded(Instant deadline) {
    long landed;
    while ((landed = catalog.get(SourceLedger.class, "sources/%s/ledger", name).landed().count())
        < events) {
      console.progress("landing: %,d of %,d events".formatted(landed, events));
      pause(
          deadline,
          "the events to land; the ingest-service's log tells more: penstock logs ingest");
    }
  }

  private int awaitPublished(Instant deadline) {
    while (true) {
      List<WindowDescription> windows =
          catalog.list(WindowDescription.class, "pipelines/%s/windows", name);
      long published = count(windows, WindowState.PUBLISHED);
      if (published == windows.size() && complete()) {
        return windows.size();
      }
      windows.stream()
          .filter(w -> w.state() == WindowState.REJECTED || w.state() == WindowState.FAILED)
          .findFirst()
          .ifPresent(this::refuse);
      console.progress("publishing: %d of %d windows".formatted(published, windows.size()));
      pause(
          deadline,
          "the windows to be published; the workflow's log tells more: penstock logs workflow");
    }
  }

  private boolean complete() {
    return catalog.get(SourceDescription.class, "sources/%s", name).completion().isPresent();
  }

  private void refuse(WindowDescription window) {
    String reason =
        window
            .latest()
            .map(build -> catalog.get(BuildDescription.class, "builds/%s", build))
            .flatMap(BuildDescription::failure)
            .orElse("no reason is known");
    throw PenstockException.external(
        "not-published",
        "window %s is %s: %s".formatted(window.window(), window.state().text(), reason));
  }

  private static long count(List<WindowDescription> windows, WindowState state) {
    return windows.stream().filter(window -> window.state() == state).count();
  }

  private static void pause(Instant deadline, String what) {
    if (Instant.now().isAfter(deadline)) {
      throw PenstockException.external(
          "timeout", "waited " + Console.words(PATIENCE) + " for " + what);
    }
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PenstockException.external("interrupted", "interrupted", e);
    }
  }
}
