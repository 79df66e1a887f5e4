package dev.symbio.ops.bench;

import dev.symbio.ops.bench.Load.Done;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Many clients, each with a connection of its own and one request at a time, on one thread: on a small machine a thread for
 * each of them would take from the platform what is to be measured. Nothing that costs time, and the first answer that is no
 * success ends it.
 */
final class ManyConnections implements AutoCloseable {
    private static final long MAX_MICROS = 120_000_000L;
    private static final int DIGITS = 3;
    private static final int ANSWER_BYTES = 64 << 10;
    private static final long HANGS_AFTER_MILLIS = 60_000;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length:";

    private final Selector selector = Selector.open();
    private final Client[] clients;

    ManyConnections(URI platform, int count) throws IOException {
        clients = new Client[count];
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(platform.getHost(), platform.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            clients[i] = new Client(channel);
            clients[i].key = channel.register(selector, SelectionKey.OP_READ, clients[i]);
        }
    }

    /** A connection, the request that it has not sent whole, and what has come of the answer. */
    private static final class Client {
        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
        private SelectionKey key;
        private ByteBuffer request = ByteBuffer.allocate(0);
        private long began;

        private Client(SocketChannel channel) {
            this.channel = channel;
        }

        private void send(ByteBuffer next) throws IOException {
            request = next;
            began = System.nanoTime();
            answer.clear();
            sendOn();
        }

        private void sendOn() throws IOException {
            channel.write(request);
            key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        /** @return whether the answer is there, whole */
        private boolean answered() throws IOException {
            if (channel.read(answer) < 0) {
                throw new EOFException("The platform closed the connection.");
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            int head = text.indexOf(END_OF_HEAD);
            if (head < 0) {
                return false;
            }
            int status = Integer.parseInt(text.substring(9, 12));
            if (status < 200 || status > 299) {
                throw new IllegalStateException("A request was answered with " + text);
            }
            return answer.position() >= head + END_OF_HEAD.length() + bodyLength(text, head);
        }

        private static int bodyLength(String text, int head) {
            String lower = text.substring(0, head).toLowerCase(Locale.ROOT);
            int at = lower.indexOf(LENGTH);
            if (at < 0) {
                throw new IllegalStateException("Expected an answer with its length but got " + text);
            }
            int end = lower.indexOf('\r', at + LENGTH.length());
            return Integer.parseInt(lower.substring(at + LENGTH.length(), end < 0 ? lower.length() : end)
                    .trim());
        }
    }

    /**
     * Sends on all connections for the time given; only what begins and ends within the measured time counts.
     *
     * @param requests whole requests, head and body
     */
    Done run(Duration warmUp, Duration measured, Supplier<ByteBuffer> requests) throws IOException {
        Histogram micros = new Histogram(MAX_MICROS, DIGITS);
        long from = System.nanoTime() + warmUp.toNanos();
        long until = from + measured.toNanos();
        for (Client client : clients) {
            client.send(requests.get());
        }
        while (System.nanoTime() < until) {
            if (selector.select(HANGS_AFTER_MILLIS) == 0) {
                throw new IllegalStateException("A request hangs.");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Client client = (Client) key.attachment();
                if (key.isWritable()) {
                    client.sendOn();
                } else if (client.answered()) {
                    long ended = System.nanoTime();
                    if (client.began >= from && ended <= until) {
                        micros.recordValue(Math.min((ended - client.began) / 1_000, MAX_MICROS));
                    }
                    client.send(requests.get());
                }
            }
            selector.selectedKeys().clear();
        }
        return new Done(micros.getTotalCount(), measured.toNanos() / 1e9, micros);
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
        selector.close();
    }
}
