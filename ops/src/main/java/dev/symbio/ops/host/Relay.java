package dev.symbio.ops.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a node and a server, on this machine. What passes can be made late, or held back: then connections stay open
 * and nothing passes in either direction, as when packets are dropped on the way. Held connections go on later, lost ones never.
 */
public final class Relay implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_MILLIS = 2_000;
    private static final long LOOK_NANOS = 10_000_000L;

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> lost = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private volatile boolean held;
    private volatile boolean closed;

    private Relay(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static Relay to(int port) {
        try {
            Relay relay = new Relay(new ServerSocket(FreePort.any(), 50, InetAddress.getLoopbackAddress()), port);
            start("relay-" + port, relay::accept);
            return relay;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What the node sends arrives so much later. */
    public void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    /** Connections that are open now stay open and say nothing more, for ever; new ones work. */
    public void lose() {
        lost.addAll(open);
    }

    /** Nothing passes until {@link #heal}. */
    public void hold() {
        held = true;
    }

    public void heal() {
        delayNanos = 0;
        held = false;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket node = listening.accept();
                open.add(node);
                start("relay-out", () -> connect(node));
            } catch (IOException stopped) {
                // closed, or one connection less
            }
        }
    }

    private void connect(Socket node) {
        Socket server = new Socket();
        open.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            node.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start("relay-back", () -> pump(server, node, false));
            pump(node, server, true);
        } catch (IOException nobodyThere) {
            hangUp(node);
            hangUp(server);
        }
    }

    private void pump(Socket from, Socket to, boolean fromNode) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream bytes = from.getInputStream();
            OutputStream onward = to.getOutputStream();
            for (int read = bytes.read(buffer); read >= 0 && !closed; read = bytes.read(buffer)) {
                if (fromNode && delayNanos > 0) {
                    LockSupport.parkNanos(delayNanos);
                }
                while ((held || lost.contains(from)) && !closed) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                onward.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // by either end
        }
        hangUp(from);
        hangUp(to);
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
        lost.remove(socket);
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // which is what was wanted
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException closedAlready) {
            // which is what was wanted
        }
        open.forEach(this::hangUp);
    }
}
