package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What can be asked of an SLA contract. Who may ask what is said at each; to everyone else it does not exist. */
public sealed interface SlaCommand {

    /** The hosting tenant, as one of the parties, writes down a contract. Until offered only it sees the draft. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Draft(
            String name,
            TenantId provider,
            TenantId customer,
            TenantId arbiter,
            SlaTerms terms,
            Instant effectiveFrom,
            boolean backfill)
            implements SlaCommand {}

    /** The drafter signs its draft and shows it to the other party. */
    record Offer() implements SlaCommand {}

    /** The party that has not signed the current version answers with one of its own, signed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Counter(SlaTerms terms, Instant effectiveFrom, String note) implements SlaCommand {}

    /** The other party signs the version on the table; the contract is active. */
    record Sign(int version) implements SlaCommand {}

    /** Either party ends the negotiation. */
    record Withdraw(String reason) implements SlaCommand {}

    /** Either party proposes new terms, signed, from a period boundary that is not closed yet. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProposeAmendment(SlaTerms terms, Instant effectiveFrom, String note) implements SlaCommand {}

    /** The other party signs the proposed amendment. */
    record SignAmendment(int version) implements SlaCommand {}

    /** The other party refuses the amendment, or its author takes it back. */
    record RejectAmendment(int version, String reason) implements SlaCommand {}

    /**
     * Either party records facts; answers {@link ObservationReceipt}.
     *
     * @param source where they come from, such as {@code wms}; may be null
     * @param partial whether good ones go in when others do not fit the contract; else all or nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordObservations(String source, List<Observation> observations, boolean partial) implements SlaCommand {
        public RecordObservations {
            observations = Copies.of(observations);
        }
    }

    /**
     * A process of a party says how one thing turned out, perhaps once more. The first verdict stands: the same again is nothing,
     * another one is refused, since what counts is corrected by both parties alone.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReportVerdict(String source, Observation observation) implements SlaCommand {}

    /** Either party declares that the history is complete: all periods that are over close, in order. */
    record CompleteBackfill() implements SlaCommand {}

    /** Either party closes a period that is over, without waiting for the grace time. */
    record ClosePeriod(String period) implements SlaCommand {}

    /** The platform: what is over and past its grace time closes. */
    record CloseDuePeriods() implements SlaCommand {}

    /** Either party claims that observations should not count; answers {@code {"exclusionId": ...}}. */
    record ClaimExclusion(ExclusionReason reason, List<String> observationIds, String evidence) implements SlaCommand {
        public ClaimExclusion {
            observationIds = Copies.of(observationIds);
        }
    }

    /** The other party accepts or refuses the claim. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AnswerExclusion(String exclusionId, boolean accept, String note) implements SlaCommand {}

    /** Either party disputes an issued statement within the dispute window. */
    record Dispute(String period, List<DisputedObservation> observations, String evidence) implements SlaCommand {
        public Dispute {
            observations = Copies.of(observations);
        }
    }

    /** Either party proposes how to resolve the dispute. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProposeResolution(String period, DisputeCase.Outcome outcome, List<String> granted, String note)
            implements SlaCommand {
        public ProposeResolution {
            granted = Copies.of(granted);
        }
    }

    /** The other party agrees to the proposed resolution. */
    record AgreeResolution(String period) implements SlaCommand {}

    /** The arbiter resolves the dispute alone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleDispute(String period, DisputeCase.Outcome outcome, List<String> granted, String note)
            implements SlaCommand {
        public RuleDispute {
            granted = Copies.of(granted);
        }
    }

    /** Either party accepts a statement before the dispute window is over; it counts once both have. */
    record AcceptStatement(String period) implements SlaCommand {}

    /** The platform: the dispute window is over. */
    record AcceptUndisputed(String period) implements SlaCommand {}

    /** The platform: the obligation has been delivered to finance. */
    record MarkSent(String period, String deliveryId) implements SlaCommand {}

    /** Either party's finance has taken the obligation in. */
    record Acknowledge(String period, String reference) implements SlaCommand {}

    /** Either party's finance confirms the payment. */
    record ConfirmPaid(String period, String reference, LocalDate paidOn) implements SlaCommand {}

    /** Either party ends the contract, now or later; the period of that moment is cut there. {@code at} null is now. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Retire(String reason, Instant at) implements SlaCommand {}
}
