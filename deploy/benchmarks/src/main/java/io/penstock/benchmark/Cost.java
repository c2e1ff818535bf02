package io.penstock.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What some work took.
 *
 * @param wall time on the clock; on a machine with other work it says little
 * @param cpu processor time, of all threads
 */
public record Cost(Duration wall, Duration cpu) {
  static final Cost NONE = new Cost(Duration.ZERO, Duration.ZERO);

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Some work. */
  public interface Work<T> {
    T run() throws Exception;
  }

  /** What some work took, and what came of it. */
  public record Measured<T>(Cost cost, T result) {}

  /** Runs some work and measures it by this process, which should do nothing else meanwhile. */
  public static <T> Measured<T> measure(Work<T> work) throws Exception {
    long wall = System.nanoTime();
    long cpu = processCpuNanos();
    T result = work.run();
    return new Measured<>(
        new Cost(
            Duration.ofNanos(System.nanoTime() - wall), Duration.ofNanos(processCpuNanos() - cpu)),
        result);
  }

  /** Processor time of this process so far. */
  static long processCpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  Cost plus(Cost other) {
    return new Cost(wall.plus(other.wall), cpu.plus(other.cpu));
  }

  double cpuRatio(Cost other) {
    return ratio(cpu, other.cpu);
  }

  double wallRatio(Cost other) {
    return ratio(wall, other.wall);
  }

  /** Megabytes per second of processor time, which is what one busy core does. */
  double megabytesPerCoreSecond(long bytes) {
    return bytes / 1e6 / seconds(cpu);
  }

  double megabytesPerSecond(long bytes) {
    return bytes / 1e6 / seconds(wall);
  }

  private static double ratio(Duration one, Duration other) {
    return seconds(one) / seconds(other);
  }

  /** At least a millisecond, so that a ratio is a number. */
  private static double seconds(Duration duration) {
    return Math.max(duration.toNanos(), 1_000_000) / 1e9;
  }
}
