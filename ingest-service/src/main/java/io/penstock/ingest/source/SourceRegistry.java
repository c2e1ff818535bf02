package io.penstock.ingest.source;

import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.ingest.landing.LandingContext;
import io.penstock.ingest.landing.SourceLanding;
import io.penstock.ingest.status.SourceStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps a landing running for every source that the catalog knows. It asks every few seconds, and
 * at once when it is told that something changed.
 */
public final class SourceRegistry implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SourceRegistry.class);
  private static final int PAGE = 1_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final LandingContext context;
  private final Map<SourceName, SourceLanding> landings = new ConcurrentHashMap<>();
  private final Semaphore hints = new Semaphore(0);
  private final Thread thread;
  private volatile Optional<String> trouble = Optional.of("not asked yet");
  private volatile boolean stopping;

  private SourceRegistry(LandingContext context) {
    this.context = context;
    this.thread = Thread.ofVirtual().name("source-registry").unstarted(this::run);
  }

  public static SourceRegistry start(LandingContext context) {
    SourceRegistry registry = new SourceRegistry(context);
    registry.thread.start();
    return registry;
  }

  /** Has the catalog asked at once. */
  public void look() {
    hints.release();
  }

  /** Why the catalog could not be asked, if that is so. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Every source, by name. */
  public List<SourceStatus> status() {
    return landings.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getValue().status())
        .toList();
  }

  private void run() {
    try {
      while (!stopping) {
        refresh();
        // Several hints are answered by one look.
        if (hints.tryAcquire(
            context.config().sourcesInterval().toMillis(), TimeUnit.MILLISECONDS)) {
          hints.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("no longer looking for sources");
    }
  }

  private void refresh() {
    try {
      Map<SourceName, SourceDescription> sources = fetch();
      trouble = Optional.empty();
      if (!stopping) {
        reconcile(sources);
      }
    } catch (PenstockException e) {
      Optional<String> text = Optional.of(e.code() + ": " + e.getMessage());
      if (!trouble.equals(text)) {
        LOG.warnf("sources are not known: %s", text.get());
      }
      trouble = text;
    } catch (RuntimeException | Error e) {
      LOG.error("cannot keep up with sources", e);
      trouble = Optional.of(e.toString());
    }
  }

  private Map<SourceName, SourceDescription> fetch() {
    Map<SourceName, SourceDescription> sources = new HashMap<>();
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      Page<SourceDescription> page = context.catalog().sources(after.get(), PAGE);
      page.items().forEach(source -> sources.put(source.spec().name(), source));
      after = page.next();
    }
    return sources;
  }

  private void reconcile(Map<SourceName, SourceDescription> sources) {
    landings.forEach((name, landing) -> {
      SourceDescription now = sources.get(name);
      if (now == null || !landing.takes(now)) {
        LOG.infof("source %s %s", name, now == null ? "is gone" : "changed and is read anew");
        landing.close();
        landings.remove(name);
      } else {
        landing.update(now);
      }
    });
    sources.forEach((name, source) -> landings.computeIfAbsent(name, added -> start(source)));
  }

  private SourceLanding start(SourceDescription source) {
    LOG.infof("landing source %s from topic %s", source.spec().name(), source.spec().topic());
    return SourceLanding.start(context, source);
  }

  /** Stops all landings. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("the search for sources does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Thread> closing =
        landings.values().stream()
            .map(landing -> Thread.ofVirtual().start(landing::close))
            .toList();
    for (Thread one : closing) {
      try {
        one.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
