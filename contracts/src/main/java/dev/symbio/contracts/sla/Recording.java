package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Facts come in, in batches with the source's own ids. What is new is one event; a repeat is nothing, a changed repeat a
 * conflict. What comes late for a closed period settles that period again.
 */
final class Recording {
    static final int MAX_OBSERVATIONS_PER_COMMAND = 1_000;
    static final int MAX_OBSERVATIONS_PER_PERIOD = 200_000;
    /** The state of a contract is held in memory and stored as one snapshot. */
    static final int MAX_OBSERVATIONS_PER_CONTRACT = 250_000;

    private static final int MAX_SOURCE_CHARS = 100;

    private Recording() {}

    static Decision<SlaEvent> record(SlaContract contract, SlaCommand.RecordObservations command, Context context) {
        int size = command.observations().size();
        if (size == 0 || size > MAX_OBSERVATIONS_PER_COMMAND) {
            return Decision.rejected(TextRules.rejection(new Fault(
                    "/observations",
                    "sla.batch-size",
                    "Expected 1 to " + MAX_OBSERVATIONS_PER_COMMAND + " observations but got " + size + ".")));
        }
        var sourceFault = TextRules.optional("/source", command.source(), MAX_SOURCE_CHARS);
        if (sourceFault.isPresent()) {
            return Decision.rejected(TextRules.rejection(sourceFault.get()));
        }
        List<SlaEvent> events = new ArrayList<>(Closings.catchUp(contract, context.now()));
        SlaContract caughtUp = contract.evolve(events);
        Intake intake = new Intake(caughtUp, context.now());
        for (Observation each : command.observations()) {
            intake.take(each);
        }
        if (!intake.faults().isEmpty() && !command.partial()) {
            return Decision.rejected(Rejection.invalid(
                    "sla.observations-invalid",
                    "Expected observations that fit the contract but found "
                            + intake.faults().size() + " faults; none was recorded.",
                    intake.faults()));
        }
        if (intake.accepted().isEmpty()) {
            return Decision.<SlaEvent>nothing().withResult(intake.receipt());
        }
        events.add(new SlaEvent.ObservationsRecorded(command.source(), context.now(), intake.accepted()));
        events.addAll(consequences(caughtUp, events.get(events.size() - 1), intake, context.now()));
        return Decision.<SlaEvent>events(events).withResult(intake.receipt());
    }

    /** What was observed first is not changed by one party, so the other verdict goes to both: by a dispute or an exclusion. */
    static Decision<SlaEvent> report(SlaContract contract, SlaCommand.ReportVerdict command, Context context) {
        Observation now = command.observation();
        Optional<Observation> first = now == null
                ? Optional.empty()
                : contract.ledger().holding(now.id()).map(account -> account.observations()
                        .get(now.id()));
        if (first.isEmpty()) {
            return record(
                    contract,
                    new SlaCommand.RecordObservations(command.source(), Collections.singletonList(now), false),
                    context);
        }
        return Objects.equals(first.get().met(), now.met())
                ? Decision.nothing()
                : Decision.rejected(Rejection.conflict(
                        "sla.observation-conflict",
                        "Expected the verdict that was observed first, " + verdict(first.get()) + ", but it is "
                                + verdict(now)
                                + " now. The first stands until the parties correct it: by an exclusion or a"
                                + " dispute of " + now.id() + "."));
    }

    private static String verdict(Observation observation) {
        return observation.met() == null ? "open" : observation.met() ? "met" : "missed";
    }

    private static List<SlaEvent> consequences(SlaContract contract, SlaEvent recorded, Intake intake, Instant now) {
        List<SlaEvent> events = new ArrayList<>();
        if (!intake.lateFor().isEmpty()) {
            Map<String, Adjustment.Reason> touched = new HashMap<>();
            intake.lateFor().forEach(period -> touched.put(period, Adjustment.Reason.LATE_OBSERVATIONS));
            SlaContract after = SlaContract.KIND.evolve(contract, recorded);
            SlaEvent restated =
                    new SlaEvent.CreditsRestated(Restating.of(after.ledger(), contract.timeline(), touched), now);
            events.add(restated);
            events.addAll(Closings.settleIfOver(SlaContract.KIND.evolve(after, restated), now));
        }
        if (!contract.backfilling()) {
            events.addAll(EarlyWarning.warnings(contract, intake.openTallies(), now));
        }
        return events;
    }

    static SlaContract recorded(SlaContract contract, SlaEvent.ObservationsRecorded event) {
        Map<String, List<Observation>> byPeriod = new LinkedHashMap<>();
        Map<String, Period> periods = new HashMap<>();
        Period last = null;
        for (Observation each : event.observations()) {
            last = PeriodFinder.sameOrFound(last, each.at(), contract.timeline());
            periods.put(last.key(), last);
            byPeriod.computeIfAbsent(last.key(), none -> new ArrayList<>()).add(each);
        }
        Ledger books = contract.ledger();
        for (Map.Entry<String, List<Observation>> entry : byPeriod.entrySet()) {
            Period period = periods.get(entry.getKey());
            PeriodAccount account = books.account(period.key()).orElseGet(() -> newAccount(contract, period));
            books = books.with(
                    account.plus(entry.getValue(), contract.timeline().terms(account.version())));
        }
        return contract.with(books);
    }

    /** A period that was skipped is closed already: what comes for it is late. */
    private static PeriodAccount newAccount(SlaContract contract, Period period) {
        PeriodAccount account = PeriodAccount.open(period);
        if (!period.start().isBefore(contract.ledger().openFrom())) {
            return account;
        }
        return account.with(new Closing(
                LateWindow.closedAt(contract, period),
                null,
                contract.timeline().terms(period.version()).zero(),
                null));
    }
}
