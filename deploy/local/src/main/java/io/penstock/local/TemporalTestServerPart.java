package io.penstock.local;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.temporal.internal.testservice.TestServicesStarter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Temporal's test server, in memory: the workflows end with the process.
 *
 * <p>Time runs as it does elsewhere. The library's own {@code TestServer} would listen on every
 * interface.
 */
final class TemporalTestServerPart implements Part {
  private static final int MESSAGE_MAX_BYTES = 64 << 20;

  private final int port;
  private final Reach reach;
  private volatile @Nullable Server server;
  private volatile @Nullable TestServicesStarter services;

  TemporalTestServerPart(int port, Reach reach) {
    this.port = port;
    this.reach = reach;
  }

  @Override
  public Map<String, String> start() throws Exception {
    TestServicesStarter started = new TestServicesStarter(/* lockTimeSkipping= */ true, 0);
    services = started;
    HealthStatusManager health = new HealthStatusManager();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(reach.bind(port))
            .maxInboundMessageSize(MESSAGE_MAX_BYTES)
            // Workers keep their connections alive by pings that the server would otherwise take
            // for abuse.
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    for (BindableService service : started.getServices()) {
      builder.addService(service);
      health.setStatus(
          service.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING);
    }
    server = builder.addService(health.getHealthService()).build().start();
    return Map.of("penstock.temporal.address", reach.address(port));
  }

  @Override
  public void close() {
    Server running = server;
    if (running != null) {
      running.shutdownNow();
    }
    TestServicesStarter started = services;
    if (started != null) {
      started.close();
    }
  }
}
