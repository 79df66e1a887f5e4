package dev.symbio.contracts.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.pcollections.PMap;

/**
 * Keeps the books bounded. The observations of a closed period stay as long as they can still matter (late observations,
 * disputes, open exclusion claims); its counters and credit stay as long as a rolling cap, a carried indicator or the
 * expectation of the early warning looks back at them. The journal has everything for ever.
 */
final class Retention {
    /** A rolling cap looks back twelve months from a period's end, so never further than this from its start. */
    static final Duration CREDIT_LOOK_BACK = Duration.ofDays(367);

    private Retention() {}

    static Ledger applied(Ledger books, SlaContract contract, Instant now) {
        Set<String> claimed = new HashSet<>();
        contract.exclusions().values().stream()
                .filter(claim -> !claim.lapsed(now))
                .forEach(claim -> claimed.addAll(claim.observationIds()));
        Instant forgotten = books.forgottenBefore();
        PMap<String, PeriodAccount> kept = books.periods();
        Instant changeableFrom = earlier(books.openFrom(), skippedChangeableFrom(books, contract.timeline(), now));
        List<PeriodAccount> closed = books.closed();
        for (PeriodAccount account : closed) {
            if (!canBeSealed(account, contract.timeline(), claimed, now)) {
                changeableFrom = earlier(changeableFrom, account.start());
            } else if (!account.observations().isEmpty()) {
                kept = kept.plus(account.period(), account.sealed());
                forgotten = forgotten == null || forgotten.isBefore(account.end()) ? account.end() : forgotten;
            }
        }
        Instant lookBack = earlier(changeableFrom.minus(CREDIT_LOOK_BACK), experienceFrom(books, closed));
        for (PeriodAccount account : closed) {
            boolean done =
                    !account.hasStatement() || account.closing().standing().settled();
            if (account.start().isBefore(lookBack) && done) {
                kept = kept.minus(account.period());
            }
        }
        return books.retaining(kept, forgotten);
    }

    /** Start of the oldest period without an account that might still get late observations. */
    private static Instant skippedChangeableFrom(Ledger books, Timeline timeline, Instant now) {
        Duration late = longest(timeline, SlaTerms::lateObservations);
        if (!books.liveSince().plus(late).isBefore(now)) {
            return timeline.start();
        }
        Instant oldestEnd = now.minus(late).minus(longest(timeline, SlaTerms::grace));
        return oldestEnd.isBefore(timeline.start())
                ? timeline.start()
                : timeline.at(oldestEnd).map(Period::start).orElse(oldestEnd);
    }

    private static Duration longest(Timeline timeline, Function<SlaTerms, Duration> term) {
        return timeline.versions().stream()
                .map(version -> term.apply(version.terms()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Start of the oldest of the last few periods with an indicator. */
    private static Instant experienceFrom(Ledger books, List<PeriodAccount> closed) {
        List<PeriodAccount> measured = closed.stream()
                .filter(account -> account.closing().indicator() != null)
                .toList();
        return measured.isEmpty()
                ? books.openFrom()
                : measured.get(Math.max(0, measured.size() - EarlyWarning.PERIODS_OF_EXPERIENCE))
                        .start();
    }

    private static boolean canBeSealed(PeriodAccount account, Timeline timeline, Set<String> claimed, Instant now) {
        SlaTerms terms = timeline.terms(account.version());
        Duration open = terms.lateObservations().compareTo(terms.disputeWindow()) > 0
                ? terms.lateObservations()
                : terms.disputeWindow();
        StatementStatus status = account.statusOrNull();
        return account.closing().closedAt().plus(open).isBefore(now)
                && status != StatementStatus.ISSUED
                && status != StatementStatus.DISPUTED
                && (account.observations().isEmpty()
                        || claimed.stream().noneMatch(account.observations()::containsKey));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
