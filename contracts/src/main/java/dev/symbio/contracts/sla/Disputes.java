package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.DisputeCase.Outcome;
import dev.symbio.contracts.sla.DisputeCase.Resolution;
import dev.symbio.contracts.sla.SlaTerms.Indicator.Kind;
import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * A party says which observations of a statement are wrong, with evidence (CAPABILITIES 35). One party proposes a
 * resolution and the other agrees, or the arbiter rules alone. The statement is then restated by an adjustment on itself
 * and accepted; what that changes in later periods waits for the next statement.
 */
final class Disputes {
    static final int MAX_OBSERVATIONS_PER_DISPUTE = 1_000;

    private Disputes() {}

    static Decision<SlaEvent> dispute(SlaContract contract, SlaCommand.Dispute command, Context context) {
        Optional<Rejection> refusal = Payments.notIn(contract, command.period(), StatementStatus.ISSUED);
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        PeriodAccount account = contract.ledger().periods().get(command.period());
        Instant until = DueDates.acceptedAt(contract, account);
        if (!context.now().isBefore(until)) {
            return Decision.rejected(
                    Rejection.conflict("sla.dispute-window-over", "Expected a dispute before " + until + "."));
        }
        List<Fault> faults = new ArrayList<>();
        TextRules.required("/evidence", command.evidence(), TextRules.MAX_NOTE_CHARS)
                .ifPresent(faults::add);
        int size = command.observations().size();
        if (size == 0 || size > MAX_OBSERVATIONS_PER_DISPUTE) {
            faults.add(new Fault(
                    "/observations",
                    "sla.batch-size",
                    "Expected 1 to " + MAX_OBSERVATIONS_PER_DISPUTE + " observations but got " + size + "."));
        } else {
            faults.addAll(unfit(contract.timeline().terms(account.version()), account, command.observations()));
        }
        return faults.isEmpty()
                ? Decision.events(new SlaEvent.StatementDisputed(
                        command.period(), command.observations(), command.evidence(), context.tenant(), context.now()))
                : Decision.rejected(Negotiation.refused(faults));
    }

