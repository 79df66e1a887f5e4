package dev.symbio.contracts.sla;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Books the observations of open periods again, after an amendment or a retirement has changed those periods. */
final class Rebooking {
    private Rebooking() {}

    /** @param from periods that end by then stay as they are */
    static Ledger of(Ledger books, Timeline timeline, Instant from) {
        List<PeriodAccount> affected = affected(books, from);
        PMap<String, PeriodAccount> kept = books.periods();
        PMap<String, Correction> corrections = HashTreePMap.empty();
        Map<String, Outlook.Level> warned = new HashMap<>();
        Map<Period, List<Observation>> byPeriod = new LinkedHashMap<>();
        for (PeriodAccount account : affected) {
            kept = kept.minus(account.period());
            corrections = corrections.plusAll(account.corrections());
            warned.put(account.period(), account.warned());
            for (Observation each : account.observations().values()) {
                timeline.at(each.at()).ifPresent(period -> byPeriod.computeIfAbsent(period, none -> new ArrayList<>())
                        .add(each));
            }
        }
        for (Map.Entry<Period, List<Observation>> entry : byPeriod.entrySet()) {
            Period period = entry.getKey();
            PMap<String, Correction> own = HashTreePMap.empty();
            for (Observation each : entry.getValue()) {
                Correction correction = corrections.get(each.id());
                own = correction == null ? own : own.plus(each.id(), correction);
            }
            Outlook.Level level = warned.getOrDefault(period.key(), Outlook.Level.ON_TRACK);
            kept = kept.plus(
                    period.key(),
                    PeriodAccount.open(period, own, level).plus(entry.getValue(), timeline.terms(period.version())));
        }
        return books.with(kept);
    }

    /** Open periods that last beyond the moment. */
    static List<PeriodAccount> affected(Ledger books, Instant from) {
        return books.running().filter(account -> account.end().isAfter(from)).toList();
    }
}
