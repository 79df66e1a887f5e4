package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A claim that observations should not count, waiting for the other party's answer. */
public record ExclusionClaim(
        String id, ExclusionReason reason, List<String> observationIds, String evidence, TenantId by, Instant at) {
    static final Duration TIME_TO_ANSWER = Duration.ofDays(90);

    public ExclusionClaim {
        observationIds = List.copyOf(observationIds);
    }

    /** Nobody answered in time: its observations count, and are no longer kept for its sake. */
    boolean lapsed(Instant now) {
        return !now.isBefore(at.plus(TIME_TO_ANSWER));
    }
}
