package io.penstock.ingest.testing;

import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.contracts.pipeline.SourceSpec;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.Loss;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.ProgressReport;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.contracts.source.TopicReport;
import io.penstock.contracts.source.WindowingCounts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The catalog's rules for sources and batches, in memory. Safe for use by several threads. It is no
 * {@link CatalogApi} itself, because Quarkus would take a class with its annotations for a part of
 * the service.
 */
public final class FakeCatalog {
  private final Map<String, Source> sources = new TreeMap<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final Set<String> sweptKeys = new HashSet<>();
  private volatile boolean down;
  private volatile Consumer<BatchCommit> beforeCommit = commit -> {};
  private volatile Consumer<BatchCommit> afterCommit = commit -> {};

  private static final class Source {
    SourceSpec spec;
    List<PrivacySpec> privacy = List.of();
    List<Windowing> windowings;
    Optional<Completion> completion = Optional.empty();
    Optional<TopicId> topicId = Optional.empty();
    final Map<TopicPartition, Partition> partitions = new LinkedHashMap<>();
    final List<BatchCommit> batches = new ArrayList<>();
  }

  private static final class Partition {
    long position;
    Optional<Integer> leaderEpoch = Optional.empty();
    Optional<Loss> loss = Optional.empty();
    Optional<ProgressReport.Progress> progress = Optional.empty();
  }

