package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.symbio.platform.entity.Happened;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Personal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What happened to an SLA contract. The stored name of each is in {@link SlaContract#KIND}. */
public sealed interface SlaEvent {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Drafted(String name, Parties parties, SlaTerms terms, Instant effectiveFrom, boolean backfill, TenantId by)
            implements SlaEvent {}

    record Offered(int version, TenantId by) implements SlaEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Countered(int version, SlaTerms terms, Instant effectiveFrom, @Personal String note, TenantId by)
            implements SlaEvent {}

    /** Both parties have signed: the contract is active. */
    record Signed(int version, TenantId by, Instant at) implements SlaEvent {}

    record Withdrawn(@Personal String reason, TenantId by) implements SlaEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AmendmentProposed(int version, SlaTerms terms, Instant effectiveFrom, @Personal String note, TenantId by)
            implements SlaEvent {}

    /** Both parties have signed the amendment. */
    record AmendmentSigned(int version, TenantId by, Instant at) implements SlaEvent {}

    record AmendmentRejected(int version, @Personal String reason, TenantId by) implements SlaEvent {}

    /** Accepted observations only. It happened when the last of them did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ObservationsRecorded(String source, Instant at, List<Observation> observations)
            implements SlaEvent, Happened {
        public ObservationsRecorded {
            observations = List.copyOf(observations);
        }

        @Override
        public Instant happenedAt() {
            Instant last = observations.stream()
                    .map(Observation::factTime)
                    .max(Instant::compareTo)
                    .orElseThrow();
            return last.isBefore(at) ? last : at;
        }
    }

    record BackfillCompleted(TenantId by, Instant at) implements SlaEvent {}

    /** Periods without data that, by the terms, get no statement: all that are not closed and end by {@code until}. */
    record PeriodsSkipped(Instant until, Instant at) implements SlaEvent {}

    /** The period is closed, with this statement. */
    record PeriodClosed(Statement statement) implements SlaEvent {}

    /** What turned out after the last period of a retired contract is settled by a statement of its own. */
    record AdjustmentsSettled(Statement statement) implements SlaEvent {}

    /** Closed periods were settled again; the differences wait for the next statement. */
    record CreditsRestated(List<Restatement> periods, Instant at) implements SlaEvent {
        public CreditsRestated {
            periods = List.copyOf(periods);
        }
    }

    record ExclusionClaimed(
            String exclusionId,
            ExclusionReason reason,
            List<String> observationIds,
            @Personal String evidence,
            TenantId by,
            Instant at)
            implements SlaEvent {
        public ExclusionClaimed {
            observationIds = List.copyOf(observationIds);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExclusionAnswered(String exclusionId, boolean accepted, @Personal String note, TenantId by, Instant at)
            implements SlaEvent {}

    /** Told once per period and level. */
    record EarlyWarningRaised(Outlook outlook) implements SlaEvent {}

    record StatementDisputed(
            String period, List<DisputedObservation> observations, @Personal String evidence, TenantId by, Instant at)
            implements SlaEvent {
        public StatementDisputed {
            observations = List.copyOf(observations);
        }
    }

    record ResolutionProposed(String period, DisputeCase.Resolution resolution) implements SlaEvent {}

    /** The dispute is over. The statement is the restated one; an unfounded dispute leaves it as it was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DisputeResolved(
            String period, DisputeCase.Resolution resolution, IndicatorValue indicator, Statement statement)
            implements SlaEvent {}

    /** A party accepts the statement before the dispute window is over; it counts once the other one has, too. */
    record AcceptanceGiven(String period, TenantId by, Instant at) implements SlaEvent {}

    /** @param by who accepted last; null when the dispute window passed or the dispute was resolved */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatementAccepted(String period, Acceptance how, TenantId by, Instant at) implements SlaEvent {
        public enum Acceptance {
            /** No longer happens: one party alone could end the other's right to dispute. */
            @JsonProperty("by-provider")
            BY_PROVIDER,
            @JsonProperty("by-both")
            BY_BOTH,
            @JsonProperty("undisputed")
            UNDISPUTED,
            @JsonProperty("dispute-resolved")
            DISPUTE_RESOLVED
        }
    }

    /**
     * The debtor owes the creditor this amount. It is what finance systems are told.
     *
     * @param obligationId stays the same however often it is delivered
     */
    record PaymentDue(
            String obligationId,
            String contractName,
            String period,
            BigDecimal amount,
            String currency,
            TenantId debtor,
            TenantId creditor,
            Instant at)
            implements SlaEvent {}

    /** The obligation was delivered to finance. */
    record StatementSent(String period, String deliveryId, Instant at) implements SlaEvent {}

    record PaymentAcknowledged(String period, String reference, TenantId by, Instant at) implements SlaEvent {}

    record PaymentConfirmed(String period, String reference, LocalDate paidOn, TenantId by, Instant at)
            implements SlaEvent {}

    /**
     * The contract's end.
     *
     * @param until no period begins at or after it
     * @param unsettled what was recorded for a time after the end; null when there was nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Retired(@Personal String reason, Instant until, TenantId by, Instant at, Unsettled unsettled)
            implements SlaEvent {}

    /**
     * Observations that no statement will count.
     *
     * @param ids the first thousand of them
     */
    record Unsettled(int observations, List<String> ids) {
        public Unsettled {
            ids = List.copyOf(ids);
        }
    }
}
