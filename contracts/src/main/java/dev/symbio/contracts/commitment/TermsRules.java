package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Finds everything that is wrong with terms, each with its place. */
final class TermsRules {
    static final Duration MAX_TOLERANCE = Duration.ofDays(400);
    static final Duration MAX_DURATION = Duration.ofDays(3_660);
    static final int MAX_RUNGS = 8;
    static final int MAX_WINDOWS = 1_200;
    static final int MAX_DAYS = 366;
    static final int MAX_MONTHS = 60;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final List<Fault> faults = new ArrayList<>();

    private TermsRules() {}

    static List<Fault> check(CommitmentTerms terms, int maxPromises) {
        TermsRules rules = new TermsRules();
        if (terms == null) {
            return List.of(new Fault("/terms", "commitment.term-missing", "Expected terms but got nothing."));
        }
        TextRules.required("/terms/name", terms.name(), TextRules.MAX_NAME_CHARS)
                .ifPresent(rules.faults::add);
        TextRules.optional("/terms/customerName", terms.customerName(), TextRules.MAX_NAME_CHARS)
                .ifPresent(rules.faults::add);
        rules.duration("/terms/tolerance", terms.tolerance(), Duration.ZERO, MAX_TOLERANCE);
        rules.promises(terms.promises(), maxPromises);
        return rules.faults;
    }

    private void promises(List<Promise> promises, int maxPromises) {
        if (promises.size() > maxPromises) {
            fault(
                    "/terms/promises",
                    "commitment.too-many-promises",
                    "Expected at most " + maxPromises + " promises but got " + promises.size() + ".");
            return;
        }
        Set<String> keys = new HashSet<>();
        Map<String, String> units = new HashMap<>();
        for (int i = 0; i < promises.size(); i++) {
            String at = "/terms/promises/" + i;
            Promise promise = promises.get(i);
            if (present(at, promise)) {
                promise(at, promise);
                if (promise.key() != null && !keys.add(promise.key())) {
                    fault(at + "/key", "commitment.key-repeated", "Expected each promise to have a key of its own.");
                }
                unit(at, promise.source(), units);
            }
        }
    }

    /** A field has one unit, whichever promise reads it. */
    private void unit(String at, Promise.Source source, Map<String, String> units) {
        if (source != null && source.stream() != null && source.field() != null && source.unit() != null) {
            String first = units.putIfAbsent(source.stream() + '\n' + source.field(), source.unit());
            if (first != null && !first.equals(source.unit())) {
                fault(
                        at + "/source/unit",
                        "commitment.unit-differs",
                        "Expected " + first + ", as in another promise on this field, but got " + source.unit() + ".");
            }
        }
    }

    private void promise(String at, Promise promise) {
        if (present(at + "/key", promise.key())
                && !TextRules.KEY.matcher(promise.key()).matches()) {
            fault(at + "/key", "commitment.key-invalid", "Expected 1 to 60 of a-z, 0-9 and -, not starting with -.");
        }
        TextRules.required(at + "/clause", promise.clause(), TextRules.MAX_NOTE_CHARS)
                .ifPresent(faults::add);
        given(at + "/indicator", promise.indicator(), indicator -> indicator(at + "/indicator", indicator));
        given(at + "/source", promise.source(), source -> source(at + "/source", source));
        given(at + "/trigger", promise.trigger(), trigger -> trigger(at + "/trigger", trigger));
        given(at + "/window", promise.window(), window -> window(at + "/window", window));
        present(at + "/operator", promise.operator());
        present(at + "/noData", promise.noData());
        given(at + "/target", promise.target(), target -> {
            if (!Decimals.fits(target)) {
                fault(at + "/target", "commitment.number-too-long", Decimals.TOO_LONG);
            }
        });
        ladder(at + "/ladder", promise.ladder());
        if (promise.milestones() != null && promise.window() != null) {
            milestones(at + "/milestones", promise.milestones(), promise.window());
        }
    }

    /** In their order, and the target itself holds for at least one window. */
    private void milestones(String at, List<Promise.Milestone> milestones, Promise.Window window) {
        if (window.kind() == Promise.WindowKind.ONCE) {
            absent(at, milestones, "recurring windows");
            return;
        }
        int before = 0;
        int most = window.count() == null ? MAX_WINDOWS : window.count() - 1;
        for (int i = 0; i < milestones.size(); i++) {
            Promise.Milestone milestone = milestones.get(i);
            String place = at + "/" + i;
            if (!present(place, milestone)) {
                continue;
            }
            if (present(place + "/until", milestone.until())) {
                if (milestone.until() <= before || milestone.until() > most) {
                    fault(
                            place + "/until",
                            "commitment.term-out-of-range",
                            "Expected a window after " + before + ", at most " + most + ".");
                }
                before = Math.max(before, milestone.until());
            }
            given(place + "/target", milestone.target(), target -> {
                if (!Decimals.fits(target)) {
                    fault(place + "/target", "commitment.number-too-long", Decimals.TOO_LONG);
                }
            });
        }
    }

