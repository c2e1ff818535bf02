package io.penstock.benchmark.checkpoint;

import java.time.Duration;
import java.util.Optional;

/**
 * What one way to check took.
 *
 * @param wall time on the clock, without the start of the process
 * @param cpu processor time of all its threads; empty if another program did the work
 * @param peakBytes the most memory that the process held; empty too if the machine does not tell
 * @param passed how many expectations hold; of SQL by hand, how many numbers it gave
 */
record Measurement(Duration wall, Optional<Duration> cpu, Optional<Long> peakBytes, int passed) {}
