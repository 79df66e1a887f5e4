package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Subject;
import java.time.Instant;

/** Who has signed, for which tenant and in which capacity. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Signature(Capacity capacity, @Subject(in = "tenant") String subject, TenantId tenant, Instant at) {
    /** Who a person is, its own tenant knows; the other party sees the capacity. */
    public Signature seenBy(TenantId reader) {
        return reader.equals(tenant) ? this : new Signature(capacity, null, tenant, at);
    }
}
