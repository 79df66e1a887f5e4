package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.DisputeCase;
import dev.symbio.contracts.sla.DisputedObservation;
import dev.symbio.contracts.sla.ExclusionReason;
import dev.symbio.contracts.sla.Observation;
import dev.symbio.contracts.sla.SlaTerms;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be sent about SLA contracts. */
final class SlaRequests {
    private SlaRequests() {}

    /**
     * A contract to write down.
     *
     * @param provider promises the service level; it or the customer is the caller's tenant
     * @param arbiter may rule disputes alone; none if absent
     * @param effectiveFrom when the first period begins
     * @param backfill history comes in first, periods close when it is declared complete; false if absent
     */
    record DraftRequest(
            String name,
            TenantId provider,
            TenantId customer,
            @Nullable TenantId arbiter,
            SlaTerms terms,
            Instant effectiveFrom,
            @Nullable Boolean backfill) {}

    /** @param effectiveFrom as in the version before if absent */
    record CounterRequest(SlaTerms terms, @Nullable Instant effectiveFrom, @Nullable String note) {}

    /** @param version that is on the table, so that nobody signs what has just changed */
    record SignRequest(Integer version) {}

    record ReasonRequest(String reason) {}

    /** @param at the contract's end; now if absent */
    record RetireRequest(String reason, @Nullable Instant at) {}

    /** @param effectiveFrom start of a period that is not closed */
    record AmendmentRequest(SlaTerms terms, Instant effectiveFrom, @Nullable String note) {}

    /**
     * Facts, all or nothing. At most 1,000; files of any size go in as CSV or NDJSON.
     *
     * @param source where they come from, such as {@code wms}
     */
    record ObservationBatch(@Nullable String source, List<Observation> observations) {}

    /** @param evidence what it is based on */
    record ExclusionRequest(ExclusionReason reason, List<String> observationIds, String evidence) {}

    record ExclusionAnswer(Boolean accept, @Nullable String note) {}

    record DisputeRequest(List<DisputedObservation> observations, String evidence) {}

    /** @param granted ids of the observations whose claims hold; only for outcome split */
    record ResolutionRequest(DisputeCase.Outcome outcome, @Nullable List<String> granted, @Nullable String note) {}

    record ReferenceRequest(String reference) {}

    record PaidRequest(String reference, LocalDate paidOn) {}
}
