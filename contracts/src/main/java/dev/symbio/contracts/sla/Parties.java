package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is bound by a contract.
 *
 * @param provider promises the service level and owes the credits
 * @param customer receives the service and the credits
 * @param arbiter may rule disputes alone; null when the parties named none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Parties(TenantId provider, TenantId customer, TenantId arbiter) {
    /** Whether the tenant signs, records, disputes: provider or customer. */
    public boolean binds(TenantId tenant) {
        return tenant.equals(provider) || tenant.equals(customer);
    }

    public boolean isArbiter(TenantId tenant) {
        return tenant.equals(arbiter);
    }

    /** Everyone who sees the signed contract: provider, customer, and the arbiter if there is one. */
    public List<TenantId> viewers() {
        List<TenantId> viewers = new ArrayList<>(List.of(provider, customer));
        if (arbiter != null) {
            viewers.add(arbiter);
        }
        return viewers;
    }

    public TenantId otherThan(TenantId tenant) {
        return tenant.equals(provider) ? customer : provider;
    }
}
