package io.penstock.benchmark.checkpoint;

import java.time.Duration;
import java.util.Optional;

/**
 * What one way to check took.
 *
 * @param wall time on the clock, without the start of the process
 * @param cpu processor time of all its threads
 * @param peakBytes the most memory that the process held, if the machine tells
 * @param passed how many expectations hold; of SQL by hand, how many numbers it gave
 */
record Measurement(Duration wall, Duration cpu, Optional<Long> peakBytes, int passed) {}
