package dev.symbio.ops.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection, kept open, one request at a time, with nothing that costs time. Not thread-safe. */
final class LeanConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final String headers;
    private byte[] body = new byte[0];

    LeanConnection(URI platform, String token) throws IOException {
        socket = new Socket(platform.getHost(), platform.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        headers = headers(platform, token);
    }

    /** @return the status; the body is {@link #text()} */
    int post(String path, String idempotencyKey, byte[] json) throws IOException {
        socket.getOutputStream().write(posting(headers, path, idempotencyKey, json));
        return answer();
    }

    /** What every request of a caller has in its head behind the path. */
    static String headers(URI platform, String token) {
        return " HTTP/1.1\r\nHost: " + platform.getAuthority() + "\r\nAuthorization: Bearer " + token + "\r\n";
    }

    /** A whole request. */
    static byte[] posting(String headers, String path, String idempotencyKey, byte[] json) {
        String head = "POST /api/v1" + path + headers + "Idempotency-Key: " + idempotencyKey
                + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[start.length + json.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(json, 0, request, start.length, json.length);
        return request;
    }

    int get(String path) throws IOException {
        socket.getOutputStream().write(("GET /api/v1" + path + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return answer();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private int answer() throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            }
        }
        if (chunked) {
            body = chunks();
        } else {
            body = exactly(Math.max(length, 0));
        }
        return status;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.write(exactly(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The platform closed the connection within an answer.");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The platform closed the connection.");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
