package dev.symbio.gateway.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.gateway.audit.OwnKind;
import dev.symbio.gateway.tenants.TenantViews.TenantView;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.tenant.Tenant;
import dev.symbio.tenants.tenant.TenantEvent;
import java.util.Set;

/**
 * Companies for auditors: who was a member in which role, and the calendar. How members are reached is for themselves and for
 * those who manage the company, and is left out for everybody.
 */
public final class TenantAudit {
    /** A member's contact, and the name that a redaction has to find in earlier events. */
    private static final Set<String> LEFT_OUT = Set.of("mail", "language", "named");

    private TenantAudit() {}

    public static OwnKind<?, ?> of(Entities entities) {
        return new OwnKind<>(
                Tenant.KIND,
                entities,
                (entity, moment) -> TenantView.of(moment.found(), member -> false),
                TenantAudit::withoutContact);
    }

    private static JsonNode withoutContact(TenantEvent event) {
        return withoutContact(Json.MAPPER.<JsonNode>valueToTree(event));
    }

    private static JsonNode withoutContact(JsonNode data) {
        if (data instanceof ObjectNode object) {
            object.remove(LEFT_OUT);
        }
        data.forEach(TenantAudit::withoutContact);
        return data;
    }
}
