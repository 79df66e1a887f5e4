package dev.symbio.ops.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.Community.Company;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brings contracts to life: one party drafts and offers, the other signs. */
public final class Contracts {
    private final Company customer;
    private final Company provider;

    public Contracts(Company customer, Company provider) {
        this.customer = customer;
        this.provider = provider;
    }

    /**
     * A contract that both have signed.
     *
     * @param key makes it one contract however often this is called
     * @param terms as JSON
     * @return its id
     */
    public String active(String key, String name, JsonNode terms, Instant effectiveFrom, boolean backfill) {
        ApiAnswer drafted = draft(key, name, terms, effectiveFrom, backfill);
        String id = Session.required("POST /sla-contracts", drafted)
                .body()
                .path("id")
                .asText();
        customer.manager().post("/sla-contracts/" + id + "/offer", key + "-offer", Map.of());
        provider.manager().post("/sla-contracts/" + id + "/sign", key + "-sign", Map.of("version", 1));
        return id;
    }

    /** Only the draft, whatever the platform says to it. */
    public ApiAnswer draft(String key, String name, JsonNode terms, Instant effectiveFrom, boolean backfill) {
        Map<String, Object> contract = new LinkedHashMap<>();
        contract.put("name", name);
        contract.put("provider", provider.tenant());
        contract.put("customer", customer.tenant());
        contract.put("terms", terms);
        contract.put("effectiveFrom", effectiveFrom.toString());
        contract.put("backfill", backfill);
        return customer.manager().tryPost("/sla-contracts", key + "-draft", contract);
    }

    public Company customer() {
        return customer;
    }

    public Company provider() {
        return provider;
    }
}
