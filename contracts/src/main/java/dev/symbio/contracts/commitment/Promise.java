package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.symbio.platform.personal.Subject;
import dev.symbio.tenants.tenant.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One thing that is promised, and how it is checked (cap 49: clause, field, trigger, threshold).
 *
 * @param key names it within the commitment: 1 to 60 of {@code a-z 0-9 -}
 * @param clause the text of the contract that it stands for
 * @param target in the source's unit; for a share, from 0 to 1
 * @param ladder who is told of a breach, and when if it lasts
 * @param milestones targets of earlier windows on the way to {@code target}, in their order; may be null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Promise(
        String key,
        String clause,
        Indicator indicator,
        Source source,
        Trigger trigger,
        Window window,
        Comparison operator,
        BigDecimal target,
        NoDataRule noData,
        List<Rung> ladder,
        List<Milestone> milestones) {

    /** One whose windows all have the same target. */
    public Promise(
            String key,
            String clause,
            Indicator indicator,
            Source source,
            Trigger trigger,
            Window window,
            Comparison operator,
            BigDecimal target,
            NoDataRule noData,
            List<Rung> ladder) {
        this(key, clause, indicator, source, trigger, window, operator, target, noData, ladder, null);
    }

    public Promise {
        target = Decimals.normal(target);
        ladder = Copies.of(ladder);
        milestones = milestones == null || milestones.isEmpty() ? null : Copies.of(milestones);
    }

    /**
     * A step towards the target (cap 48).
     *
     * @param until the last window, counted from 1, that it holds for
     */
    public record Milestone(Integer until, BigDecimal target) {
        public Milestone {
            target = Decimals.normal(target);
        }
    }

    /** What a window, counted from 0, has to come to. */
    public BigDecimal targetIn(int window) {
        if (milestones != null) {
            for (Milestone milestone : milestones) {
                if (window < milestone.until()) {
                    return milestone.target();
                }
            }
        }
        return target;
    }

    /** The ladder without names of people, as the other party sees it. */
    Promise withoutPeople() {
        List<Rung> nameless = ladder.stream()
                .map(rung -> new Rung(rung.after(), null, rung.role()))
                .toList();
        return new Promise(
                key, clause, indicator, source, trigger, window, operator, target, noData, nameless, milestones);
    }

    /** What is measured over a window. */
    public enum IndicatorKind {
        @JsonProperty("mean")
        MEAN,
        @JsonProperty("min")
        MIN,
        @JsonProperty("max")
        MAX,
        @JsonProperty("sum")
        SUM,
        /** Share of the samples that meet a condition, from 0 to 1. */
        @JsonProperty("share")
        SHARE,
        @JsonProperty("last")
        LAST
    }

    /** @param operator and limit: the condition; only for a share */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Indicator(IndicatorKind kind, Comparison operator, BigDecimal limit) {
        public Indicator {
            limit = Decimals.normal(limit);
        }
    }

    /** Where the numbers come from: a field of a telemetry stream, in a unit. */
    public record Source(String stream, String field, String unit) {}

    /**
     * When the first window begins: a while after an event, or after a date. Exactly one of both is given.
     *
     * @param event such as {@code power-on}
     * @param delay such as PT72H; none if null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Trigger(String event, Instant date, Duration delay) {
        /** Stores keep microseconds. */
        public Trigger {
            date = date == null ? null : date.truncatedTo(ChronoUnit.MICROS);
            delay = delay == null ? null : delay.truncatedTo(ChronoUnit.MICROS);
        }

        Instant startAfter(Instant moment) {
            return delay == null ? moment : moment.plus(delay);
        }
    }

    /** How long a window is. */
    public enum WindowKind {
        /** One, of a duration. */
        @JsonProperty("once")
        ONCE,
        /** One after the other, each of so many days. */
        @JsonProperty("days")
        DAYS,
        /** One after the other, each of so many months. */
        @JsonProperty("months")
        MONTHS
    }

    /**
     * @param length only for a single one
     * @param every days or months; only for recurring ones
     * @param zone in which days and months are counted; UTC if null
     * @param count how many recurring ones there are; null for no end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Window(WindowKind kind, Duration length, Integer every, ZoneId zone, Integer count) {
        public Window {
            length = length == null ? null : length.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** What a window without samples means. */
    public enum NoDataRule {
        /** No verdict on the promise; it goes on as it was. */
        @JsonProperty("skip")
        SKIP,
        @JsonProperty("breach")
        BREACH,
        /** The outcome of the window before holds on. */
        @JsonProperty("carry")
        CARRY
    }

    /** @param subject or role: who is told, so long after the breach; exactly one is given */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rung(Duration after, @Subject String subject, Role role) {}
}
