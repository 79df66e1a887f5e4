package dev.symbio.gateway.commitment;

import dev.symbio.contracts.commitment.Capacity;
import dev.symbio.contracts.commitment.CommitmentTerms;
import dev.symbio.contracts.commitment.ObstacleCategory;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be sent about value commitments. */
final class CommitmentRequests {
    private CommitmentRequests() {}

    /**
     * A commitment of the caller's tenant to write down.
     *
     * @param customer its tenant, which then sees the commitment; none if absent
     * @param backfill history comes in first, windows are judged when it is declared complete; false if absent
     */
    record CommitmentDraftRequest(CommitmentTerms terms, @Nullable TenantId customer, @Nullable Boolean backfill) {}

    /** All terms anew; signatures are cleared. */
    record CommitmentChangeRequest(CommitmentTerms terms) {}

    /** @param revision that is signed, so that nobody signs what has just changed */
    record CommitmentSignRequest(Capacity capacity, Integer revision) {}

    /** @param name as in the promises that wait for it */
    record TriggerRequest(String name, Instant happenedAt) {}

    /** Samples of one stream, all or nothing. At most 1,000; files of any size go in as CSV or NDJSON. */
    record TelemetryBatch(String stream, List<StreamSample> samples) {}

    /**
     * @param id the source's own, unique within the stream
     * @param values numbers by field
     * @param units by field; checked against the promises' when given
     */
    record StreamSample(String id, Instant at, Map<String, BigDecimal> values, @Nullable Map<String, String> units) {}

    /** @param capacity in which the caller proposes */
    record WaiverRequest(String reason, Capacity capacity) {}

    /** @param capacity in which the caller answers */
    record WaiverAnswerRequest(Boolean accept, @Nullable String note, Capacity capacity) {}

    /**
     * @param promise that it affects; all if absent
     * @param effortHours what it takes to remove it; unknown if absent
     */
    record ObstacleRequest(
            ObstacleCategory category,
            String cause,
            @Nullable String promise,
            @Nullable BigDecimal effortHours,
            String description) {}

    record CommitmentEndRequest(String reason) {}
}
