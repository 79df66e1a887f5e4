package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.Optional;

/** A promise is let go when both sides sign: host and customer, or two capacities of the host when it stands alone. */
final class Waivers {
    private Waivers() {}

    static Decision<CommitmentEvent> propose(
            ValueCommitment commitment, CommitmentCommand.ProposeWaiver command, Context context) {
        Optional<Rejection> refusal = refusal(commitment, command.promise(), command.capacity(), context);
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Optional<Fault> fault = TextRules.required("/reason", command.reason(), TextRules.MAX_NOTE_CHARS);
        if (fault.isPresent()) {
            return Decision.rejected(TextRules.rejection(fault.get()));
        }
        if (commitment.tracks().get(command.promise()).waiver() != null) {
            return Decision.rejected(Rejection.conflict(
                    "commitment.waiver-open", "Expected no waiver that waits for an answer but there is one."));
        }
        return Decision.events(new CommitmentEvent.WaiverProposed(
                command.promise(),
                new Waiver(
                        command.reason(),
                        command.capacity(),
                        context.principal().subject(),
                        context.tenant(),
                        context.now())));
    }

    static ValueCommitment proposed(ValueCommitment commitment, CommitmentEvent.WaiverProposed event) {
        Track track = commitment.tracks().get(event.promise());
        return commitment.with(event.promise(), track.with(event.waiver()));
    }

    static Decision<CommitmentEvent> answer(
            ValueCommitment commitment, CommitmentCommand.AnswerWaiver command, Context context) {
        Optional<Rejection> refusal = refusal(commitment, command.promise(), command.capacity(), context);
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Track track = commitment.tracks().get(command.promise());
        Waiver waiver = track.waiver();
        if (waiver == null) {
            return Decision.rejected(Rejection.conflict(
                    "commitment.no-waiver", "Expected a waiver that waits for an answer but there is none."));
        }
        Optional<Fault> fault = TextRules.optional("/note", command.note(), TextRules.MAX_NOTE_CHARS);
        if (fault.isPresent()) {
            return Decision.rejected(TextRules.rejection(fault.get()));
        }
        if (command.accept() && !isOtherSide(commitment, waiver, command.capacity(), context)) {
            return Decision.rejected(Rejection.forbidden(
                    "commitment.same-side",
                    commitment.customer() == null
                            ? "Expected another person in another capacity to sign the waiver."
                            : "Expected the other party to sign the waiver."));
        }
        Signature signature =
                new Signature(command.capacity(), context.principal().subject(), context.tenant(), context.now());
        return Decision.events(new CommitmentEvent.WaiverAnswered(
                command.promise(),
                command.accept(),
                command.note(),
                waiver.reason(),
                signature,
                command.accept() ? PromiseState.WAIVED : track.state()));
    }

    private static boolean isOtherSide(ValueCommitment commitment, Waiver waiver, Capacity capacity, Context context) {
        if (commitment.customer() != null) {
            return !waiver.tenant().equals(context.tenant());
        }
        return waiver.capacity() != capacity
                && !waiver.subject().equals(context.principal().subject());
    }

    static ValueCommitment answered(ValueCommitment commitment, CommitmentEvent.WaiverAnswered event) {
        Track track = commitment.tracks().get(event.promise()).with((Waiver) null);
        Track answered = event.accepted() ? waived(track) : track;
        return commitment.with(event.promise(), answered);
    }

    private static Track waived(Track track) {
        return new Track(
                PromiseState.WAIVED,
                track.startsAt(),
                track.next(),
                Track.NEW.open(),
                track.verdicts(),
                track.last(),
                null,
                0,
                null,
                null);
    }

    private static Optional<Rejection> refusal(
            ValueCommitment commitment, String promise, Capacity capacity, Context context) {
        Optional<Track> track = commitment.track(promise);
        if (track.isEmpty()) {
            return Optional.of(
                    Rejection.notFound("commitment.promise-unknown", "There is no such promise in this commitment."));
        }
        boolean ofCustomer = context.tenant().equals(commitment.customer());
        if (ofCustomer != (capacity == Capacity.CUSTOMER)) {
            return Optional.of(Rejection.forbidden(
                    "commitment.wrong-capacity", "Expected a capacity of the caller's own tenant."));
        }
        if (track.get().settled()) {
            return Optional.of(Rejection.conflict(
                    "commitment.promise-settled",
                    "Expected a promise that is not settled but it is "
                            + track.get().state().word() + "."));
        }
        return Optional.empty();
    }
}
