package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The samples of one stream that are kept: those within the tolerance behind the newest. They tell repeats, and start the
 * windows of a trigger that is recorded after them.
 *
 * @param newest moment of the newest sample; null before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Kept(Instant newest, PMap<String, Sample> samples) {
    static final Kept NONE = new Kept(null, HashTreePMap.empty());

    /** What is older is not known any more. */
    Instant knownFrom(Duration tolerance) {
        return newest == null ? Instant.MIN : newest.minus(tolerance);
    }

    Kept plus(List<Sample> more, Duration tolerance) {
        Instant latest = newest;
        PMap<String, Sample> all = samples;
        for (Sample sample : more) {
            all = all.plus(sample.id(), sample);
            latest = latest == null || sample.at().isAfter(latest) ? sample.at() : latest;
        }
        Kept grown = new Kept(latest, all);
        if (latest.equals(newest)) {
            return grown;
        }
        Instant from = grown.knownFrom(tolerance);
        List<String> old = new ArrayList<>();
        for (Sample sample : all.values()) {
            if (sample.at().isBefore(from)) {
                old.add(sample.id());
            }
        }
        return new Kept(latest, all.minusAll(old));
    }
}
