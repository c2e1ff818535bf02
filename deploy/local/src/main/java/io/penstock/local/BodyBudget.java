package io.penstock.local;

import java.lang.reflect.Field;
import java.util.concurrent.Semaphore;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Lets in only so many bytes of request bodies at once; others wait.
 *
 * <p>S3Proxy holds a signed body in memory until it has checked the signature. Some big uploads at
 * the same time would take the heap away from Kafka, which lives in the same JVM.
 */
final class BodyBudget extends Handler.Wrapper {
  private static final int UNIT_BYTES = 1 << 20;

  private final int units;
  private final Semaphore free;

  private BodyBudget(Handler handler, long bytes) {
    super(handler);
    this.units = (int) Math.max(1, bytes / UNIT_BYTES);
    this.free = new Semaphore(units, /* fair= */ true);
  }

  /** Limits a server that has not been started. S3Proxy does not hand out its Jetty server. */
  static void limit(S3Proxy proxy, long bytes) throws ReflectiveOperationException {
    Field field = S3Proxy.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(proxy);
    server.setHandler(new BodyBudget(server.getHandler(), bytes));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Small bodies, and requests without one, are free.
    int needed = (int) Math.min(units, Math.max(0, request.getLength()) / UNIT_BYTES);
    free.acquire(needed);
    try {
      return super.handle(request, response, callback);
    } finally {
      free.release(needed);
    }
  }
}
