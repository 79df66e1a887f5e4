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

    /** Whether the tier begins at a target that has to be passed, so that the target itself is a breach. */
    static boolean isNextToStrictTarget(SlaTerms.Tier tier, SlaTerms terms) {
        SlaTerms.Objective objective = terms.objective();
        return switch (objective.operator()) {
            case MORE_THAN -> objective.target().equals(tier.to());
            case LESS_THAN -> objective.target().equals(tier.from());
            case AT_LEAST, AT_MOST, WITHIN -> false;
        };
    }

    /** Whether there is nothing below the tier: it has no lower end, or ends where ratios and counts begin. */
    static boolean isOpenBelow(SlaTerms.Tier tier, SlaTerms terms) {
        boolean fromZero =
                switch (terms.indicator().kind()) {
                    case RATIO, COUNT -> true;
                    case MEAN, PERCENTILE -> false;
                };
        return tier.from() == null || fromZero && tier.from().signum() == 0;
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
