package dev.symbio.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.ApiClient.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A company that sells, and a partner, of a test's own; and opportunities of the former. */
final class Sales {
    static final String OPPORTUNITIES = "/api/v1/opportunities";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final RunningSymbio symbio;
    final String host;
    final String partner;

    private Sales(RunningSymbio symbio, String suffix) {
        this.symbio = symbio;
        host = "seller-" + suffix;
        partner = "coseller-" + suffix;
    }

    static Sales in(RunningSymbio symbio) {
        Sales sales = new Sales(symbio, Integer.toString(COUNT.incrementAndGet()));
        for (String tenant : List.of(sales.host, sales.partner)) {
            List<Map<String, Object>> members =
                    List.of("SALES", "SALES_MANAGER", "FINANCE", "AUDITOR", "VIEWER").stream()
                            .map(role -> Map.<String, Object>of(
                                    "subject",
                                    role.toLowerCase(java.util.Locale.ROOT),
                                    "name",
                                    role,
                                    "roles",
                                    List.of(role)))
                            .toList();
            Deal.done(symbio.operator()
                    .post(
                            "/api/v1/tenants",
                            Map.of(
                                    "id",
                                    tenant,
                                    "name",
                                    tenant,
                                    "kind",
                                    "MANUFACTURER",
                                    "zone",
                                    "UTC",
                                    "members",
                                    members)));
        }
        return sales;
    }

    ApiClient seller() {
        return symbio.as("sales@" + host);
    }

    ApiClient manager() {
        return symbio.as("sales_manager@" + host);
    }

    ApiClient hostAs(String subject) {
        return symbio.as(subject + "@" + host);
    }

    ApiClient partner() {
        return symbio.as("sales@" + partner);
    }

    static Map<String, Object> opportunity() {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("customer", "Acme");
        wanted.put("industry", "retail");
        wanted.put("size", "large");
        wanted.put("cycle", "long");
        wanted.put("product", "GTX");
        wanted.put("amount", "1000.00");
        wanted.put("currency", "USD");
        wanted.put("expectedClose", "2027-06-30");
        wanted.put("owner", "sales");
        wanted.put("supervisor", "sales_manager");
        return wanted;
    }

    /** @return the path of a new opportunity */
    String opened() {
        JsonNode done = Deal.done(seller().post(OPPORTUNITIES, opportunity()));
        return OPPORTUNITIES + "/" + done.get("id").asText();
    }

    Answer artefact(String opportunity, String kind) {
        return seller().post(opportunity + "/artefacts", Map.of("name", "A " + kind, "kind", kind));
    }

    /** Through the gates that hold by default, up to the stage of the contract. */
    String signed() {
        String opportunity = opened();
        List<String> gates = List.of("contact-note", "pain-point-list", "demo-record", "objection-list", "quote");
        List<String> stages = List.of("needs-diagnosis", "demo", "objection-handling", "quote", "contract");
        for (int i = 0; i < gates.size(); i++) {
            Deal.done(artefact(opportunity, gates.get(i)));
            Deal.done(seller().post(opportunity + "/advance", Map.of("to", stages.get(i))));
        }
        Deal.done(artefact(opportunity, "contract"));
        return opportunity;
    }

    /** @return the id of an opportunity of a company that has been there before */
    static String openedIn(RunningSymbio symbio, String tenant) {
        return Deal.done(symbio.as("sales@" + tenant).post(OPPORTUNITIES, opportunity()))
                .get("id")
                .asText();
    }

    static final String ROWS =
            """
            reference,source,customer,owner,openedAt,stage,outcome,closedAt,amount,currency,reason
            R1,"file, R1",Acme,ann,2017-01-02T00:00:00Z,contract,won,2017-03-01T00:00:00Z,1054,USD,
            R2,"file, R2",Acme,ann,2017-01-03T00:00:00Z,needs-diagnosis,lost,2017-03-02T00:00:00Z,,,Unknown.
            R3,"file, R3",Acme,ann,2017-01-04T00:00:00Z,needs-diagnosis,,,,,
            """;
}
