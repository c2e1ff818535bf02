package io.penstock.transform.step;

/**
 * What a step tells Temporal while it runs.
 *
 * @param phase what is being done
 * @param rows rows that are handled in it
 */
record StepProgress(String phase, long rows) {}
