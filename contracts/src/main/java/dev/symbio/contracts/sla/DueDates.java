package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.Deadline;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is due when: the next period that will get a statement closes after its grace time, and the statement whose
 * dispute window ends first is accepted. One deadline of each is enough, as each command does everything that is due. A
 * contract without data sleeps: periods that will be skipped need no deadline.
 */
final class DueDates {
    static final String CLOSE = "close:";
    static final String ACCEPT = "accept:";

    private DueDates() {}

    static Set<Deadline> of(SlaContract contract) {
        Set<Deadline> due = new HashSet<>();
        if (contract.ledger().openFrom() == null) {
            return due;
        }
        if (!contract.backfilling()) {
            nextClosing(contract)
                    .ifPresent(period -> due.add(Deadline.elapsed(CLOSE + period.key(), closesAt(contract, period))));
        }
        contract.ledger().periods().values().stream()
                .filter(account -> account.statusOrNull() == StatementStatus.ISSUED)
                .map(account -> Deadline.elapsed(ACCEPT + account.period(), acceptedAt(contract, account)))
                .min(Comparator.comparing(Deadline::dueAt).thenComparing(Deadline::name))
                .ifPresent(due::add);
        return due;
    }

    static SlaCommand commandFor(SlaContract contract, Deadline deadline) {
        return deadline.name().startsWith(CLOSE)
                ? new SlaCommand.CloseDuePeriods()
                : new SlaCommand.AcceptUndisputed(deadline.name().substring(ACCEPT.length()));
    }

    /** When a period closes by itself. */
    static Instant dueAt(Timeline timeline, Period period) {
        return period.end().plus(timeline.terms(period.version()).grace());
    }

    /**
     * When a period closes by itself at the earliest: it waits for the empty ones before it, whose terms may give them
     * more grace. Within one version of the terms the last period is due last.
     */
    private static Instant closesAt(SlaContract contract, Period period) {
        Timeline timeline = contract.timeline();
        Instant at = dueAt(timeline, period);
        for (int i = 1; i < timeline.versions().size(); i++) {
            Instant boundary = timeline.versions().get(i).effectiveFrom();
            if (boundary.isAfter(contract.ledger().openFrom()) && !boundary.isAfter(period.start())) {
                at = later(
                        at, boundary.plus(timeline.versions().get(i - 1).terms().grace()));
            }
        }
        return at;
    }

    /** When a statement's dispute window is over. */
    static Instant acceptedAt(SlaContract contract, PeriodAccount account) {
        return account.closing()
                .standing()
                .statement()
                .issuedAt()
                .plus(contract.timeline().terms(account.version()).disputeWindow());
    }

    private static Optional<Period> nextClosing(SlaContract contract) {
        Optional<Period> first = contract.firstOpen();
        if (first.isEmpty() || contract.ledger().owesAdjustments()) {
            return first;
        }
        Timeline timeline = contract.timeline();
        Stream<Period> withData = contract.ledger()
                .running()
                .filter(account -> account.tally().total() > 0)
                .limit(1)
                .flatMap(account -> timeline.at(account.start()).stream());
        Predicate<SlaTerms> settlesEmpty = terms -> terms.noData() == NoData.BREACH
                || terms.noData() == NoData.CARRY
                        && Settlement.indicatorBefore(ObservationRules.LATEST, contract.ledger(), timeline, terms)
                                .isPresent();
        Stream<Period> neverSkipped = timeline.versions().stream()
                .filter(version -> settlesEmpty.test(version.terms()))
                .map(version -> later(version.effectiveFrom(), contract.ledger().openFrom()))
                .flatMap(moment -> timeline.at(moment).stream())
                .filter(period -> settlesEmpty.test(timeline.terms(period.version())));
        return Stream.concat(withData, neverSkipped).min(Comparator.comparing(Period::start));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
