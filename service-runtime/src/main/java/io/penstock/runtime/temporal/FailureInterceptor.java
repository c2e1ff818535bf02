package io.penstock.runtime.temporal;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSession;
import io.penstock.runtime.failure.TemporalFailures;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever an activity throws into a failure with a kind, so that activities throw {@link
 * PenstockException} and know nothing of Temporal's failures.
 */
public final class FailureInterceptor extends WorkerInterceptorBase {
  private static final Logger LOG = Logger.getLogger(FailureInterceptor.class);

  /** About two minutes, within which others may have been in the way after all. */
  static final int MEMORY_ATTEMPTS_MAX = 10;

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Conversion(next);
  }

  /** One attempt of an activity. */
  private static final class Conversion extends ActivityInboundCallsInterceptorBase {
    private @Nullable ActivityExecutionContext context;

    Conversion(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      try {
        return super.execute(input);
      } catch (TemporalFailure | ActivityCompletionException e) {
        throw e;
      } catch (CancellationException e) {
        throw cancelled(e);
      } catch (OutOfMemoryError e) {
        throw TemporalFailures.toTemporal(
            PenstockException.resource("out-of-memory", "The service is out of memory", e));
      } catch (RuntimeException e) {
        throw carried(ours(e));
      } catch (Error e) {
        // Temporal would try again without end.
        throw TemporalFailures.toTemporal(ours(e));
      }
    }

    /**
     * A session has the same memory in every attempt, so that one for which it does not suffice
     * fails in the end: the windows that are built with this one wait for it.
     */
    private ApplicationFailure carried(PenstockException failure) {
      boolean last =
          failure.code().equals(EngineSession.OUT_OF_MEMORY)
              && Objects.requireNonNull(context).getInfo().getAttempt() >= MEMORY_ATTEMPTS_MAX;
      return last ? TemporalFailures.last(failure) : TemporalFailures.toTemporal(failure);
    }

    /** Work stopped half way: Temporal asked for it, or else nobody knows why. */
    private RuntimeException cancelled(CancellationException e) {
      try {
        Objects.requireNonNull(context).heartbeat(null);
      } catch (ActivityCompletionException asked) {
        return asked;
      }
      return TemporalFailures.toTemporal(
          PenstockException.external("interrupted", "The step was interrupted", e));
    }
  }

  private static PenstockException ours(Throwable thrown) {
    PenstockException ours =
        TemporalFailures.fromTemporal(thrown)
            .orElseGet(
                () -> PenstockException.internal("unforeseen", String.valueOf(thrown), thrown));
    switch (ours.kind()) {
      case INTERNAL -> LOG.errorf(thrown, "%s: %s", ours.code(), ours.getMessage());
      case USER -> LOG.debugf("%s: %s", ours.code(), ours.getMessage());
      case EXTERNAL, RESOURCE -> LOG.warnf("%s: %s", ours.code(), ours.getMessage());
    }
    return ours;
  }
}