    private void indicator(String at, Promise.Indicator indicator) {
        if (!present(at + "/kind", indicator.kind())) {
            return;
        }
        if (indicator.kind() == Promise.IndicatorKind.SHARE) {
            present(at + "/operator", indicator.operator());
            given(at + "/limit", indicator.limit(), limit -> {
                if (!Decimals.fits(limit)) {
                    fault(at + "/limit", "commitment.number-too-long", Decimals.TOO_LONG);
                }
            });
        } else {
            absent(at + "/operator", indicator.operator(), "a share");
            absent(at + "/limit", indicator.limit(), "a share");
        }
    }

    private void source(String at, Promise.Source source) {
        TextRules.required(at + "/stream", source.stream(), TextRules.MAX_ID_CHARS)
                .ifPresent(faults::add);
        TextRules.required(at + "/field", source.field(), TextRules.MAX_ID_CHARS)
                .ifPresent(faults::add);
        TextRules.required(at + "/unit", source.unit(), TextRules.MAX_ID_CHARS).ifPresent(faults::add);
    }

    private void trigger(String at, Promise.Trigger trigger) {
        if ((trigger.event() == null) == (trigger.date() == null)) {
            fault(at, "commitment.trigger-unclear", "Expected either an event or a date.");
        }
        if (trigger.event() != null && !TextRules.KEY.matcher(trigger.event()).matches()) {
            fault(at + "/event", "commitment.key-invalid", "Expected 1 to 60 of a-z, 0-9 and -, not starting with -.");
        }
        if (trigger.date() != null
                && (trigger.date().isBefore(EARLIEST) || trigger.date().isAfter(LATEST))) {
            fault(at + "/date", "commitment.date-out-of-range", "Expected a date from 1970 to 2200.");
        }
        if (trigger.delay() != null) {
            duration(at + "/delay", trigger.delay(), Duration.ZERO, MAX_DURATION);
        }
    }

    private void window(String at, Promise.Window window) {
        if (!present(at + "/kind", window.kind())) {
            return;
        }
        if (window.kind() == Promise.WindowKind.ONCE) {
            given(
                    at + "/length",
                    window.length(),
                    length -> duration(at + "/length", length, Duration.ofMinutes(1), MAX_DURATION));
            absent(at + "/every", window.every(), "recurring windows");
            absent(at + "/count", window.count(), "recurring windows");
            return;
        }
        absent(at + "/length", window.length(), "a single window");
        int most = window.kind() == Promise.WindowKind.DAYS ? MAX_DAYS : MAX_MONTHS;
        given(at + "/every", window.every(), every -> number(at + "/every", every, most));
        if (window.count() != null) {
            number(at + "/count", window.count(), MAX_WINDOWS);
        }
    }

    private void ladder(String at, List<Promise.Rung> ladder) {
        if (ladder.size() > MAX_RUNGS) {
            fault(at, "commitment.too-many-rungs", "Expected at most " + MAX_RUNGS + " but got " + ladder.size() + ".");
            return;
        }
        Duration before = Duration.ZERO;
        for (int i = 0; i < ladder.size(); i++) {
            Promise.Rung rung = ladder.get(i);
            String place = at + "/" + i;
            if (!present(place, rung)) {
                continue;
            }
            if ((rung.subject() == null) == (rung.role() == null)) {
                fault(place, "commitment.rung-unclear", "Expected either a subject or a role.");
            }
            TextRules.optional(place + "/subject", rung.subject(), TextRules.MAX_ID_CHARS)
                    .ifPresent(faults::add);
            if (present(place + "/after", rung.after())) {
                duration(place + "/after", rung.after(), before, MAX_DURATION);
                before = rung.after().compareTo(before) > 0 ? rung.after() : before;
            }
        }
    }

    private void duration(String at, Duration duration, Duration least, Duration most) {
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            fault(
                    at,
                    "commitment.term-out-of-range",
                    "Expected a duration from " + least + " to " + most + " but got " + duration + ".");
        }
    }

    private void number(String at, int number, int most) {
        if (number < 1 || number > most) {
            fault(at, "commitment.term-out-of-range", "Expected 1 to " + most + " but got " + number + ".");
        }
    }

    private boolean present(String at, Object value) {
        if (value == null) {
            fault(at, "commitment.term-missing", "Expected a value but got none.");
        }
        return value != null;
    }

    private <T> void given(String at, T value, Consumer<T> check) {
        if (present(at, value)) {
            check.accept(value);
        }
    }

    private void absent(String at, Object value, String only) {
        if (value != null) {
            fault(at, "commitment.term-not-applicable", "Expected nothing here; it is only for " + only + ".");
        }
    }

    private void fault(String pointer, String code, String detail) {
        faults.add(new Fault(pointer, code, detail));
    }
}
