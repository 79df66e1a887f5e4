package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.PMap;

/** One party claims that observations should not count, with evidence; only the other party's yes, in time, makes it so. */
final class Exclusions {
    static final int MAX_OPEN_CLAIMS = 200;
    static final int MAX_OBSERVATIONS_PER_CLAIM = 1_000;

    /** What claiming answers. */
    record Claimed(String exclusionId) {}

    private Exclusions() {}

    static Decision<SlaEvent> claim(SlaContract contract, SlaCommand.ClaimExclusion command, Context context) {
        if (unanswered(contract, context.now()).size() >= MAX_OPEN_CLAIMS) {
            return Decision.rejected(Rejection.conflict(
                    "sla.too-many-claims", "Expected at most " + MAX_OPEN_CLAIMS + " claims that wait for an answer."));
        }
        List<Fault> faults = new ArrayList<>();
        TextRules.required("/evidence", command.evidence(), TextRules.MAX_NOTE_CHARS)
                .ifPresent(faults::add);
        if (command.reason() == null) {
            faults.add(new Fault("/reason", "sla.reason-missing", "Expected a reason that the terms name."));
        }
        int size = command.observationIds().size();
        if (size == 0 || size > MAX_OBSERVATIONS_PER_CLAIM) {
            faults.add(new Fault(
                    "/observationIds",
                    "sla.batch-size",
                    "Expected 1 to " + MAX_OBSERVATIONS_PER_CLAIM + " observations but got " + size + "."));
        }
        if (faults.isEmpty()) {
            faults.addAll(unfit(contract, command));
        }
        if (!faults.isEmpty()) {
            return Decision.rejected(Negotiation.refused(faults));
        }
        String id = context.newId("exclusion");
        return Decision.<SlaEvent>events(new SlaEvent.ExclusionClaimed(
                        id,
                        command.reason(),
                        command.observationIds().stream().distinct().toList(),
                        command.evidence(),
                        context.tenant(),
                        context.now()))
                .withResult(new Claimed(id));
    }

    private static PMap<String, ExclusionClaim> unanswered(SlaContract contract, Instant now) {
        List<String> lapsed = contract.exclusions().values().stream()
                .filter(claim -> claim.lapsed(now))
                .map(ExclusionClaim::id)
                .toList();
        return contract.exclusions().minusAll(lapsed);
    }

    private static List<Fault> unfit(SlaContract contract, SlaCommand.ClaimExclusion command) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < command.observationIds().size(); i++) {
            String id = command.observationIds().get(i);
            String pointer = "/observationIds/" + i;
            Optional<PeriodAccount> account =
                    id == null ? Optional.empty() : contract.ledger().holding(id);
            if (account.isEmpty()) {
                faults.add(new Fault(pointer, "sla.observation-unknown", "Expected an observation of this contract."));
            } else if (!contract.timeline()
                    .terms(account.get().version())
                    .exclusions()
                    .contains(command.reason())) {
                faults.add(new Fault(
                        "/reason",
                        "sla.exclusion-not-agreed",
                        "Expected a reason that the terms of " + account.get().period() + " name."));
                return faults;
            } else if (account.get().correction(id).excluded()) {
                faults.add(new Fault(pointer, "sla.already-excluded", "Expected an observation that counts."));
            }
        }
        return faults;
    }

    static Decision<SlaEvent> answer(SlaContract contract, SlaCommand.AnswerExclusion command, Context context) {
        ExclusionClaim claim =
                command.exclusionId() == null ? null : contract.exclusions().get(command.exclusionId());
        if (claim == null) {
            return Decision.rejected(
                    Rejection.notFound("sla.exclusion-unknown", "There is no such claim that waits for an answer."));
        }
        if (claim.by().equals(context.tenant())) {
            return Decision.rejected(
                    Rejection.forbidden("sla.own-claim", "Expected the other party to answer your claim."));
        }
        if (claim.lapsed(context.now())) {
            return Decision.rejected(Rejection.conflict(
                    "sla.exclusion-lapsed",
                    "Expected an answer within " + ExclusionClaim.TIME_TO_ANSWER.toDays() + " days of the claim."));
        }
        Optional<Fault> fault = TextRules.optional("/note", command.note(), TextRules.MAX_NOTE_CHARS);
        if (fault.isPresent()) {
            return Decision.rejected(TextRules.rejection(fault.get()));
        }
        SlaEvent.ExclusionAnswered answered = new SlaEvent.ExclusionAnswered(
                claim.id(), command.accept(), command.note(), context.tenant(), context.now());
        List<SlaEvent> events = new ArrayList<>(Closings.catchUp(contract, context.now()));
        events.add(answered);
        if (command.accept()) {
            events.addAll(restated(contract, contract.evolve(events), claim, context));
        }
        return Decision.events(events);
    }

    private static List<SlaEvent> restated(
            SlaContract before, SlaContract after, ExclusionClaim claim, Context context) {
        Map<String, Adjustment.Reason> touched = new LinkedHashMap<>();
        for (String id : claim.observationIds()) {
            before.ledger()
                    .holding(id)
                    .filter(account ->
                            !account.running() && !account.correction(id).excluded())
                    .ifPresent(account -> touched.put(account.period(), Adjustment.Reason.EXCLUSION_ACCEPTED));
        }
        if (touched.isEmpty()) {
            return List.of();
        }
        List<SlaEvent> events = new ArrayList<>();
        events.add(
                new SlaEvent.CreditsRestated(Restating.of(after.ledger(), after.timeline(), touched), context.now()));
        events.addAll(Closings.settleIfOver(after.evolve(events), context.now()));
        return events;
    }

    static SlaContract claimed(SlaContract contract, SlaEvent.ExclusionClaimed event) {
        return contract.with(unanswered(contract, event.at())
                .plus(
                        event.exclusionId(),
                        new ExclusionClaim(
                                event.exclusionId(),
                                event.reason(),
                                event.observationIds(),
                                event.evidence(),
                                event.by(),
                                event.at())));
    }

    static SlaContract answered(SlaContract contract, SlaEvent.ExclusionAnswered event) {
        ExclusionClaim claim = contract.exclusions().get(event.exclusionId());
        Ledger books = contract.ledger();
        for (String id : event.accepted() ? claim.observationIds() : List.<String>of()) {
            Optional<PeriodAccount> account = books.holding(id);
            if (account.isPresent()) {
                PeriodAccount found = account.get();
                books = books.with(found.corrected(
                        id,
                        found.correction(id).excluding(),
                        contract.timeline().terms(found.version())));
            }
        }
        return contract.with(books).with(contract.exclusions().minus(event.exclusionId()));
    }
}
