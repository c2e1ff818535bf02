package io.penstock.workflow.trigger;

import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Asks the catalog now and then which pipelines are due and wakes them, so that nothing depends on
 * an event, a signal or a workflow that got lost.
 */
@ApplicationScoped
class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private final CatalogApi catalog;
  private final PipelineWaker waker;
  private final AtomicReference<String> trouble = new AtomicReference<>("");

  Reconciler(CatalogApi catalog, PipelineWaker waker) {
    this.catalog = catalog;
    this.waker = waker;
  }

  @Scheduled(
      identity = "reconcile",
      every = "${penstock.workflow.reconcile-interval:PT10S}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void reconcile() {
    try {
      for (String pipeline : catalog.duePipelines()) {
        waker.wakeUnlessBusy(new PipelineName(pipeline));
      }
      if (!trouble.getAndSet("").isEmpty()) {
        LOG.info("Due pipelines are looked for again");
      }
    } catch (PenstockException e) {
      if (!trouble.getAndSet(e.code()).equals(e.code())) {
        LOG.warnf("Cannot look for due pipelines; trying on: %s", e.getMessage());
      }
    }
  }
}
