package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Personal;
import dev.symbio.platform.personal.Subject;
import java.time.Instant;

/** Somebody proposes to let a promise go; it waits for the other signature. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Waiver(
        @Personal String reason,
        Capacity capacity,
        @Subject(in = "tenant") String subject,
        TenantId tenant,
        Instant at) {
    /** Who a person is, its own tenant knows; the other party sees the capacity. */
    public Waiver seenBy(TenantId reader) {
        return reader.equals(tenant) ? this : new Waiver(reason, capacity, null, tenant, at);
    }
}
