package io.penstock.catalog;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Work that mostly waits for the object store, done for several items at a time. */
public final class Concurrently {
  /** How many items are worked on at once: enough to hide the store's latency. */
  private static final int AT_ONCE_MAX = 16;

  private Concurrently() {}

  /**
   * The results for all items, in their order. If one fails, that is what comes out, after all that
   * had begun has ended.
   */
  public static <T, R> List<R> map(Collection<T> items, Function<? super T, ? extends R> work) {
    Semaphore free = new Semaphore(AT_ONCE_MAX);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> results =
          items.stream()
              .map(item ->
                  threads.<R>submit(() -> {
                    free.acquire();
                    try {
                      return work.apply(item);
                    } finally {
                      free.release();
                    }
                  }))
              .toList();
      return results.stream().map(Concurrently::await).toList();
    }
  }

  private static <R> R await(Future<R> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted while waiting");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
