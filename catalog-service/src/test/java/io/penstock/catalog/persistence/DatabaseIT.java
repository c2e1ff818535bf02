package io.penstock.catalog.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class DatabaseIT {
  @Inject Database database;

  @Test
  void workOnTheDatabaseBelongsToTheTraceOfItsCaller() {
    Span caller = span();
    Span seen =
        inRequest(() -> {
          try (Scope scope = caller.makeCurrent()) {
            return database.read(session -> Uni.createFrom().item(Span.current()));
          }
        });
    assertThat(seen.getSpanContext()).isEqualTo(caller.getSpanContext());
  }

  /**
   * The event loop may still be leaving the work when its caller has begun something else: seldom,
   * and so it is tried often.
   */
  @Test
  void workOnTheDatabaseDoesNotTouchWhatItsCallerBeginsNext() {
    for (int i = 0; i < 200; i++) {
      Span request = span();
      Span next = span();
      Span current =
          inRequest(() -> {
            try (Scope scope = request.makeCurrent()) {
              database.read(session -> Uni.createFrom().item(1));
              try (Scope inner = next.makeCurrent()) {
                awaitEventLoop();
                return Span.current();
              }
            }
          });
      assertThat(current.getSpanContext()).isEqualTo(next.getSpanContext());
    }
  }

  @Test
  void aCallerThatIsInterruptedMayTryAgain() {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> database.read(session -> Uni.createFrom().completionStage(end)))
          .isInstanceOfSatisfying(
              PenstockException.class,
              failure -> assertThat(failure.kind()).isEqualTo(FailureKind.EXTERNAL))
          .hasMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
      end.complete(1);
    }
  }

  /** Until it has done what it is at. */
  private static void awaitEventLoop() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Vertx.currentContext().runOnContext(nothing -> done.complete(true));
    done.join();
  }

  private static Span span() {
    return SdkTracerProvider.builder().build().get("test").spanBuilder("span").startSpan();
  }

  /** As a blocking resource does it: with a context that Vert.x made for it. */
  private static Span inRequest(Callable<Span> work) {
    return VertxContextSupport.executeBlocking(work).await().indefinitely();
  }
}
