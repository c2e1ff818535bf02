package io.penstock.contracts.build;

import io.penstock.contracts.layout.ObjectKey;

/**
 * What an activity returns: where the outcome stands, and the little a workflow needs to go on.
 *
 * @param outcome key of the outcome object
 * @param passed whether the next step may start; false only for a checkpoint that rejects
 * @param rows rows that the step handled, for progress
 */
public record StepResult(ObjectKey outcome, boolean passed, long rows) {}
