package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.sla.Statement.Adjustment;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The books of a contract: periods with data or a statement, and what waits for the next statement.
 *
 * @param openFrom start of the first period that is not closed; null before the contract is signed
 * @param liveSince from when on periods close: signing, or the end of the backfill
 * @param periods by name; a period without data and statement has no account
 * @param pending changes of closed periods that the next statement settles
 * @param carried balance, zero or negative, that the next statement takes over
 * @param forgottenBefore end of the last period whose observations were dropped; null while all are known
 * @param extraStatements how many statements only settled adjustments after the contract's end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ledger(
        Instant openFrom,
        Instant liveSince,
        PMap<String, PeriodAccount> periods,
        PVector<Adjustment> pending,
        BigDecimal carried,
        Instant forgottenBefore,
        int extraStatements) {
    static final Ledger EMPTY =
            new Ledger(null, null, HashTreePMap.empty(), TreePVector.empty(), BigDecimal.ZERO, null, 0);

    static final Comparator<PeriodAccount> IN_ORDER = Comparator.comparing(PeriodAccount::start)
            .thenComparing(PeriodAccount::end)
            .thenComparing(PeriodAccount::period);

    Ledger openFrom(Instant moment) {
        return new Ledger(moment, liveSince, periods, pending, carried, forgottenBefore, extraStatements);
    }

    Ledger liveSince(Instant moment) {
        return new Ledger(openFrom, moment, periods, pending, carried, forgottenBefore, extraStatements);
    }

    Ledger with(PeriodAccount account) {
        return new Ledger(
                openFrom,
                liveSince,
                periods.plus(account.period(), account),
                pending,
                carried,
                forgottenBefore,
                extraStatements);
    }

    Ledger with(PMap<String, PeriodAccount> newPeriods) {
        return new Ledger(openFrom, liveSince, newPeriods, pending, carried, forgottenBefore, extraStatements);
    }

    Ledger change(String period, UnaryOperator<PeriodAccount> change) {
        return with(change.apply(periods.get(period)));
    }

    Ledger waiting(PVector<Adjustment> adjustments, BigDecimal balance) {
        return new Ledger(openFrom, liveSince, periods, adjustments, balance, forgottenBefore, extraStatements);
    }

    /** With what is left of the periods, after those that end by the moment (null is none) have lost their observations. */
    Ledger retaining(PMap<String, PeriodAccount> newPeriods, Instant forgotten) {
        return new Ledger(openFrom, liveSince, newPeriods, pending, carried, forgotten, extraStatements);
    }

    /**
     * From when on a repeat is recognized by its id: the oldest period whose observations are still known, once others
     * were dropped; empty while all are known.
     */
    Optional<Instant> repeatsKnownFrom() {
        return forgottenBefore == null
                ? Optional.empty()
                : Stream.concat(
                                Stream.of(forgottenBefore),
                                periods.values().stream()
                                        .filter(account ->
                                                !account.observations().isEmpty())
                                        .map(PeriodAccount::start))
                        .min(Comparator.naturalOrder());
    }

    /** How many observations are kept, whatever the period. */
    int observations() {
        return periods.values().stream()
                .mapToInt(account -> account.observations().size())
                .sum();
    }

    Ledger countingExtraStatement() {
        return new Ledger(openFrom, liveSince, periods, pending, carried, forgottenBefore, extraStatements + 1);
    }

    Optional<PeriodAccount> account(String period) {
        return Optional.ofNullable(periods.get(period));
    }

    /** The account that holds an observation. */
    Optional<PeriodAccount> holding(String observationId) {
        return periods.values().stream()
                .filter(account -> account.observations().containsKey(observationId))
                .findFirst();
    }

    /** Closed periods of the calendar, oldest first. */
    List<PeriodAccount> closed() {
        return periods.values().stream()
                .filter(account -> !account.running() && !account.adjustmentsOnly())
                .sorted(IN_ORDER)
                .toList();
    }

    Stream<PeriodAccount> running() {
        return periods.values().stream().filter(PeriodAccount::running).sorted(IN_ORDER);
    }

    /** Whether the next statement has to be issued even if its period has no data. */
    boolean owesAdjustments() {
        return !pending.isEmpty();
    }

    /** What a statement left to carry, unless a later statement has taken it over: then zero. */
    BigDecimal carryOf(PeriodAccount account) {
        boolean last = extraStatements == 0
                && periods.values().stream()
                        .noneMatch(each -> each.hasStatement() && each.start().isAfter(account.start()));
        BigDecimal left = account.closing().standing().statement().carriedOut();
        return last ? left : left.subtract(left);
    }

    /** Adds changes to those that wait; several of one period become one line, or none if they cancel out. */
    Ledger plusPending(List<Adjustment> changes) {
        PVector<Adjustment> lines = pending;
        for (Adjustment change : changes) {
            int known = -1;
            for (int i = 0; i < lines.size() && known < 0; i++) {
                Adjustment line = lines.get(i);
                known = line.period().equals(change.period()) ? i : -1;
            }
            Adjustment line = known < 0 ? change : lines.get(known).then(change);
            lines = known < 0 ? lines : lines.minus(known);
            lines = line.delta().signum() == 0 ? lines : lines.plus(line);
        }
        return waiting(lines, carried);
    }
}
