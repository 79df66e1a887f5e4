package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Happened;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Personal;
import dev.symbio.platform.personal.Subject;
import dev.symbio.tenants.tenant.Role;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What happened to a value commitment. The stored name of each is in {@link ValueCommitment#KIND}. */
public sealed interface CommitmentEvent {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Drafted(
            CommitmentTerms terms,
            TenantId host,
            TenantId customer,
            boolean backfill,
            int maxPromises,
            String origin,
            Instant at)
            implements CommitmentEvent {}

    /** Whoever had signed has to sign again. */
    record Changed(CommitmentTerms terms, int revision, int maxPromises, Instant at) implements CommitmentEvent {}

    record Signed(Signature signature, int revision) implements CommitmentEvent {}

    /** All have signed. */
    record Activated(int revision, Instant at) implements CommitmentEvent {}

    /** @param at when it happened, which may be long before it is recorded */
    record Triggered(String name, Instant at, TenantId by) implements CommitmentEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /** Accepted samples only. They happened when the last of them did. */
    record SamplesRecorded(List<Sample> samples, TenantId by, Instant at) implements CommitmentEvent, Happened {
        public SamplesRecorded {
            samples = List.copyOf(samples);
        }

        @Override
        public Instant happenedAt() {
            return samples.stream().map(Sample::at).max(Instant::compareTo).orElse(at);
        }
    }

    /** The first window has begun. */
    record TrackingStarted(String promise, Instant at) implements CommitmentEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /** If it goes on like this, the target of the window will be missed. Told once per window while it stays so. */
    record RiskRaised(
            String promise,
            int window,
            Instant start,
            Instant end,
            long samples,
            BigDecimal projected,
            BigDecimal target,
            Instant at)
            implements CommitmentEvent {}

    /** @param state that the promise is back in */
    record RiskCleared(String promise, int window, BigDecimal projected, PromiseState state, Instant at)
            implements CommitmentEvent {}

    /** A window has been judged and is no breach. */
    record WindowJudged(Verdict verdict) implements CommitmentEvent, Happened {
        @Override
        public Instant happenedAt() {
            return verdict.at();
        }
    }

    /**
     * A window missed its target. Carries what others need to act: to start a journey, or to observe it under an SLA.
     *
     * @param customer its tenant; null when it is not on the platform
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromiseBreached(
            Verdict verdict, String clause, String unit, String commitment, TenantId host, TenantId customer)
            implements CommitmentEvent, Happened {
        @Override
        public Instant happenedAt() {
            return verdict.at();
        }
    }

    /** @param rung of the ladder, from 0 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Escalated(
            String promise, String clause, int rung, @Subject String subject, Role role, Verdict verdict, Instant at)
            implements CommitmentEvent, Happened {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    record BackfillCompleted(TenantId by, Instant at) implements CommitmentEvent {}

    record WaiverProposed(String promise, Waiver waiver) implements CommitmentEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WaiverAnswered(
            String promise,
            boolean accepted,
            @Personal String note,
            @Personal String reason,
            Signature signature,
            PromiseState state)
            implements CommitmentEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ObstacleRecorded(
            String obstacleId,
            ObstacleCategory category,
            String cause,
            String promise,
            BigDecimal effortHours,
            @Personal String description,
            TenantId by,
            Instant at)
            implements CommitmentEvent {}

    record Ended(@Personal String reason, TenantId by, Instant at) implements CommitmentEvent {}
}
