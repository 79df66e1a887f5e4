package dev.symbio.gateway;

import java.util.List;
import java.util.Map;

/** Bodies with which endpoints about opportunities would do something, if they were let. */
final class OpportunityBodies {
    private OpportunityBodies() {}

    static Object of(String endpoint, String partner) {
        return switch (endpoint) {
            case "openOpportunity", "changeOpportunity" -> Sales.opportunity();
            case "recordContact" -> Map.of("summary", "Talked.", "minutes", true);
            case "recordRoles" -> Map.of("roles", List.of(Map.of("role", "legal", "person", "Eve")));
            case "releaseRole" -> Map.of("role", "legal", "reason", "Left.");
            case "addArtefact" -> Map.of("name", "N", "kind", "contact-note");
            case "reviseClause" -> Map.of("clause", "4.2");
            case "shareOpportunity" -> Map.of("partner", partner, "fields", List.of("customer"));
            case "endShare" -> Map.of("partner", partner, "reason", "Done.");
            case "advanceOpportunity" -> Map.of("to", "needs-diagnosis");
            case "returnOpportunity" -> Map.of("to", "first-touch", "reason", "Again.");
            case "winOpportunity" -> Map.of("confirmed", true);
            case "loseOpportunity", "abandonOpportunity" -> Map.of("reason", "Because.");
            case "expectPayment" -> Map.of("on", "2099-01-01");
            case "recordPayment" -> Map.of("reference", "P", "amount", "1", "paidOn", "2026-01-01");
            case "reportRenewal" -> Map.of("endsOn", "2099-01-01", "ticketResolution", "0.8");
            case "importOpportunities" ->
                Map.of(
                        "rows",
                        List.of(Map.of(
                                "reference", "R",
                                "source", "f",
                                "customer", "Acme",
                                "owner", "ann",
                                "openedAt", "2017-01-01T00:00:00Z",
                                "stage", "demo")));
            case "setSalesSettings" -> SETTINGS;
            default -> Map.of();
        };
    }

    private static final Map<String, Object> SETTINGS = Map.of(
            "gates",
            Map.of(
                    "firstTouch", List.of("a"),
                    "needsDiagnosis", List.of("a"),
                    "demo", List.of("a"),
                    "objectionHandling", List.of("a"),
                    "quote", List.of("a"),
                    "contract", List.of("a")),
            "stallAfter",
            "PT72H",
            "scripts",
            Map.of("name", "", "items", List.of()),
            "strategies",
            List.of());
}
