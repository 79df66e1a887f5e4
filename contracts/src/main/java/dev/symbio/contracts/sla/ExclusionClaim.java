package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.List;

/** A claim that observations should not count, waiting for the other party's answer. */
public record ExclusionClaim(
        String id, ExclusionReason reason, List<String> observationIds, String evidence, TenantId by, Instant at) {
    public ExclusionClaim {
        observationIds = List.copyOf(observationIds);
    }
}
