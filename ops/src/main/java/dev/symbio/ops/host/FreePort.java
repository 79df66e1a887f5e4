package dev.symbio.ops.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens on. Below the range from which systems take the ports of outgoing connections: a client that
 * knocks on a port of that range while the platform is down can end up connected to itself.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final int MAX_TRIES = 1_000;

    private FreePort() {}

    public static int any() {
        for (int i = 0; i < MAX_TRIES; i++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // the next one, then
            }
        }
        throw new IllegalStateException("No free port from " + FIRST + " on.");
    }
}
