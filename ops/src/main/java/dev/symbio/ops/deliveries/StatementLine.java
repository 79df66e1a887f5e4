package dev.symbio.ops.deliveries;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One provider's settlement of one period.
 *
 * @param period as the platform names it, such as {@code 2011-Q3}
 * @param value of the deliveries that were promised for the period, all digits
 * @param credit owed to the customer
 * @param status how far the statement has come
 */
public record StatementLine(
        String provider,
        String period,
        long total,
        long met,
        BigDecimal value,
        BigDecimal credit,
        String currency,
        String status) {
    static final List<String> COLUMNS =
            List.of("provider", "period", "total", "met", "rate", "value", "credit", "currency", "status");

    static final Comparator<StatementLine> BY_PROVIDER_AND_PERIOD = Comparator.comparing(
                    (StatementLine line) -> line.provider().codePoints().toArray(), Arrays::compare)
            .thenComparing(StatementLine::period);

    private static final int RATE_DECIMALS = 6;
    private static final int MIN_MONEY_DECIMALS = 2;

    /** Six decimals, half up. */
    String rate() {
        return BigDecimal.valueOf(met)
                .divide(BigDecimal.valueOf(total), RATE_DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }

    List<String> fields() {
        return List.of(
                provider,
                period,
                Long.toString(total),
                Long.toString(met),
                rate(),
                money(value),
                money(credit),
                currency,
                status);
    }

    private static String money(BigDecimal amount) {
        BigDecimal shortest = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        return shortest.setScale(Math.max(shortest.scale(), MIN_MONEY_DECIMALS), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /** @param item a statement as the API lists it */
    static StatementLine of(String provider, JsonNode item) {
        return new StatementLine(
                provider,
                item.path("period").asText(),
                item.path("total").asLong(),
                item.path("met").asLong(),
                new BigDecimal(item.path("value").asText()),
                new BigDecimal(item.path("credit").asText()),
                item.path("currency").asText(),
                item.path("status").asText());
    }
}
