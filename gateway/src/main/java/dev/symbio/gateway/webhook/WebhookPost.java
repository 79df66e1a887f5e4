package dev.symbio.gateway.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** One attempt over HTTP. Of the answer only the status counts; its body is not read. */
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

    private final HttpClient client;
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
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Blocks until the status is there, or the time is over. */
    Outcome send(DeliveryTable.Due due, Instant now) throws InterruptedException {
        URI uri = URI.create(due.url());
        byte[] body = opens.apply(due.body()).getBytes(StandardCharsets.UTF_8);
        long timestamp = now.getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(settings.answerTimeout())
                .header("Content-Type", "application/cloudevents+json; charset=utf-8")
                .header("User-Agent", USER_AGENT)
                .header("webhook-id", due.id())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", due.secret().sign(due.id(), timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            if (!rules.mayCall(lookups.resolve(due.tenant(), uri.getHost()))) {
                return new Outcome("The host's address is not on the public internet.", false);
            }
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            int status = answer.statusCode();
            return status / 100 == 2 ? new Outcome(null, false) : new Outcome("HTTP status " + status, status == GONE);
        } catch (HttpTimeoutException e) {
            return new Outcome("No answer in time.", false);
        } catch (UnknownHostException e) {
            return new Outcome("The host name does not resolve.", false);
        } catch (IOException e) {
            return new Outcome("No connection: " + e.getClass().getSimpleName(), false);
        }
    }

    @Override
    public void close() {
        lookups.close();
    }
}
