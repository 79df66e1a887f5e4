package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The signed terms over time, and the periods they cut it into.
 *
 * @param versions in order of their beginning
 * @param until the contract's end; null while it has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Timeline(PVector<TermsVersion> versions, Instant until) {
    static final Timeline EMPTY = new Timeline(TreePVector.empty(), null);

    private static final Pattern KEY = Pattern.compile("(\\d{4})(?:-Q([1-4])|-(\\d{2})(?:-(\\d{2})\\.P\\d{1,3}D)?)?");

    Timeline with(TermsVersion version) {
        return new Timeline(versions.plus(version), until);
    }

    Timeline endingAt(Instant end) {
        return new Timeline(versions, end);
    }

    Instant start() {
        return versions.get(0).effectiveFrom();
    }

    TermsVersion last() {
        return versions.get(versions.size() - 1);
    }

    public SlaTerms terms(int version) {
        for (TermsVersion each : versions) {
            if (each.number() == version) {
                return each.terms();
            }
        }
        throw new IllegalArgumentException("There are no signed terms with version " + version + ".");
    }

    /** The period that holds the moment; empty before the contract's start and from its end on. */
    public Optional<Period> at(Instant moment) {
        if (versions.isEmpty() || moment.isBefore(start()) || until != null && !moment.isBefore(until)) {
            return Optional.empty();
        }
        int inForce = versions.size() - 1;
        while (versions.get(inForce).effectiveFrom().isAfter(moment)) {
            inForce--;
        }
        TermsVersion version = versions.get(inForce);
        WindowCalendar.Span span = WindowCalendar.at(version.terms().window(), version.effectiveFrom(), moment);
        Instant end = earlier(span.end(), until);
        if (inForce + 1 < versions.size()) {
            end = earlier(end, versions.get(inForce + 1).effectiveFrom());
        }
        Instant start = span.start().isBefore(version.effectiveFrom()) ? version.effectiveFrom() : span.start();
        return Optional.of(new Period(span.key(), start, end, version.number()));
    }

    /** The period with this name; empty if the contract has none. */
    public Optional<Period> named(String key) {
        Matcher parts = KEY.matcher(key);
        if (versions.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        LocalDate first;
        try {
            int month = parts.group(2) != null
                    ? Integer.parseInt(parts.group(2)) * 3 - 2
                    : parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
            first = LocalDate.of(
                    Integer.parseInt(parts.group(1)),
                    month,
                    parts.group(4) == null ? 1 : Integer.parseInt(parts.group(4)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
        // The last moment of its first day lies in the period, unless the contract began later or ended before.
        Instant within = first.plusDays(1)
                .atStartOfDay(WindowCalendar.zone(last().terms().window()))
                .toInstant()
                .minusNanos(1);
        within = until == null ? within : earlier(within, until.minusNanos(1));
        return at(within.isBefore(start()) ? start() : within)
                .filter(period -> period.key().equals(key));
    }

    private static Instant earlier(Instant one, Instant otherOrNull) {
        return otherOrNull == null || one.isBefore(otherOrNull) ? one : otherOrNull;
    }
}
