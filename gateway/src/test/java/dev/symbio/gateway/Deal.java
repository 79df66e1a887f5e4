package dev.symbio.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A customer, a provider and an arbiter of a test's own, and contracts between them. */
final class Deal {
    static final String CONTRACTS = "/api/v1/sla-contracts";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final RunningSymbio symbio;
    final String customer;
    final String provider;
    final String arbiter;

    private Deal(RunningSymbio symbio, String suffix) {
        this.symbio = symbio;
        customer = "maker-" + suffix;
        provider = "mover-" + suffix;
        arbiter = "judge-" + suffix;
    }

    static Deal in(RunningSymbio symbio) {
        Deal deal = new Deal(symbio, Integer.toString(COUNT.incrementAndGet()));
        symbio.company(deal.customer, "MANUFACTURER");
        symbio.company(deal.provider, "LOGISTICS");
        symbio.company(deal.arbiter, "SERVICE_PROVIDER");
        return deal;
    }

    /** The same companies, once their Symbio has been started again. */
    Deal restartedIn(RunningSymbio restarted) {
        return new Deal(restarted, customer.substring("maker-".length()));
    }

    ApiClient customerAs(String role) {
        return symbio.as(role + "@" + customer);
    }

    ApiClient providerAs(String role) {
        return symbio.as(role + "@" + provider);
    }

    ApiClient arbiter() {
        return symbio.as("contract_manager@" + arbiter);
    }

    ApiClient buyer() {
        return customerAs("contract_manager");
    }

    ApiClient seller() {
        return providerAs("contract_manager");
    }

    ObjectNode draft(String name, boolean backfill) {
        ObjectNode draft =
                (ObjectNode) SampleTerms.tree("""
                {"effectiveFrom":"2011-07-01T00:00:00Z"}""");
        return draft.put("name", name)
                .put("provider", provider)
                .put("customer", customer)
                .put("backfill", backfill)
                .set("terms", SampleTerms.onTime());
    }

    /** @return the contract's path */
    String drafted(JsonNode draft) {
        return CONTRACTS + "/" + done(buyer().post(CONTRACTS, draft)).get("id").asText();
    }

    String offered(JsonNode draft) {
        String contract = drafted(draft);
        done(buyer().post(contract + "/offer", Map.of()));
        return contract;
    }

    String active(JsonNode draft) {
        String contract = offered(draft);
        done(seller().post(contract + "/sign", Map.of("version", 1)));
        return contract;
    }

    /** Active, with one of two deliveries of 2011-Q3 late, and that quarter closed. */
    String settled() {
        String contract = active(draft("Settled", true));
        done(providerAs("integration").postCsv(contract + "/observations", SampleTerms.TWO_DELIVERIES));
        done(buyer().post(contract + "/backfill/complete", Map.of()));
        return contract;
    }

    /** Active by the day, with a late delivery of yesterday, and yesterday closed by hand: 1,000 USD are lost by a tenth. */
    String closedYesterday() {
        LocalDate yesterday = LocalDate.ofInstant(
                        symbio.symbio().platform().clock().instant(), ZoneOffset.UTC)
                .minusDays(1);
        ObjectNode draft = draft("Daily", false);
        draft.put("effectiveFrom", yesterday + "T00:00:00Z");
        ObjectNode terms = draft.withObject("/terms");
        terms.set("window", SampleTerms.tree("{\"kind\":\"days\",\"days\":1}"));
        terms.put("grace", "P30D");
        String contract = active(draft);
        Map<String, Object> late =
                Map.of("id", "x", "at", yesterday + "T08:00:00Z", "met", false, "amount", "1000", "currency", "USD");
        done(seller().post(contract + "/observations", Map.of("observations", List.of(late))));
        done(seller().post(contract + "/periods/" + yesterday + ".P1D/close", Map.of()));
        return contract;
    }

    static JsonNode done(ApiClient.Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.json();
    }
}
