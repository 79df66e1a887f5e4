package dev.symbio.gateway.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;

/**
 * One attempt over HTTP. Of the answer only the status counts; its body is not read. A tenant is told little of why there
 * was none: more would tell it which machines and ports there are where it cannot look.
 */
final class WebhookPost implements AutoCloseable {
    private static final int GONE = 410;
    private static final String USER_AGENT = "Symbio-Webhooks/1.0";

    /**
     * How an attempt went.
     *
     * @param error null when it was taken
     * @param forGood the receiver wants nothing more (410)
     */
    record Outcome(String error, boolean forGood) {
        boolean taken() {
            return error == null;
        }
    }

    private final SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    private final ScheduledThreadPoolExecutor timer;
    private final WebhookSettings settings;
    private final TargetRules rules;
    private final UnaryOperator<String> opens;
    private final Lookups lookups;

    /** @param opens what is sealed in a body, when it is sent */
    WebhookPost(WebhookSettings settings, TargetRules rules, UnaryOperator<String> opens) {
        this.opens = opens;
        this.settings = settings;
        this.rules = rules;
        lookups = new Lookups(InetAddress::getAllByName, settings.connectTimeout());
        timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "symbio-webhook-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Blocks until the status is there, or the time is over. */
    Outcome send(DeliveryTable.Due due, Instant now) throws InterruptedException {
        URI uri = URI.create(URI.create(due.url()).toASCIIString());
        InetAddress[] addresses;
        try {
            addresses = lookups.resolve(due.tenant(), uri.getHost());
        } catch (UnknownHostException e) {
            return noAddress();
        }
        return rules.mayCall(addresses) ? send(uri, addresses, request(uri, due, now)) : noAddress();
    }

    /** The same for names that are known inside only and those that nobody knows. */
    private static Outcome noAddress() {
        return new Outcome("The host has no address, or one that is not on the public internet.", false);
    }

    private Outcome send(URI uri, InetAddress[] addresses, byte[] request) {
        Connection opened;
        try {
            opened = Connection.open(uri, addresses, tls, timer, settings.connectTimeout());
        } catch (IOException e) {
            return new Outcome("No connection.", false);
        }
        try (Connection connection = opened) {
            int status = connection.status(request, settings.answerTimeout());
            return status / 100 == 2 ? new Outcome(null, false) : new Outcome("HTTP status " + status, status == GONE);
        } catch (SocketTimeoutException e) {
            return new Outcome("No answer in time.", false);
        } catch (IOException e) {
            return new Outcome("The connection ended without an answer.", false);
        }
    }

    private byte[] request(URI uri, DeliveryTable.Due due, Instant now) {
        byte[] body = opens.apply(due.body()).getBytes(StandardCharsets.UTF_8);
        long timestamp = now.getEpochSecond();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String head = String.join(
                "\r\n",
                "POST " + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()) + " HTTP/1.1",
                "Host: " + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()),
                "Connection: close",
                "Content-Length: " + body.length,
                "Content-Type: application/cloudevents+json; charset=utf-8",
                "User-Agent: " + USER_AGENT,
                "webhook-id: " + due.id(),
                "webhook-timestamp: " + timestamp,
                "webhook-signature: " + due.secret().sign(due.id(), timestamp, body),
                "",
                "");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** What is under way still ends at its time. */
    @Override
    public void close() {
        lookups.close();
        timer.shutdown();
    }
}
