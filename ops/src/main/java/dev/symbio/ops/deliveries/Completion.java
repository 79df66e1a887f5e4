package dev.symbio.ops.deliveries;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits until the lists have everything that follows from a load. They follow the contracts with a short delay; and a
 * contract that has hundreds of periods to close does so bit by bit.
 */
final class Completion {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(5);

    /** When no statement has come for this long, the deliveries without one lie in periods that are still open. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    private final List<LoadedContract> contracts;

    private Completion(List<LoadedContract> contracts) {
        this.contracts =
                contracts.stream().filter(contract -> contract.known() > 0).toList();
    }

    static void await(List<LoadedContract> contracts) throws InterruptedException {
        Completion completion = new Completion(contracts);
        if (!completion.contracts.isEmpty()) {
            completion.awaitListed();
            completion.awaitSettled();
        }
    }

    /** The lists know of every contract that its history is complete. */
    private void awaitListed() throws InterruptedException {
        long until = System.nanoTime() + LISTED_WITHIN.toNanos();
        while (!allListed()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("The list of contracts is more than " + LISTED_WITHIN + " behind.");
            }
            Patience.pause(LOOK_AGAIN);
        }
    }

    private boolean allListed() {
        Map<String, Long> listed = new HashMap<>();
        for (JsonNode item : contracts.get(0).customer().manager().getAll("/sla-contracts?phase=active")) {
            listed.put(item.path("id").asText(), item.path("seq").asLong());
        }
        return contracts.stream().allMatch(contract -> listed.getOrDefault(contract.id(), 0L) >= contract.seq());
    }

    private void awaitSettled() throws InterruptedException {
        List<LoadedContract> open = new ArrayList<>(contracts);
        long lastChange = System.nanoTime();
        long before = -1;
        while (System.nanoTime() - lastChange < QUIET.toNanos()) {
            long settled = 0;
            for (LoadedContract contract : List.copyOf(open)) {
                long covered = StatementList.of(contract).stream()
                        .mapToLong(item -> item.path("total").asLong())
                        .sum();
                settled += covered;
                if (covered >= contract.known()) {
                    open.remove(contract);
                }
            }
            if (open.isEmpty()) {
                return;
            }
            if (settled != before) {
                before = settled;
                lastChange = System.nanoTime();
            }
            Patience.pause(LOOK_AGAIN);
        }
    }
}
