package dev.symbio.ops.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The companies on a platform: finds them, and brings in those that are missing, each with the same few members. */
public final class Community {
    public static final Identity OPERATOR = new Identity("operator", "symbio");

    /** What each company's members may do. */
    private static final List<Map<String, Object>> MEMBERS = List.of(
            member("admin", "Administrator", "ADMIN"),
            member("manager", "Contract manager", "CONTRACT_MANAGER"),
            member("integration", "Integration", "INTEGRATION"),
            member("finance", "Finance", "FINANCE"),
            member("auditor", "Auditor", "AUDITOR"),
            member("sales", "Sales", "SALES"),
            member("supervisor", "Sales manager", "SALES_MANAGER"),
            member("delivery", "Delivery", "DELIVERY"),
            member("success", "Customer success", "CUSTOMER_SUCCESS"));

    private final ApiClient client;
    private final Session operator;

    public Community(ApiClient client) {
        this.client = client;
        this.operator = client.as(OPERATOR);
    }

    /** A company and its members' sessions. */
    public record Company(String tenant, String name, Session manager, Session integration, Session finance) {}

    /**
     * The company with this id, brought in when it is missing.
     *
     * @param kind such as {@code SERVICE_PROVIDER}
     * @return empty if the id belongs to a company with another name or of another kind
     */
    public Optional<Company> company(String id, String name, String kind) {
        ApiAnswer found = operator.tryGet("/tenants/" + id);
        if (found.status() == 404) {
            String key = "tenant-" + id + "-" + Integer.toHexString((name + kind).hashCode());
            Map<String, Object> tenant =
                    Map.of("id", id, "name", name, "kind", kind, "zone", "UTC", "members", MEMBERS);
            ApiAnswer created = operator.tryPost("/tenants", key, tenant);
            // Somebody else may have been faster; then the id is looked at again.
            if (created.status() != 409 && created.status() != 422) {
                Session.required("POST /tenants", created);
                return Optional.of(company(id, name));
            }
            found = operator.tryGet("/tenants/" + id);
            if (found.status() == 404) {
                throw new ApiProblem("POST /tenants for \"" + name + "\"", created);
            }
        }
        JsonNode tenant = Session.required("GET /tenants/" + id, found).body();
        boolean same = name.equals(tenant.path("name").asText())
                && kind.equalsIgnoreCase(tenant.path("kind").asText().replace('-', '_'));
        return same ? Optional.of(company(id, name)) : Optional.empty();
    }

    private Company company(String id, String name) {
        return new Company(
                id,
                name,
                client.as(new Identity("manager", id)),
                client.as(new Identity("integration", id)),
                client.as(new Identity("finance", id)));
    }

    private static Map<String, Object> member(String subject, String name, String role) {
        return Map.of("subject", subject, "name", name, "roles", List.of(role));
    }
}
