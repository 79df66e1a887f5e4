package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of a signed contract. The running period is cut at that moment and closes as usual; the statements that are
 * out take their course.
 */
final class Retirement {
    static final Duration MAX_NOTICE = Duration.ofDays(3 * 366);

    private static final int MAX_IDS_TOLD = 1_000;

    private Retirement() {}

    static Decision<SlaEvent> retire(SlaContract contract, SlaCommand.Retire command, Context context) {
        Instant now = context.now();
        Instant until = command.at() == null ? now : command.at();
        Optional<Rejection> refusal = TextRules.required("/reason", command.reason(), TextRules.MAX_NOTE_CHARS)
                .map(TextRules::rejection)
                .or(() -> contract.backfilling()
                        ? Optional.of(Rejection.conflict(
                                "sla.backfill-open", "Expected the backfill to be complete before the end."))
                        : misplaced(contract, until, now));
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        List<SlaEvent> events = new ArrayList<>();
        events.add(new SlaEvent.Retired(command.reason(), until, context.tenant(), now, unsettled(contract, until)));
        events.addAll(Closings.settleIfOver(contract.evolve(events), now));
        return Decision.events(events);
    }

    /** Promises for a time after the end belong to no period; both parties are told which. */
    private static SlaEvent.Unsettled unsettled(SlaContract contract, Instant until) {
        List<String> ids = Rebooking.affected(contract.ledger(), until).stream()
                .flatMap(account -> account.observations().values().stream())
                .filter(each -> !each.at().isBefore(until))
                .map(Observation::id)
                .sorted()
                .toList();
        return ids.isEmpty()
                ? null
                : new SlaEvent.Unsettled(ids.size(), ids.subList(0, Math.min(ids.size(), MAX_IDS_TOLD)));
    }

    private static Optional<Rejection> misplaced(SlaContract contract, Instant until, Instant now) {
        if (until.isBefore(now)) {
            return Optional.of(TextRules.rejection(new Fault(
                    "/at", "sla.end-in-the-past", "Expected an end from now on, so that nothing recorded is lost.")));
        }
        if (until.isBefore(contract.ledger().openFrom())) {
            return Optional.of(TextRules.rejection(new Fault(
                    "/at",
                    "sla.period-already-closed",
                    "Expected an end at or after " + contract.ledger().openFrom()
                            + ", where the first open period starts.")));
        }
        return until.isAfter(now.plus(MAX_NOTICE))
                ? Optional.of(TextRules.rejection(new Fault(
                        "/at", "sla.end-too-far", "Expected an end within " + MAX_NOTICE.toDays() + " days.")))
                : Optional.empty();
    }

    static SlaContract retired(SlaContract contract, SlaEvent.Retired event) {
        Timeline timeline = contract.timeline().endingAt(event.until());
        return contract.ended(Phase.RETIRED, event.reason())
                .with((Proposal) null)
                .with(timeline)
                .with(Rebooking.of(contract.ledger(), timeline, event.until()));
    }
}
