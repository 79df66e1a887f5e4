package dev.symbio.ops.independent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The terms in words: on-time ratio at least 95 %, calendar quarters of the promised date in UTC; 2 % of the quarter's
 * value when the rate is at least 90 %, 5 % when at least 75 %, 10 % below; at most 50,000 per quarter and 120,000 over
 * that quarter and the three before it; half-up to cents; a quarter without deliveries has no statement.
 */
public final class OtherSettlement {
    private static final BigDecimal PER_QUARTER = new BigDecimal(50_000);
    private static final BigDecimal PER_FOUR_QUARTERS = new BigDecimal(120_000);

    private final TreeMap<String, TreeMap<Integer, Quarter>> providers = new TreeMap<>();

    private static final class Quarter {
        long total;
        long met;
        BigDecimal value = BigDecimal.ZERO;
        String currency;
        BigDecimal credit;
    }

    /** @param promised quarters are counted from year zero: year times four plus 0 to 3 */
    public void add(String provider, LocalDate promised, LocalDate delivered, BigDecimal value, String currency) {
        int number = promised.getYear() * 4 + (promised.getMonthValue() - 1) / 3;
        Quarter quarter =
                providers.computeIfAbsent(provider, p -> new TreeMap<>()).computeIfAbsent(number, n -> new Quarter());
        quarter.total++;
        quarter.met += delivered.compareTo(promised) <= 0 ? 1 : 0;
        quarter.value = quarter.value.add(value);
        quarter.currency = currency;
    }

    /** {@code provider|period|total|met|rate|value|credit|currency}, by provider and period. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        providers.forEach((provider, quarters) -> quarters.forEach((number, quarter) -> {
            BigDecimal before = BigDecimal.ZERO;
            for (Quarter earlier : quarters.subMap(number - 3, number).values()) {
                before = before.add(earlier.credit);
            }
            quarter.credit = percent(quarter)
                    .multiply(quarter.value)
                    .movePointLeft(2)
                    .setScale(2, RoundingMode.HALF_UP)
                    .min(PER_QUARTER)
                    .min(PER_FOUR_QUARTERS.subtract(before))
                    .max(BigDecimal.ZERO);
            lines.add(String.join(
                    "|",
                    provider,
                    number / 4 + "-Q" + (number % 4 + 1),
                    "" + quarter.total,
                    "" + quarter.met,
                    rate(quarter),
                    amount(quarter.value),
                    amount(quarter.credit),
                    quarter.currency));
        }));
        return lines;
    }

    /** Compares met/total with hundredths by cross-multiplication; 19 of 20 is 95 % and no breach. */
    private static BigDecimal percent(Quarter quarter) {
        long hundredfold = quarter.met * 100;
        if (hundredfold >= quarter.total * 95) {
            return BigDecimal.ZERO;
        }
        if (hundredfold >= quarter.total * 90) {
            return new BigDecimal(2);
        }
        return new BigDecimal(hundredfold >= quarter.total * 75 ? 5 : 10);
    }

    /** In integers: a million times the share, with one half added before cutting. */
    private static String rate(Quarter quarter) {
        BigInteger total = BigInteger.valueOf(quarter.total);
        BigInteger millionths = BigInteger.valueOf(quarter.met)
                .multiply(BigInteger.valueOf(2_000_000))
                .add(total)
                .divide(total.shiftLeft(1));
        BigInteger[] parts = millionths.divideAndRemainder(BigInteger.valueOf(1_000_000));
        return parts[0] + "." + String.format("%06d", parts[1]);
    }

    private static String amount(BigDecimal amount) {
        String text = amount.toPlainString();
        if (text.indexOf('.') < 0) {
            return text + ".00";
        }
        while (text.endsWith("0") && text.length() - text.indexOf('.') > 3) {
            text = text.substring(0, text.length() - 1);
        }
        return text.length() - text.indexOf('.') == 2 ? text + "0" : text;
    }
}
