package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What can be asked of a value commitment. Who may ask what is said at each; to everyone else it does not exist. */
public sealed interface CommitmentCommand {

    /**
     * The host, or the platform in its tenant, writes a commitment down.
     *
     * @param customer the customer's tenant; null when it is not on the platform
     * @param backfill history comes in first: nothing is judged until it is declared complete
     * @param maxPromises as the platform is set; see {@link ValueCommitment#DEFAULT_MAX_PROMISES}
     * @param origin public id of what it came from, such as an opportunity that was won; may be null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Draft(CommitmentTerms terms, TenantId customer, boolean backfill, int maxPromises, String origin)
            implements CommitmentCommand {}

    /** The host changes what is not active yet; all signatures are cleared. */
    record Change(CommitmentTerms terms, int maxPromises) implements CommitmentCommand {}

    /**
     * A person signs in a capacity that the caller has checked against the person's roles.
     *
     * @param revision that is signed, so that nobody signs what has just changed
     */
    record Sign(Capacity capacity, int revision) implements CommitmentCommand {}

    /** Either party tells that a trigger has happened. */
    record Trigger(String name, Instant happenedAt) implements CommitmentCommand {
        /** Stores keep microseconds. */
        Trigger inMicros() {
            return new Trigger(name, happenedAt.truncatedTo(ChronoUnit.MICROS));
        }
    }

    /**
     * Either party records samples; answers {@link TelemetryReceipt}.
     *
     * @param partial whether good ones go in when others do not fit; else all or nothing
     */
    record RecordTelemetry(List<Sample> samples, boolean partial) implements CommitmentCommand {
        public RecordTelemetry {
            samples = Copies.of(samples);
        }
    }

    /** Either party declares that the history is complete: all windows that are over are judged, in order. */
    record CompleteBackfill() implements CommitmentCommand {}

    /** Either party proposes to let a promise go. */
    record ProposeWaiver(String promise, String reason, Capacity capacity) implements CommitmentCommand {}

    /** The other party, or without a customer tenant another capacity of the host, agrees or refuses. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AnswerWaiver(String promise, boolean accept, String note, Capacity capacity) implements CommitmentCommand {}

    /**
     * Either party notes what stands in the way; answers {@code {"obstacleId": ...}}.
     *
     * @param promise the key of the promise that it affects; null when it affects all
     * @param effortHours what it takes to remove it; null when nobody knows
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordObstacle(
            ObstacleCategory category, String cause, String promise, BigDecimal effortHours, String description)
            implements CommitmentCommand {}

    /** The host ends it. */
    record End(String reason) implements CommitmentCommand {}

    /** The platform: what is due begins, is judged, or goes up the ladder. */
    record Advance() implements CommitmentCommand {}
}
