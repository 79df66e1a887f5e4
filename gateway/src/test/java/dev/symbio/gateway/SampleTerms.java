package dev.symbio.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** On-time deliveries by quarters, as JSON. */
final class SampleTerms {
    private static final String ON_TIME =
            """
            {"indicator":{"kind":"ratio"},"objective":{"operator":">=","target":"0.95"},
             "window":{"kind":"quarter","zone":"UTC"},"currency":"USD",
             "credits":{"tiers":[{"from":"0.90","to":"0.95","percent":"2"},{"from":"0.75","to":"0.90","percent":"5"},
                                 {"from":"0","to":"0.75","percent":"10"}],
                        "capPerPeriod":"50000","capRolling12Months":"120000"},
             "exclusions":["force-majeure","customer-fault"],"noData":"skip",
             "rounding":{"decimals":2,"mode":"half-up"},"grace":"P2D","disputeWindow":"P14D","lateObservations":"P400D"}
            """;

    private SampleTerms() {}

    static ObjectNode onTime() {
        return (ObjectNode) tree(ON_TIME);
    }

    /** Of a contract in which the maker buys from the mover, from the middle of 2011 on. */
    static ObjectNode draft(String name, boolean backfill) {
        ObjectNode draft = (ObjectNode) tree(
                """
                {"provider":"mover","customer":"maker","effectiveFrom":"2011-07-01T00:00:00Z"}""");
        draft.put("name", name).put("backfill", backfill).set("terms", onTime());
        return draft;
    }

    static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
