package dev.symbio.contracts.sla;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Says terms in plain language, generated from the terms themselves so that the two never differ. */
public final class TermsInWords {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private TermsInWords() {}

    /** One sentence per rule, in English. */
    public static List<String> english(SlaTerms terms) {
        return EnglishTerms.sentences(terms);
    }

    /** One sentence per rule, in simplified Chinese. */
    public static List<String> chinese(SlaTerms terms) {
        return ChineseTerms.sentences(terms);
    }

    /** The indicator's scale for people: ratios as percentages, others with their unit. */
    static String value(BigDecimal value, SlaTerms terms) {
        if (terms.indicator().kind() == SlaTerms.Indicator.Kind.RATIO) {
            return Decimals.normal(value.multiply(HUNDRED)).toPlainString() + " %";
        }
        String unit = Measurement.unit(terms.indicator());
        return value.toPlainString()
                + (unit == null || terms.indicator().kind() == SlaTerms.Indicator.Kind.COUNT ? "" : " " + unit);
    }

    static String money(BigDecimal amount, SlaTerms terms) {
        return terms.currency() + " " + amount.toPlainString();
    }

    static String duration(Duration duration, String days, String hours) {
        return duration.toHoursPart() == 0 && duration.toMinutesPart() == 0 && duration.toSecondsPart() == 0
                ? duration.toDays() + " " + days
                : duration.toHours() + " " + hours
                        + (duration.toMinutesPart() == 0 ? "" : " " + duration.toMinutesPart() + " min");
    }
}
