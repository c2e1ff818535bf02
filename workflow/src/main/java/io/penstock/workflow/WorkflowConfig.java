package io.penstock.workflow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How builds are started and made. */
@ConfigMapping(prefix = "penstock.workflow")
public interface WorkflowConfig {
  /** How often the catalog is asked which pipelines are due, whatever events and signals say. */
  @WithDefault("PT10S")
  Duration reconcileInterval();

  /** How many due windows one build workflow takes at most; they are published together. */
  @WithDefault("100")
  int windowsPerBuild();

  /** How many windows of one build workflow are worked on at a time. */
  @WithDefault("4")
  int windowsInParallel();

  /** A step that is silent for so long is taken to be dead and tried again. */
  @WithDefault("PT10S")
  Duration heartbeatTimeout();

  /** How long one attempt of a step may take. */
  @WithDefault("PT2H")
  Duration stepTimeout();

  /** How long the workflow of a pipeline rests without a signal before it asks again. */
  @WithDefault("PT10M")
  Duration idleCheck();

  /**
   * Whether workflows take the steps that this release changed. With `false` they do as in the
   * release before, so that its replicas can go on with them: for an upgrade in two rounds.
   */
  @WithDefault("true")
  boolean adoptChanges();
}