    private static List<Fault> unfit(SlaTerms terms, PeriodAccount account, List<DisputedObservation> disputed) {
        List<Fault> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < disputed.size(); i++) {
            DisputedObservation each = disputed.get(i);
            String pointer = "/observations/" + i;
            if (each == null || each.id() == null || !account.observations().containsKey(each.id())) {
                faults.add(new Fault(
                        pointer + "/id",
                        "sla.observation-unknown",
                        "Expected an observation of " + account.period() + "."));
            } else if (!seen.add(each.id())) {
                faults.add(new Fault(pointer + "/id", "sla.observation-twice", "Expected each observation once."));
            } else if (!canBeClaimed(each, terms)) {
                faults.add(new Fault(
                        pointer + "/claim",
                        "sla.claim-not-applicable",
                        "Expected a claim that these terms can measure: met or not-met for a ratio or count, value"
                                + " (with the value) where values are measured, or excluded."));
            } else {
                ObservationRules.checkDigits(pointer + "/value", each.value(), faults);
            }
        }
        return faults;
    }

    private static boolean canBeClaimed(DisputedObservation disputed, SlaTerms terms) {
        if (disputed.claim() == null) {
            return false;
        }
        boolean ofValues =
                terms.indicator().kind() == Kind.MEAN || terms.indicator().kind() == Kind.PERCENTILE;
        return switch (disputed.claim()) {
            case EXCLUDED -> disputed.value() == null;
            case MET, NOT_MET -> !ofValues && disputed.value() == null;
            case VALUE ->
                disputed.value() != null && (ofValues || terms.indicator().meets() != null);
        };
    }

    static Decision<SlaEvent> propose(SlaContract contract, SlaCommand.ProposeResolution command, Context context) {
        Optional<Rejection> refusal = Payments.notIn(contract, command.period(), StatementStatus.DISPUTED)
                .or(() -> misfit(contract, command.period(), command.outcome(), command.granted(), command.note()));
        return refusal.isPresent()
                ? Decision.rejected(refusal.get())
                : Decision.events(new SlaEvent.ResolutionProposed(
                        command.period(),
                        new Resolution(
                                command.outcome(),
                                command.granted(),
                                command.note(),
                                context.tenant(),
                                context.now())));
    }

    static Decision<SlaEvent> agree(SlaContract contract, SlaCommand.AgreeResolution command, Context context) {
        Optional<Rejection> refusal = Payments.notIn(contract, command.period(), StatementStatus.DISPUTED);
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Resolution proposed = open(contract, command.period()).proposed();
        if (proposed == null) {
            return Decision.rejected(
                    Rejection.conflict("sla.no-resolution-proposed", "Expected a proposed resolution to agree to."));
        }
        if (proposed.by().equals(context.tenant())) {
            return Decision.rejected(
                    Rejection.forbidden("sla.own-proposal", "Expected the other party to agree to your proposal."));
        }
        return Decision.events(resolve(contract, command.period(), proposed, context));
    }

    static Decision<SlaEvent> rule(SlaContract contract, SlaCommand.RuleDispute command, Context context) {
        Optional<Rejection> refusal = Payments.notIn(contract, command.period(), StatementStatus.DISPUTED)
                .or(() -> misfit(contract, command.period(), command.outcome(), command.granted(), command.note()));
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Resolution ruling =
                new Resolution(command.outcome(), command.granted(), command.note(), context.tenant(), context.now());
        return Decision.events(resolve(contract, command.period(), ruling, context));
    }

    /** What the resolution makes of the period and its statement. */
    static SlaEvent.DisputeResolved resolved(SlaContract current, String period, Resolution resolution) {
        PeriodAccount corrected = corrected(current, period, resolution);
        SlaTerms terms = current.timeline().terms(corrected.version());
        Settlement settlement = Settlement.of(
                corrected,
                Indicators.measure(corrected, terms),
                current.timeline(),
                current.ledger().with(corrected));
        Statement statement = resolution.outcome() == Outcome.REJECTED
                ? corrected.closing().standing().statement()
                : restated(corrected, settlement, current.ledger().carryOf(corrected));
        return new SlaEvent.DisputeResolved(period, resolution, settlement.indicator(), statement);
    }

    private static Optional<Rejection> misfit(
            SlaContract contract, String period, Outcome outcome, List<String> granted, String note) {
        Set<String> disputed = new HashSet<>();
        open(contract, period).observations().forEach(each -> disputed.add(each.id()));
        Optional<Fault> fault = TextRules.optional("/note", note, TextRules.MAX_NOTE_CHARS);
        if (outcome == null) {
            fault = Optional.of(new Fault("/outcome", "sla.outcome-missing", "Expected upheld, rejected or split."));
        } else if (outcome != Outcome.SPLIT && !granted.isEmpty()) {
            fault = Optional.of(new Fault(
                    "/granted", "sla.granted-not-split", "Expected granted observations only for outcome split."));
        } else if (outcome == Outcome.SPLIT && (granted.isEmpty() || !disputed.containsAll(granted))) {
            fault = Optional.of(
                    new Fault("/granted", "sla.observation-unknown", "Expected some of the disputed observations."));
        }
        return fault.map(TextRules::rejection);
    }

    private static DisputeCase open(SlaContract contract, String period) {
        return contract.statement(period).orElseThrow().dispute();
    }

    private static List<SlaEvent> resolve(SlaContract contract, String period, Resolution resolution, Context context) {
        List<SlaEvent> events = new ArrayList<>(Closings.catchUp(contract, context.now()));
        events.add(resolved(contract.evolve(events), period, resolution));
        SlaContract resolved = contract.evolve(events);
        List<Restatement> later =
                Restating.after(resolved.ledger().periods().get(period), resolved.ledger(), resolved.timeline());
        if (!later.isEmpty()) {
            events.add(new SlaEvent.CreditsRestated(later, context.now()));
        }
        events.addAll(Payments.acceptance(
                contract.evolve(events),
                period,
                SlaEvent.StatementAccepted.Acceptance.DISPUTE_RESOLVED,
                null,
                context));
        events.addAll(Closings.settleIfOver(contract.evolve(events), context.now()));
        return events;
    }

    /** The account with the granted claims as truth. */
    private static PeriodAccount corrected(SlaContract contract, String period, Resolution resolution) {
        PeriodAccount account = contract.ledger().periods().get(period);
        SlaTerms terms = contract.timeline().terms(account.version());
        for (DisputedObservation each : account.closing().standing().dispute().observations()) {
            boolean holds = resolution.outcome() == Outcome.UPHELD
                    || resolution.outcome() == Outcome.SPLIT
                            && resolution.granted().contains(each.id());
            if (holds) {
                account = account.corrected(
                        each.id(), account.correction(each.id()).with(each), terms);
            }
        }
        return account;
    }

    /** @param carry what the statement left to carry and nobody has taken over yet, zero or negative */
    private static Statement restated(PeriodAccount account, Settlement settlement, BigDecimal carry) {
        Statement issued = account.closing().standing().statement();
        BigDecimal before = account.closing().credit();
        BigDecimal delta = settlement.credit().subtract(before);
        PVector<Adjustment> adjustments = TreePVector.from(issued.adjustments())
                .plus(Adjustment.of(account.period(), Adjustment.Reason.DISPUTE_RESOLVED, before, settlement.credit()));
        BigDecimal balance = issued.payable().add(carry).add(delta);
        BigDecimal zero = delta.subtract(delta);
        return new Statement(
                issued.period(),
                issued.start(),
                issued.end(),
                issued.termsVersion(),
                issued.issuedAt(),
                issued.parties(),
                issued.currency(),
                issued.totals(),
                issued.workings(),
                issued.credit(),
                new Statement.Restated(settlement.totals(), settlement.workings()),
                adjustments,
                issued.carriedIn(),
                balance.max(zero),
                issued.carriedOut().subtract(carry).add(balance.min(zero)));
    }

    static SlaContract disputed(SlaContract contract, SlaEvent.StatementDisputed event) {
        DisputeCase dispute =
                new DisputeCase(event.by(), event.at(), event.observations(), event.evidence(), null, null);
        return Payments.standing(contract, event.period(), standing -> standing.disputed(dispute));
    }

    static SlaContract proposed(SlaContract contract, SlaEvent.ResolutionProposed event) {
        return Payments.standing(
                contract,
                event.period(),
                standing -> standing.with(standing.dispute().proposing(event.resolution())));
    }

    static SlaContract resolved(SlaContract contract, SlaEvent.DisputeResolved event) {
        Ledger books = contract.ledger();
        PeriodAccount account = corrected(contract, event.period(), event.resolution());
        Standing standing = account.closing().standing();
        Statement.Restated restated = event.statement().restated();
        BigDecimal credit = restated == null
                ? account.closing().credit()
                : restated.workings().credit();
        BigDecimal carriedMore =
                event.statement().carriedOut().subtract(standing.statement().carriedOut());
        return contract.with(books.with(account.with(account.closing()
                        .restated(event.indicator(), credit)
                        .with(standing.restated(
                                event.statement(), standing.dispute().resolved(event.resolution())))))
                .waiting(books.pending(), books.carried().add(carriedMore)));
    }
}
