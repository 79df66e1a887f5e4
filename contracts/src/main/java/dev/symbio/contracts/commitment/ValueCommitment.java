package dev.symbio.contracts.commitment;

import static dev.symbio.contracts.commitment.Admission.guarded;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The state of a value commitment. What can be asked and what happens is the table {@link #KIND}; each decision is in the
 * class named after its subject.
 *
 * @param host the tenant that promises
 * @param customer the customer's tenant; null when it is not on the platform
 * @param origin public id of what it came from; may be null
 * @param revision of the terms; each change makes a new one
 * @param backfilling history is still being brought in: nothing is judged
 * @param backfilledAt when the history was declared complete; null when it was not
 * @param activeSince null until all have signed
 * @param happened when each trigger happened, by name
 * @param tracks by key of the promise; empty until active
 * @param kept samples by stream
 * @param obstacles how many were noted; the read model has them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValueCommitment(
        CommitmentTerms terms,
        TenantId host,
        TenantId customer,
        String origin,
        Phase phase,
        int revision,
        boolean backfilling,
        Instant backfilledAt,
        Instant activeSince,
        List<Signature> signatures,
        PMap<String, Instant> happened,
        PMap<String, Track> tracks,
        PMap<String, Kept> kept,
        int obstacles,
        String endReason) {
    /** Cap 48; a platform may be set to another number. */
    public static final int DEFAULT_MAX_PROMISES = 12;

    public static final ValueCommitment NONE = new ValueCommitment(
            null,
            null,
            null,
            null,
            Phase.ABSENT,
            0,
            false,
            null,
            null,
            List.of(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            0,
            null);

    public static final EntityKind<CommitmentCommand, CommitmentEvent, ValueCommitment> KIND = EntityKind.of(
                    "commitment", CommitmentCommand.class, CommitmentEvent.class, NONE)
            .decides(CommitmentCommand.Draft.class, Signing::draft)
            .decides(CommitmentCommand.Change.class, guarded(Signing::change))
            .decides(CommitmentCommand.Sign.class, guarded(Signing::sign))
            .decides(CommitmentCommand.Trigger.class, guarded(Triggers::trigger))
            .decides(CommitmentCommand.RecordTelemetry.class, guarded(Telemetry::record))
            .decides(CommitmentCommand.CompleteBackfill.class, guarded(Judging::completeBackfill))
            .decides(CommitmentCommand.Advance.class, guarded(Judging::advance))
            .decides(CommitmentCommand.ProposeWaiver.class, guarded(Waivers::propose))
            .decides(CommitmentCommand.AnswerWaiver.class, guarded(Waivers::answer))
            .decides(CommitmentCommand.RecordObstacle.class, guarded(Obstacles::record))
            .decides(CommitmentCommand.End.class, guarded(Signing::end))
            .evolves("commitment-drafted", 1, CommitmentEvent.Drafted.class, Signing::drafted)
            .evolves("commitment-changed", 1, CommitmentEvent.Changed.class, Signing::changed)
            .evolves("commitment-signed", 1, CommitmentEvent.Signed.class, Signing::signed)
            .evolves("commitment-activated", 1, CommitmentEvent.Activated.class, Triggers::activated)
            .evolves("trigger-happened", 1, CommitmentEvent.Triggered.class, Triggers::triggered)
            .evolves("samples-recorded", 1, CommitmentEvent.SamplesRecorded.class, Telemetry::recorded)
            .evolves("tracking-started", 1, CommitmentEvent.TrackingStarted.class, Judging::trackingStarted)
            .evolves("risk-raised", 1, CommitmentEvent.RiskRaised.class, Risk::raised)
            .evolves("risk-cleared", 1, CommitmentEvent.RiskCleared.class, Risk::cleared)
            .evolves("window-judged", 1, CommitmentEvent.WindowJudged.class, Judging::windowJudged)
            .evolves("promise-breached", 1, CommitmentEvent.PromiseBreached.class, Judging::promiseBreached)
            .evolves("breach-escalated", 1, CommitmentEvent.Escalated.class, Judging::escalated)
            .evolves("backfill-completed", 1, CommitmentEvent.BackfillCompleted.class, Judging::backfillCompleted)
            .evolves("waiver-proposed", 1, CommitmentEvent.WaiverProposed.class, Waivers::proposed)
            .evolves("waiver-answered", 1, CommitmentEvent.WaiverAnswered.class, Waivers::answered)
            .evolves("obstacle-recorded", 1, CommitmentEvent.ObstacleRecorded.class, Obstacles::recorded)
            .evolves("commitment-ended", 1, CommitmentEvent.Ended.class, Signing::ended)
            .deadlines(Judging::deadlines, (commitment, deadline) -> new CommitmentCommand.Advance())
            .snapshotEvery(200)
            .build();

    /** The host and the customer's tenant; to all others it does not exist. */
    public boolean visibleTo(TenantId tenant) {
        return phase != Phase.ABSENT && (tenant.equals(host) || tenant.equals(customer));
    }

    /** The terms as a tenant that sees the commitment sees them: names of people stay with the host. */
    public CommitmentTerms termsFor(TenantId reader) {
        return reader.equals(host) ? terms : terms.withoutPeople();
    }

    public Optional<Track> track(String promise) {
        return Optional.ofNullable(tracks.get(promise));
    }

    /** The state of a promise; pending as long as nothing is tracked. */
    public PromiseState stateOf(String promise) {
        return track(promise).map(Track::state).orElse(PromiseState.PENDING);
    }

    public Set<Deadline> deadlines() {
        return Judging.deadlines(this);
    }

    ValueCommitment evolve(List<? extends CommitmentEvent> events) {
        return KIND.evolve(this, events);
    }

    ValueCommitment with(CommitmentTerms newTerms, int newRevision) {
        return new ValueCommitment(
                newTerms,
                host,
                customer,
                origin,
                phase,
                newRevision,
                backfilling,
                backfilledAt,
                activeSince,
                List.of(),
                happened,
                tracks,
                kept,
                obstacles,
                endReason);
    }

    ValueCommitment with(List<Signature> newSignatures) {
        return new ValueCommitment(
                terms,
                host,
                customer,
                origin,
                phase,
                revision,
                backfilling,
                backfilledAt,
                activeSince,
                List.copyOf(newSignatures),
                happened,
                tracks,
                kept,
                obstacles,
                endReason);
    }

    ValueCommitment activeSince(Instant at, PMap<String, Track> newTracks) {
        return new ValueCommitment(
                terms,
                host,
                customer,
                origin,
                Phase.ACTIVE,
                revision,
                backfilling,
                backfilledAt,
                at,
                signatures,
                happened,
                newTracks,
                kept,
                obstacles,
                endReason);
    }

    ValueCommitment happened(String name, Instant at) {
        return new ValueCommitment(
                terms,
                host,
                customer,
                origin,
                phase,
                revision,
                backfilling,
                backfilledAt,
                activeSince,
                signatures,
                happened.plus(name, at),
                tracks,
                kept,
                obstacles,
                endReason);
    }

    ValueCommitment with(PMap<String, Track> newTracks, PMap<String, Kept> newKept) {
        return new ValueCommitment(
                terms,
                host,
                customer,
                origin,
                phase,
                revision,
                backfilling,
                backfilledAt,
                activeSince,
                signatures,
                happened,
                newTracks,
                newKept,
                obstacles,
                endReason);
    }

    ValueCommitment with(String promise, Track track) {
        return with(tracks.plus(promise, track), kept);
    }

    ValueCommitment backfilled(Instant at) {
        return new ValueCommitment(
                terms,
                host,
                customer,
                origin,
                phase,
                revision,
                false,
                at,
                activeSince,
                signatures,
                happened,
                tracks,
                kept,
                obstacles,
                endReason);
    }

    ValueCommitment with(Phase newPhase, int newObstacles, String reason) {
        return new ValueCommitment(
                terms,
                host,
                customer,
                origin,
                newPhase,
                revision,
                backfilling,
                backfilledAt,
                activeSince,
                signatures,
                happened,
                tracks,
                kept,
                newObstacles,
                reason);
    }
}
