package dev.symbio.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.deliveries.LoadedContract;
import dev.symbio.ops.deliveries.StatementList;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets both parties accept their statements, and waits until everything is paid or has nothing to pay. */
final class Settling {
    private static final int PARALLEL = 8;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private final FinanceDesk finance;
    private final PrintWriter out;

    Settling(FinanceDesk finance, PrintWriter out) {
        this.finance = finance;
        this.out = out;
    }

    void settle(List<LoadedContract> contracts) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<Integer>> accepting = new ArrayList<>();
            for (LoadedContract contract : contracts) {
                accepting.add(workers.submit((Callable<Integer>) () -> acceptAll(contract)));
            }
            int accepted = 0;
            for (Future<Integer> one : accepting) {
                accepted += one.get();
            }
            out.println(accepted + " statements accepted by both parties; waiting for finance ...");
            out.flush();
            awaitSettled(contracts);
            out.println(finance.received() + " payment obligations came in, signed; all are paid.");
            out.flush();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    /** From now on what these providers owe goes to finance. */
    void open(List<LoadedContract> contracts) {
        contracts.forEach(contract -> finance.serve(contract.provider()));
    }

    private int acceptAll(LoadedContract contract) {
        finance.serve(contract.provider());
        int accepted = 0;
        for (JsonNode item : StatementList.of(contract)) {
            if (status(item).equals("issued")) {
                accept(contract, period(item));
                accepted++;
            }
        }
        return accepted;
    }

    static void accept(LoadedContract contract, String period) {
        String path = "/sla-contracts/" + contract.id() + "/statements/" + period + "/accept";
        for (Company party : List.of(contract.provider(), contract.customer())) {
            ApiAnswer answer = party.manager().tryPost(path, "demo-accept-" + period, Map.of());
            // Accepted by its time running out meanwhile is accepted as well.
            if (answer.status() != 409) {
                Session.required("POST " + path, answer);
            }
        }
    }

    private void awaitSettled(List<LoadedContract> contracts) throws InterruptedException {
        long until = System.nanoTime() + AT_MOST.toNanos();
        List<LoadedContract> open = new ArrayList<>(contracts);
        while (true) {
            open.removeIf(contract -> StatementList.of(contract).stream().allMatch(Settling::isSettled));
            if (open.isEmpty()) {
                return;
            }
            if (!finance.failures().isEmpty() || System.nanoTime() > until) {
                throw new IllegalStateException(
                        open.size() + " contracts are not settled. " + String.join("\n", finance.failures()));
            }
            Patience.pause(PAUSE);
        }
    }

    static boolean isSettled(JsonNode item) {
        String status = status(item);
        BigDecimal payable = new BigDecimal(item.path("payable").asText());
        return status.equals("paid") || (status.equals("accepted") && payable.signum() == 0);
    }

    static String status(JsonNode item) {
        return item.path("status").asText();
    }

    static String period(JsonNode item) {
        return item.path("period").asText();
    }
}
