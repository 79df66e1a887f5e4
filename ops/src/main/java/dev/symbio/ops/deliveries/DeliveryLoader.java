package dev.symbio.ops.deliveries;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings deliveries in: per provider a tenant and a contract with the customer, signed by both; the deliveries as its
 * history; and the declaration that the history is complete, on which the contract closes its periods.
 */
public final class DeliveryLoader {
    private static final int PARALLEL_PROVIDERS = 8;
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;
    private static final String CUSTOMER = "Buyer";

    private final Community community;
    private final Terms terms;
    private final Progress progress;

    public DeliveryLoader(ApiClient client, Terms terms, Progress progress) {
        this.community = new Community(client);
        this.terms = terms;
        this.progress = progress;
    }

    /**
     * @param byProvider what goes in, each provider's in one currency
     * @return in the same order
     * @throws UnusableFile when the platform refuses the terms
     */
    public List<LoadedContract> load(Map<String, List<Delivery>> byProvider) {
        Company customer = company(CUSTOMER, TenantIds.plain(CUSTOMER), "MANUFACTURER");
        Map<String, String> ids = TenantIds.of(byProvider.keySet());
        AtomicInteger done = new AtomicInteger();
        AtomicLong rows = new AtomicLong();
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL_PROVIDERS);
        try {
            List<Future<LoadedContract>> results = new ArrayList<>();
            byProvider.forEach((name, deliveries) -> results.add(workers.submit(() -> {
                Company provider = company(name, ids.get(name), "SERVICE_PROVIDER");
                LoadedContract loaded = loadContract(name, customer, provider, deliveries);
                long sofar = rows.addAndGet(deliveries.size());
                progress.providerDone(done.incrementAndGet(), byProvider.size(), sofar);
                return loaded;
            })));
            List<LoadedContract> contracts = new ArrayList<>();
            for (Future<LoadedContract> result : results) {
                contracts.add(outcome(result));
            }
            return contracts;
        } finally {
            workers.shutdownNow();
        }
    }

    /** A company under this id, or under one with a hash when the id belongs to somebody else. */
    private Company company(String name, String id, String kind) {
        String shown = TenantIds.shown(name);
        return community
                .company(id, shown, kind)
                .or(() -> community.company(TenantIds.withHash(name), shown, kind))
                .orElseThrow(() -> new IllegalStateException("No tenant id is free for " + name + "."));
    }

    private LoadedContract loadContract(String name, Company customer, Company provider, List<Delivery> deliveries) {
        Terms own = terms.in(deliveries.get(0).currency());
        String load = Digest.of(own.json().toString(), deliveries);
        LocalDate earliest = deliveries.stream()
                .map(Delivery::promisedOn)
                .min(LocalDate::compareTo)
                .orElseThrow();
        String contract = contract(new Contracts(customer, provider), own, own.periodStart(earliest), load);
        String path = "/sla-contracts/" + contract;
        Intake intake = new Intake(customer.integration(), path + "/observations", load);
        intake.send(deliveries);
        long seq = 0;
        if (intake.accepted() + intake.repeated() > 0) {
            seq = customer.manager()
                    .post(path + "/backfill/complete", load + "-complete", Map.of())
                    .path("seq")
                    .asLong();
        }
        return new LoadedContract(
                name, provider, customer, contract, seq, intake.accepted(), intake.repeated(), intake.problems());
    }

    private static String contract(Contracts contracts, Terms terms, Instant effectiveFrom, String load) {
        String name = "Deliveries by " + contracts.provider().name();
        try {
            return contracts.active(load, name, terms.json(), effectiveFrom, true);
        } catch (ApiProblem refused) {
            if (refused.status() == BAD_REQUEST || refused.status() == UNPROCESSABLE) {
                throw new UnusableFile("The platform refuses the terms. " + refused.getMessage(), refused);
            }
            throw refused;
        }
    }

    private static LoadedContract outcome(Future<LoadedContract> result) {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The load was interrupted.", stop);
        }
    }
}
