package dev.symbio.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The finance systems of the demo's companies: takes payment obligations in as signed webhooks, acknowledges them and
 * confirms their payment through the API. A delivery that comes twice is paid once.
 */
final class FinanceDesk implements AutoCloseable {
    private static final String PAYMENT_DUE = "symbio.sla.payment-due.v1";
    private static final String PATH = "/finance/";
    private static final int WORKERS = 4;

    private record Account(Company company, WebhookSignature signature) {}

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Set<String> obligations = ConcurrentHashMap.newKeySet();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    FinanceDesk() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext(PATH, this::receive);
        server.setExecutor(workers);
        server.start();
    }

    /** From now on this company's obligations come here. */
    void serve(Company company) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + PATH + company.tenant();
        JsonNode webhook = company.finance()
                .post(
                        "/webhooks",
                        "demo-finance-" + server.getAddress().getPort() + "-" + company.tenant(),
                        Map.of("url", url, "types", List.of(PAYMENT_DUE)));
        accounts.put(
                company.tenant(),
                new Account(company, new WebhookSignature(webhook.path("secret").asText())));
    }

    /** How many obligations came in. */
    int received() {
        return obligations.size();
    }

    /** What went wrong while paying; empty when nothing did. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Account account = accounts.get(exchange.getRequestURI().getPath().substring(PATH.length()));
            Headers headers = exchange.getRequestHeaders();
            boolean genuine = account != null
                    && account.signature.verifies(
                            headers.getFirst("webhook-id"),
                            headers.getFirst("webhook-timestamp"),
                            body,
                            headers.getFirst("webhook-signature"),
                            Instant.now());
            exchange.sendResponseHeaders(genuine ? 204 : 401, -1);
            if (genuine) {
                JsonNode event = Json.MAPPER.readTree(body);
                String obligation = event.path("data").path("obligationId").asText();
                if (obligations.add(obligation)) {
                    workers.submit(() -> pay(account.company, event, obligation));
                }
            }
        }
    }

    private void pay(Company company, JsonNode event, String obligation) {
        String period = event.path("data").path("period").asText();
        String statement = "/sla-contracts/" + event.path("subject").asText() + "/statements/" + period;
        try {
            company.finance()
                    .post(statement + "/acknowledge", "ack-" + obligation, Map.of("reference", "INV-" + obligation));
            company.finance()
                    .post(
                            statement + "/paid",
                            "paid-" + obligation,
                            Map.of(
                                    "reference",
                                    "PAY-" + obligation,
                                    "paidOn",
                                    LocalDate.now(ZoneOffset.UTC).toString()));
        } catch (RuntimeException failed) {
            failures.add(company.name() + ", " + period + ": " + failed.getMessage());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
