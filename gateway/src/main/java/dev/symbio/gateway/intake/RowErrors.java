package dev.symbio.gateway.intake;

import dev.symbio.gateway.http.Problem.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows that did not go in: counts all, keeps what is wrong with the first ones. Reader and sender both report here. */
final class RowErrors {
    private final List<Fault> kept = new ArrayList<>();
    private long rejectedRows;
    private long faultCount;

    synchronized void add(Fault fault) {
        addAll(List.of(fault));
    }

    /** @param faults of one row */
    synchronized void addAll(List<Fault> faults) {
        rejectedRows++;
        faultCount += faults.size();
        for (Fault fault : faults) {
            if (kept.size() < Intake.MAX_ERRORS_LISTED) {
                kept.add(fault);
            }
        }
    }

    synchronized long rejectedRows() {
        return rejectedRows;
    }

    /** All, kept or not. */
    synchronized long faultCount() {
        return faultCount;
    }

    /** By line: a chunk is refused later than the lines behind it are read. */
    synchronized List<Fault> byLine() {
        List<Fault> sorted = new ArrayList<>(kept);
        sorted.sort(Comparator.comparing(Fault::line));
        return sorted;
    }
}
