package dev.symbio.gateway.webhook;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection for one request over HTTP/1.1, to an address that was looked up and checked before. {@link
 * java.net.http.HttpClient} takes no addresses: it looks the name up again, and whoever owns the name could answer
 * otherwise then. The certificate is verified against the name, which the server is told too. Blocking; not thread-safe.
 */
final class Connection implements AutoCloseable {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    /** Of an answer, up to the status that counts. */
    private static final int MAX_ANSWER_BYTES = 32 << 10;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    private final Socket socket;
    /** What is spoken over: TLS, or the socket itself. */
    private final Socket channel;

    private final ScheduledExecutorService timer;

    private Connection(Socket socket, Socket channel, ScheduledExecutorService timer) {
        this.socket = socket;
        this.channel = channel;
        this.timer = timer;
    }

    /**
     * Connects to the first address that lets it, with TLS if the URI says so.
     *
     * @param timer cuts off what takes too long, also where the Java platform knows no time
     * @param within all addresses together
     * @throws IOException if none does within the time
     */
    static Connection open(
            URI uri, InetAddress[] addresses, SSLSocketFactory tls, ScheduledExecutorService timer, Duration within)
            throws IOException {
        boolean secured = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secured ? HTTPS_PORT : HTTP_PORT;
        long end = System.nanoTime() + within.toNanos();
        IOException last = new IOException("Expected an address.");
        for (InetAddress address : addresses) {
            int left = (int) TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            Socket socket = new Socket(Proxy.NO_PROXY);
            ScheduledFuture<?> late = timer.schedule(() -> close(socket), left, TimeUnit.MILLISECONDS);
            try {
                socket.connect(new InetSocketAddress(address, port), left);
                return new Connection(
                        socket, secured ? secured(socket, bare(uri.getHost()), port, tls) : socket, timer);
            } catch (IOException e) {
                close(socket);
                last = e;
            } finally {
                late.cancel(false);
            }
        }
        throw last;
    }

    private static Socket secured(Socket socket, String host, int port, SSLSocketFactory tls) throws IOException {
        SSLSocket channel = (SSLSocket) tls.createSocket(socket, host, port, true);
        SSLParameters parameters = channel.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        channel.setSSLParameters(parameters);
        channel.startHandshake();
        return channel;
    }

    /** An IPv6 address stands in brackets in a URI. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * Sends a request and waits for its status; what follows the status is not read.
     *
     * @throws SocketTimeoutException if it is not there within the time
     * @throws IOException if the server ends the connection or does not speak HTTP
     */
    int status(byte[] request, Duration within) throws IOException {
        AtomicBoolean tooLate = new AtomicBoolean();
        ScheduledFuture<?> late = timer.schedule(
                () -> {
                    tooLate.set(true);
                    close(socket);
                },
                within.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            channel.getOutputStream().write(request);
            channel.getOutputStream().flush();
            return status(new Head(new BufferedInputStream(channel.getInputStream())));
        } catch (IOException e) {
            if (tooLate.get()) {
                throw new SocketTimeoutException("No answer within " + within + ".");
            }
            throw e;
        } finally {
            late.cancel(false);
        }
    }

    /** Those below 200 announce another one. */
    private static int status(Head head) throws IOException {
        while (true) {
            Matcher line = STATUS.matcher(head.line());
            if (!line.matches()) {
                throw new IOException("Expected an answer over HTTP/1.1.");
            }
            int status = Integer.parseInt(line.group(1));
            if (status >= 200) {
                return status;
            }
            while (!head.line().isEmpty()) {
                // a header
            }
        }
    }

    /** The first lines of an answer. */
    private static final class Head {
        private final InputStream bytes;
        private int left = MAX_ANSWER_BYTES;

        private Head(InputStream bytes) {
            this.bytes = bytes;
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = bytes.read(); next != '\n'; next = bytes.read()) {
                if (next < 0 || left-- == 0) {
                    throw new IOException("Expected a line.");
                }
                if (next != '\r') {
                    line.write(next);
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // as good as closed
        }
    }

    @Override
    public void close() {
        close(socket);
    }
}
