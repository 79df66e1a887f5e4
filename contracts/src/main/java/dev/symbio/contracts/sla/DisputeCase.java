package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Personal;
import java.time.Instant;
import java.util.List;

/**
 * A statement under dispute, and how it was resolved.
 *
 * @param proposed what one party proposes as resolution, or null
 * @param resolved how it ended, or null while it is open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisputeCase(
        TenantId raisedBy,
        Instant raisedAt,
        List<DisputedObservation> observations,
        String evidence,
        Resolution proposed,
        Resolution resolved) {

    public enum Outcome {
        /** All claims hold. */
        @JsonProperty("upheld")
        UPHELD,
        /** No claim holds. */
        @JsonProperty("rejected")
        REJECTED,
        /** Some claims hold: those granted. */
        @JsonProperty("split")
        SPLIT
    }

    /**
     * A proposed or final resolution.
     *
     * @param granted ids of the observations whose claims hold
     * @param by who proposed it, or the arbiter who ruled
     */
    public record Resolution(Outcome outcome, List<String> granted, @Personal String note, TenantId by, Instant at) {
        public Resolution {
            granted = List.copyOf(granted);
        }
    }

    public DisputeCase {
        observations = List.copyOf(observations);
    }

    DisputeCase proposing(Resolution resolution) {
        return new DisputeCase(raisedBy, raisedAt, observations, evidence, resolution, null);
    }

    DisputeCase resolved(Resolution resolution) {
        return new DisputeCase(raisedBy, raisedAt, observations, evidence, null, resolution);
    }
}
