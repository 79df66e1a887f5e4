package dev.symbio.contracts.sla;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.util.function.Consumer;

/** Terms to test with, written the way users write them. */
final class TermsSamples {
    static final String ON_TIME =
            """
            { "indicator": {"kind":"ratio"},
              "objective": {"operator":">=","target":"0.95"},
              "window": {"kind":"quarter","zone":"UTC"},
              "currency":"USD",
              "credits": {"tiers":[{"from":"0.90","to":"0.95","percent":"2"},{"from":"0.75","to":"0.90","percent":"5"},
                                   {"from":"0","to":"0.75","percent":"10"}],
                          "capPerPeriod":"50000","capRolling12Months":"120000"},
              "exclusions":["force-majeure","customer-fault"], "noData":"skip",
              "rounding":{"decimals":2,"mode":"half-up"},
              "grace":"P2D", "disputeWindow":"P14D", "lateObservations":"P400D" }""";

    static final String ANSWERS_WITHIN_FOUR_WORKING_HOURS =
            """
            { "indicator": {"kind":"ratio","meets":{"operator":"<=","value":"4","unit":"h"},"clock":"working",
                "calendar":{"name":"desk","version":1,"zone":"Asia/Shanghai","holidays":[],
                  "week":{"MONDAY":[{"from":"09:00","to":"17:00"}],"TUESDAY":[{"from":"09:00","to":"17:00"}],
                          "FRIDAY":[{"from":"09:00","to":"17:00"}]}}},
              "objective": {"operator":">=","target":"0.9"},
              "window": {"kind":"month","zone":"Asia/Shanghai"},
              "currency":"CNY",
              "credits": {"tiers":[{"from":"0","to":"0.9","percent":"10"}],"baseAmount":"1000"},
              "exclusions":[], "noData":"skip", "rounding":{"decimals":2,"mode":"half-up"},
              "grace":"P1D", "disputeWindow":"P7D", "lateObservations":"P30D" }""";

    private TermsSamples() {}

    /** 95 % on time per calendar quarter. */
    static SlaTerms onTime() {
        return Given.terms(ON_TIME);
    }

    /** On-time terms with something changed. */
    static SlaTerms onTime(Consumer<ObjectNode> change) {
        return changed(ON_TIME, change);
    }

    static SlaTerms changed(String json, Consumer<ObjectNode> change) {
        try {
            ObjectNode node = (ObjectNode) Json.MAPPER.readTree(json);
            change.accept(node);
            return Json.MAPPER.treeToValue(node, SlaTerms.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static SlaTerms put(String field, String json) {
        return onTime(node -> node.set(field, tree(json)));
    }

    static com.fasterxml.jackson.databind.JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
