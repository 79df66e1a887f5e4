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

    static final String TWO_DELIVERIES =
            """
            id,at,happenedAt,amount,currency
            d1,2011-07-05T12:00:00Z,2011-07-05T11:00:00Z,1000,USD
            d2,2011-07-06T12:00:00Z,2011-07-09T11:00:00Z,3000,USD
            """;

    private SampleTerms() {}

    static ObjectNode onTime() {
        return (ObjectNode) tree(ON_TIME);
    }

    static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
