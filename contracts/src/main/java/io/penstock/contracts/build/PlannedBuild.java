package io.penstock.contracts.build;

import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;

/** A build that is to be made: what a workflow hands to activities. */
public record PlannedBuild(BuildId buildId, Window window, ObjectKey plan) {}