  /** What ingest calls. */
  public CatalogApi api() {
    return (CatalogApi)
        Proxy.newProxyInstance(
            CatalogApi.class.getClassLoader(),
            new Class<?>[] {CatalogApi.class},
            (proxy, method, arguments) -> {
              try {
                return getClass()
                    .getMethod(method.getName(), method.getParameterTypes())
                    .invoke(this, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  // ---- what tests do ----

  public synchronized void register(SourceSpec spec, Windowing... windowings) {
    register(spec, List.of(), windowings);
  }

  public synchronized void register(
      SourceSpec spec, List<PrivacySpec> privacy, Windowing... windowings) {
    Source source = new Source();
    source.spec = spec;
    source.privacy = privacy;
    source.windowings = List.of(windowings);
    sources.put(spec.name().value(), source);
  }

  public synchronized void count(String name, Windowing... windowings) {
    require(name).windowings = List.of(windowings);
  }

  public synchronized void complete(String name, Completion completion) {
    require(name).completion = Optional.of(completion);
  }

  public synchronized void acknowledge(String name, TopicPartition partition) {
    Partition known = require(name).partitions.get(partition);
    Loss loss = known.loss.orElseThrow();
    if (loss.cause() != Loss.Cause.TOPIC_RECREATED) {
      known.position = Math.max(known.position, loss.to().orElseThrow());
    }
    known.loss = Optional.empty();
  }

  /** Says that the object of the batch was swept just before its commit. */
  public synchronized void sweep(String key) {
    sweptKeys.add(key);
  }

  /** Nothing answers until it is up again. */
  public void down(boolean isDown) {
    down = isDown;
  }

  public void beforeCommit(Consumer<BatchCommit> hook) {
    beforeCommit = hook;
  }

  /** Runs when a batch was accepted; what it throws takes the place of the answer. */
  public void afterCommit(Consumer<BatchCommit> hook) {
    afterCommit = hook;
  }

  /** The accepted batches, in the order of their seq. */
  public synchronized List<BatchCommit> batches(String name) {
    return List.copyOf(require(name).batches);
  }

  /** Codes of all refused commits. */
  public List<String> refusals() {
    return refusals;
  }

  public synchronized Map<TopicPartition, Long> positions(String name) {
    Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    require(name).partitions.forEach((partition, p) -> positions.put(partition, p.position));
    return positions;
  }

  public synchronized Optional<Loss> loss(String name, TopicPartition partition) {
    Partition known = require(name).partitions.get(partition);
    return known == null ? Optional.empty() : known.loss;
  }

  public synchronized Optional<ProgressReport.Progress> progress(
      String name, TopicPartition partition) {
    Partition known = require(name).partitions.get(partition);
    return known == null ? Optional.empty() : known.progress;
  }

  // ---- what ingest calls ----

  public synchronized Page<SourceDescription> sources(String after, int limit) {
    requireUp();
    return new Page<>(sources.values().stream().map(this::describe).toList(), Optional.empty());
  }

  public synchronized SourceDescription source(String name) {
    requireUp();
    return describe(require(name));
  }

  public synchronized List<PartitionState> reportTopic(String name, TopicReport report) {
    requireUp();
    Source source = require(name);
    Optional<TopicId> before = source.topicId;
    for (PartitionReport seen : report.partitions()) {
      TopicPartition key = new TopicPartition(report.topicId(), seen.partition());
      Partition known = source.partitions.get(key);
      if (known == null) {
        known = new Partition();
        known.position = seen.logStart();
        source.partitions.put(key, known);
        if (before.isPresent() && !before.get().equals(report.topicId())) {
          Partition old = source.partitions.get(new TopicPartition(before.get(), seen.partition()));
          if (old != null) {
            known.loss = lost(Loss.Cause.TOPIC_RECREATED, old.position, Optional.empty());
          }
        }
      } else if (known.loss.isEmpty() && seen.logStart() > known.position) {
        known.loss = lost(Loss.Cause.RETENTION, known.position, Optional.of(seen.logStart()));
      }
    }
    source.topicId = Optional.of(report.topicId());
    return states(source).stream()
        .filter(state -> state.partition().topicId().equals(report.topicId()))
        .toList();
  }

  private static Optional<Loss> lost(Loss.Cause cause, long from, Optional<Long> to) {
    return Optional.of(new Loss(cause, from, to, Instant.now(), Optional.empty()));
  }

  public BatchReceipt commitBatch(String name, BatchCommit commit) {
    beforeCommit.accept(commit);
    BatchReceipt receipt = commit(name, commit);
    afterCommit.accept(commit);
    return receipt;
  }

  private synchronized BatchReceipt commit(String name, BatchCommit commit) {
    requireUp();
    Source source = require(name);
    Partition partition = source.partitions.get(commit.partition());
    for (int i = 0; i < source.batches.size(); i++) {
      if (source.batches.get(i).object().equals(commit.object())) {
        return new BatchReceipt(i + 1, partition.position, true);
      }
    }
    if (partition.loss.isPresent() && !admits(partition.loss.get(), commit)) {
      throw refusal("conflict-lost", "stopped");
    }
    if (partition.position != commit.from()) {
      throw refusal("conflict-position", partition.position + " is not " + commit.from());
    }
    if (!commit.windows().stream()
        .map(WindowingCounts::windowing)
        .toList()
        .containsAll(source.windowings)) {
      throw refusal("conflict-windowing", "counts are missing");
    }
    if (sweptKeys.contains(commit.object().key().value())) {
      throw refusal("conflict-swept", "swept");
    }
    partition.position = commit.to();
    partition.loss = partition.loss.flatMap(loss -> rest(loss, commit.to()));
    partition.leaderEpoch = commit.leaderEpoch();
    source.batches.add(commit);
    return new BatchReceipt(source.batches.size(), partition.position, false);
  }

  /** What was read before retention took it is not lost. */
  private static boolean admits(Loss loss, BatchCommit commit) {
    return loss.cause() == Loss.Cause.RETENTION && loss.from() == commit.from();
  }

  private static Optional<Loss> rest(Loss loss, long landed) {
    return landed < loss.to().orElseThrow()
        ? lost(loss.cause(), landed, loss.to())
        : Optional.empty();
  }

  private PenstockException refusal(String code, String message) {
    refusals.add(code);
    return PenstockException.user(code, message);
  }

  public synchronized void reportProgress(String name, ProgressReport report) {
    requireUp();
    for (ProgressReport.Progress progress : report.partitions()) {
      Partition known = require(name).partitions.get(progress.partition());
      if (known != null) {
        known.progress = Optional.of(progress);
      }
    }
  }

  private SourceDescription describe(Source source) {
    return new SourceDescription(
        source.spec,
        source.privacy,
        source.windowings,
        states(source),
        Optional.empty(),
        source.completion,
        source.batches.size());
  }

  private static List<PartitionState> states(Source source) {
    List<PartitionState> states = new ArrayList<>();
    source.partitions.forEach((key, partition) ->
        states.add(
            new PartitionState(
                key,
                partition.position,
                partition.leaderEpoch,
                partition.loss,
                Optional.empty(),
                false)));
    return states;
  }

  private Source require(String name) {
    Source source = sources.get(name);
    if (source == null) {
      throw PenstockException.user("unknown-source", "no source " + name);
    }
    return source;
  }

  private void requireUp() {
    if (down) {
      throw PenstockException.external("catalog-unavailable", "down");
    }
  }
}
