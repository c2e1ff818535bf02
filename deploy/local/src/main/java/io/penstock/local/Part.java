package io.penstock.local;

import java.util.Map;

/**
 * One backing service of the stack.
 *
 * <p>{@link #close} may be called at any time, also while {@link #start} runs on another thread,
 * and more than once.
 */
interface Part extends AutoCloseable {

  /**
   * Starts the service and returns once it answers requests.
   *
   * @return the settings under which the product reaches it
   */
  Map<String, String> start() throws Exception;

  @Override
  void close() throws Exception;
}
