package dev.symbio.gateway.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.commitment.CommitmentTerms;
import dev.symbio.contracts.commitment.Phase;
import dev.symbio.contracts.commitment.Promise;
import dev.symbio.contracts.commitment.PromiseState;
import dev.symbio.contracts.commitment.Signature;
import dev.symbio.contracts.commitment.TelemetryReceipt.RowNote;
import dev.symbio.contracts.commitment.Track;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.contracts.commitment.Verdict;
import dev.symbio.contracts.commitment.Waiver;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is told about value commitments. */
final class CommitmentViews {
    private CommitmentViews() {}

    /**
     * A command has been carried out.
     *
     * @param id of the commitment
     * @param seq its sequence number now, which is its ETag
     */
    record CommitmentDone(String id, long seq) {}

    record CommitmentDrafted(String id, long seq, Phase phase, int revision) {}

    /**
     * @param late older than the tolerance or of judged windows: not recorded
     * @param conflicts known already with other content; the first content stays
     */
    record TelemetryRecorded(
            String id, long seq, int accepted, int repeated, List<RowNote> late, List<RowNote> conflicts) {}

    record ObstacleDone(String id, long seq, String obstacleId) {}

    record CommitmentText(String language, List<String> sentences) {}

    /**
     * A commitment as it stands.
     *
     * @param triggers that have happened, by name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommitmentView(
            String id,
            long seq,
            Phase phase,
            TenantId host,
            @Nullable TenantId customer,
            @Nullable String origin,
            int revision,
            boolean backfilling,
            @Nullable Instant activeSince,
            CommitmentTerms terms,
            List<Signature> signatures,
            Map<String, Instant> triggers,
            List<PromiseView> promises,
            int obstacles,
            @Nullable String endReason) {
        static CommitmentView of(EntityRef ref, Snapshot<ValueCommitment> snapshot, TenantId reader) {
            ValueCommitment commitment = snapshot.state();
            return new CommitmentView(
                    ref.publicId(),
                    snapshot.seq(),
                    commitment.phase(),
                    commitment.host(),
                    commitment.customer(),
                    commitment.origin(),
                    commitment.revision(),
                    commitment.backfilling(),
                    commitment.activeSince(),
                    commitment.termsFor(reader),
                    commitment.signatures().stream()
                            .map(signature -> signature.seenBy(reader))
                            .toList(),
                    new TreeMap<>(commitment.happened()),
                    commitment.terms().promises().stream()
                            .map(promise -> PromiseView.of(promise, commitment, reader))
                            .toList(),
                    commitment.obstacles(),
                    commitment.endReason());
        }
    }

    /**
     * How a promise is doing.
     *
     * @param startsAt absent while its trigger has not happened
     * @param waiver that waits for its second signature
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromiseView(
            String key,
            PromiseState state,
            @Nullable Instant startsAt,
            int verdicts,
            @Nullable Verdict last,
            @Nullable Instant breachedSince,
            @Nullable Waiver waiver) {
        static PromiseView of(Promise promise, ValueCommitment commitment, TenantId reader) {
            Track track = commitment.track(promise.key()).orElse(null);
            return new PromiseView(
                    promise.key(),
                    commitment.stateOf(promise.key()),
                    track == null ? null : track.startsAt(),
                    track == null ? 0 : track.verdicts(),
                    track == null ? null : track.last(),
                    track == null ? null : track.breachedAt(),
                    track == null || track.waiver() == null
                            ? null
                            : track.waiver().seenBy(reader));
        }
    }
}
