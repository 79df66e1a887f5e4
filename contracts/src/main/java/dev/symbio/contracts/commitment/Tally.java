package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the samples of one window: all that any indicator needs, whatever their number and order.
 *
 * @param met how many meet the condition of a share
 * @param lastAt with {@code lastId}, which one is the last: of the same moment, the greatest id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tally(
        long samples,
        BigDecimal sum,
        BigDecimal min,
        BigDecimal max,
        long met,
        BigDecimal last,
        Instant lastAt,
        String lastId) {
    public static final Tally EMPTY = new Tally(0, BigDecimal.ZERO, null, null, 0, null, null, null);

    public Tally plus(Sample sample, Promise promise) {
        BigDecimal value = sample.values().get(promise.source().field());
        Promise.Indicator indicator = promise.indicator();
        boolean meets = indicator.kind() == Promise.IndicatorKind.SHARE
                && indicator.operator().holds(value.compareTo(indicator.limit()));
        boolean newest = lastAt == null
                || sample.at().isAfter(lastAt)
                || sample.at().equals(lastAt) && sample.id().compareTo(lastId) > 0;
        return new Tally(
                samples + 1,
                Decimals.normal(sum.add(value)),
                min == null ? value : Decimals.normal(min.min(value)),
                max == null ? value : Decimals.normal(max.max(value)),
                meets ? met + 1 : met,
                newest ? value : last,
                newest ? sample.at() : lastAt,
                newest ? sample.id() : lastId);
    }

    /** Empty without samples. */
    public Optional<Measured> measured(Promise.IndicatorKind kind) {
        if (samples == 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case MEAN -> new Measured(sum, samples);
                    case SUM -> new Measured(sum, 1);
                    case MIN -> new Measured(min, 1);
                    case MAX -> new Measured(max, 1);
                    case LAST -> new Measured(last, 1);
                    case SHARE -> new Measured(BigDecimal.valueOf(met), samples);
                });
    }
}
