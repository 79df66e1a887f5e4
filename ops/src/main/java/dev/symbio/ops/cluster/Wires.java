package dev.symbio.ops.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The wires between nodes. Node n has the address 127.0.1.n, listens there and calls from there, so that a wire knows both of
 * its ends. A wire that is cut says nothing: connections stay open, and nothing passes until it is mended, as when packets
 * are dropped on the way.
 */
final class Wires implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long LOOK_NANOS = 10_000_000L;
    private static final int CONNECT_MILLIS = 2_000;

    private final List<ServerSocket> listening = new ArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** Which side each node is on; nodes of the same side hear each other. */
    private volatile Map<Integer, Integer> sides = Map.of();

    private volatile boolean closed;

    static String address(int node) {
        return "127.0.1." + node;
    }

    /**
     * From now on what is sent to the node's port goes to another port of it.
     *
     * @param port where the others reach the node
     * @param behind where it listens
     */
    void lead(int node, int port, int behind) {
        try {
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.getByName(address(node)));
            listening.add(socket);
            start("wire-to-" + node, () -> accept(socket, node, behind));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /** @param side the nodes that no longer hear the others */
    void cut(Set<Integer> side) {
        Map<Integer, Integer> apart = new ConcurrentHashMap<>();
        side.forEach(node -> apart.put(node, 1));
        sides = apart;
    }

    void mend() {
        sides = Map.of();
    }

    Set<Integer> cutOff() {
        return Set.copyOf(sides.keySet());
    }

    private boolean passes(int from, int to) {
        Map<Integer, Integer> now = sides;
        return now.getOrDefault(from, 0).equals(now.getOrDefault(to, 0));
    }

    private void accept(ServerSocket socket, int to, int behind) {
        while (!closed) {
            try {
                Socket in = socket.accept();
                int from = in.getInetAddress().getAddress()[3];
                open.add(in);
                start("wire-" + from + "-" + to, () -> connect(in, from, to, behind));
            } catch (IOException stopped) {
                // closed, or one connection less
            }
        }
    }

    private void connect(Socket in, int from, int to, int behind) {
        awaitWire(from, to);
        Socket out = new Socket();
        open.add(out);
        try {
            out.connect(new InetSocketAddress(address(to), behind), CONNECT_MILLIS);
            in.setTcpNoDelay(true);
            out.setTcpNoDelay(true);
            start("wire-" + to + "-" + from, () -> pump(out, in, to, from));
            pump(in, out, from, to);
        } catch (IOException nobodyThere) {
            hangUp(in);
            hangUp(out);
        }
    }

    private void pump(Socket in, Socket out, int from, int to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream bytes = in.getInputStream();
            OutputStream onward = out.getOutputStream();
            for (int read = bytes.read(buffer); read >= 0 && !closed; read = bytes.read(buffer)) {
                awaitWire(from, to);
                onward.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // by either end
        }
        awaitWire(from, to);
        hangUp(in);
        hangUp(out);
    }

    private void awaitWire(int from, int to) {
        while (!closed && !passes(from, to)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
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
        for (ServerSocket each : listening) {
            try {
                each.close();
            } catch (IOException closedAlready) {
                // which is what was wanted
            }
        }
        open.forEach(this::hangUp);
    }
}
