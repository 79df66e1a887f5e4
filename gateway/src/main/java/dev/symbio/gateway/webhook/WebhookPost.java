package dev.symbio.gateway.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * One attempt over HTTP. Of the answer only the status counts; its body is not read. A tenant is told little of why there
 * was none: more would tell it which machines and ports there are where it cannot look. The connection goes to an address that was
 * looked up and checked before: were the name looked up again, whoever owns it could answer otherwise then.
 */
final class WebhookPost implements AutoCloseable {
    private static final int GONE = 410;
    private static final String USER_AGENT = "Symbio-Webhooks/1.0";
    private static final String CLOUD_EVENT = "application/cloudevents+json; charset=utf-8";
    private static final Http1Config BOUNDED = Http1Config.custom()
            .setMaxLineLength(8 << 10)
            .setMaxHeaderCount(100)
            .build();

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

    private final WebhookSettings settings;
    private final TargetRules rules;
    private final UnaryOperator<String> opens;
    private final Lookups lookups;
    private final SSLContext tls;
    /** Cuts off what takes too long as a whole, however often some of it comes. */
    private final ScheduledThreadPoolExecutor timer;

    /** @param opens what is sealed in a body, when it is sent */
    WebhookPost(WebhookSettings settings, TargetRules rules, UnaryOperator<String> opens) {
        this(settings, rules, opens, InetAddress::getAllByName, trusted());
    }

    WebhookPost(
            WebhookSettings settings,
            TargetRules rules,
            UnaryOperator<String> opens,
            Lookups.Resolver resolver,
            SSLContext tls) {
        this.settings = settings;
        this.rules = rules;
        this.opens = opens;
        this.lookups = new Lookups(resolver, settings.connectTimeout());
        this.tls = tls;
        timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "symbio-webhook-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    private static SSLContext trusted() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has TLS.", e);
        }
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

    private HttpPost request(URI uri, DeliveryTable.Due due, Instant now) {
        byte[] body = opens.apply(due.body()).getBytes(StandardCharsets.UTF_8);
        long timestamp = now.getEpochSecond();
        HttpPost request = new HttpPost(uri);
        request.setHeader("webhook-id", due.id());
        request.setHeader("webhook-timestamp", Long.toString(timestamp));
        request.setHeader("webhook-signature", due.secret().sign(due.id(), timestamp, body));
        request.setHeader(HttpHeaders.CONTENT_TYPE, CLOUD_EVENT);
        request.setEntity(new ByteArrayEntity(body, null));
        return request;
    }

    private Outcome send(URI uri, InetAddress[] addresses, HttpPost request) {
        AtomicBoolean connected = new AtomicBoolean();
        AtomicBoolean late = new AtomicBoolean();
        timer.schedule(
                () -> {
                    if (!connected.get()) {
                        request.cancel();
                    }
                },
                settings.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        Runnable whenConnected = () -> {
            connected.set(true);
            timer.schedule(
                    () -> {
                        late.set(true);
                        request.cancel();
                    },
                    settings.answerTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
        };
        try (CloseableHttpClient http = client(addresses, whenConnected)) {
            int status = http.executeOpen(HttpHost.create(uri), request, null).getCode();
            request.cancel(); // closed in order, the answer would be read to its end
            return status / 100 == 2 ? new Outcome(null, false) : new Outcome("HTTP status " + status, status == GONE);
        } catch (IOException e) {
            if (!connected.get()) {
                return new Outcome("No connection.", false);
            }
            return late.get() || e instanceof SocketTimeoutException
                    ? new Outcome("No answer in time.", false)
                    : new Outcome("The connection ended without an answer.", false);
        }
    }

    /** For one request, to one of these addresses. The certificate is verified against the name, which the server is told too. */
    private CloseableHttpClient client(InetAddress[] addresses, Runnable whenConnected) {
        Timeout connect = timeout(settings.connectTimeout());
        HttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Checked(addresses))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(BOUNDED)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(timeout(settings.answerTimeout()))
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout(settings.answerTimeout()))
                        .build())
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "connected", (request, scope, chain) -> {
                    whenConnected.run();
                    return chain.proceed(request, scope);
                })
                .setUserAgent(USER_AGENT)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static Timeout timeout(Duration time) {
        return Timeout.ofMilliseconds(time.toMillis());
    }

    /** Names have been looked up. */
    private record Checked(InetAddress... addresses) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) {
            return addresses.clone();
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** What is under way still ends at its time. */
    @Override
    public void close() {
        lookups.close();
        timer.shutdown();
    }
}
