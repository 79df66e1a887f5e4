package dev.symbio.contracts.sla;

import java.time.Instant;

/** Finds periods for many moments that mostly lie in the same one. */
final class PeriodFinder {
    private PeriodFinder() {}

    /** @return null if the contract has no period for the moment */
    static Period sameOrFound(Period last, Instant moment, Timeline timeline) {
        boolean same = last != null && !moment.isBefore(last.start()) && moment.isBefore(last.end());
        return same ? last : timeline.at(moment).orElse(null);
    }
}
