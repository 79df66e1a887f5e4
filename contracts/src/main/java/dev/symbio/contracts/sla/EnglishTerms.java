package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.TermsInWords.money;
import static dev.symbio.contracts.sla.TermsInWords.value;

import dev.symbio.contracts.sla.SlaTerms.Credits;
import dev.symbio.contracts.sla.SlaTerms.Indicator;
import dev.symbio.contracts.sla.SlaTerms.MeasuringClock;
import dev.symbio.contracts.sla.SlaTerms.Meets;
import dev.symbio.contracts.sla.SlaTerms.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Terms in English. */
final class EnglishTerms {
    private EnglishTerms() {}

    static List<String> sentences(SlaTerms terms) {
        List<String> said = new ArrayList<>();
        said.add("Over each " + window(terms) + ", " + indicator(terms) + " must be "
                + compared(terms.objective().operator()) + " "
                + value(terms.objective().target(), terms) + ".");
        if (terms.indicator().meets() != null) {
            said.add(meets(terms.indicator()));
        }
        if (terms.indicator().clock() == MeasuringClock.WORKING) {
            said.add("Measured times count only within the working hours of the calendar \""
                    + terms.indicator().calendar().name() + "\" ("
                    + terms.indicator().calendar().zone() + ").");
        }
        for (Tier tier : CreditTiers.of(terms).bestFirst()) {
            said.add(tier(tier, terms));
        }
        said.add(caps(terms));
        said.add(
                terms.exclusions().isEmpty()
                        ? "Nothing is left out of the measurement."
                        : "An observation is left out for " + exclusions(terms)
                                + ", claimed with evidence, if the other party accepts the claim.");
        said.add(noData(terms));
        said.add("Amounts are rounded " + rounding(terms.rounding()) + ".");
        said.add("A period closes " + duration(terms.grace()) + " after its end; its statement can be disputed for "
                + duration(terms.disputeWindow()) + ".");
        said.add("Observations that arrive up to " + duration(terms.lateObservations())
                + " after the closing change the next statement, not the one that was issued.");
        if (terms.expectedPerPeriod() != null) {
            said.add("About " + terms.expectedPerPeriod() + " observations are expected in each period.");
        }
        return said;
    }

    private static String window(SlaTerms terms) {
        String zone = " (" + WindowCalendar.zone(terms.window()) + ")";
        return switch (terms.window().kind()) {
            case MONTH -> "calendar month" + zone;
            case QUARTER -> "calendar quarter" + zone;
            case YEAR -> "calendar year" + zone;
            case DAYS -> "window of " + terms.window().days() + " days" + zone;
        };
    }

    private static String indicator(SlaTerms terms) {
        return switch (terms.indicator().kind()) {
            case RATIO -> "the share of observations that are met";
            case MEAN -> "the mean of the measured values";
            case PERCENTILE -> "the percentile " + terms.indicator().percentile() + " of the measured values";
            case COUNT -> "the number of observations" + (terms.indicator().meets() == null ? "" : " that count");
        };
    }

    private static String meets(Indicator indicator) {
        Meets meets = indicator.meets();
        String unit = Measurement.unit(indicator);
        String limit = meets.value().toPlainString() + (unit == null ? "" : " " + unit);
        String verb = indicator.kind() == Indicator.Kind.COUNT ? "counts" : "is met";
        return meets.operator() == Operator.WITHIN
                ? "An observation " + verb + " when its value is at most " + limit + " away from zero."
                : "An observation " + verb + " when its value is " + compared(meets.operator()) + " " + limit + ".";
    }

    private static String compared(Operator operator) {
        return switch (operator) {
            case AT_LEAST -> "at least";
            case MORE_THAN -> "more than";
            case AT_MOST -> "at most";
            case LESS_THAN -> "less than";
            case WITHIN -> "within";
        };
    }

    private static String tier(Tier tier, SlaTerms terms) {
        String near = TermsInWords.isNextToStrictTarget(tier, terms)
                ? (terms.objective().operator().wantsMore() ? "at most " : "at least ")
                : (terms.objective().operator().wantsMore() ? "below " : "above ");
        String range = terms.objective().operator().wantsMore()
                ? near
                        + value(tier.to(), terms)
                        + (TermsInWords.isOpenBelow(tier, terms) ? "" : ", but at least " + value(tier.from(), terms))
                : near
                        + value(tier.from(), terms)
                        + (tier.to() == null ? "" : ", but at most " + value(tier.to(), terms));
        String base = terms.credits().baseAmount() == null
                ? "the period's value"
                : money(terms.credits().baseAmount(), terms);
        return "If it is " + range + ", the provider credits " + tier.percent().toPlainString() + " % of " + base + ".";
    }

    private static String caps(SlaTerms terms) {
        Credits credits = terms.credits();
        List<String> caps = new ArrayList<>();
        if (credits.capPerPeriod() != null) {
            caps.add("at most " + money(credits.capPerPeriod(), terms) + " for one period");
        }
        if (credits.capRolling12Months() != null) {
            caps.add("at most " + money(credits.capRolling12Months(), terms)
                    + " for a period together with those that start in the twelve months before its end");
        }
        return caps.isEmpty() ? "Credits have no cap." : "Credits are " + String.join(", and ", caps) + ".";
    }

    private static String exclusions(SlaTerms terms) {
        return terms.exclusions().stream()
                .map(reason -> switch (reason) {
                    case FORCE_MAJEURE -> "force majeure";
                    case CUSTOMER_FAULT -> "the customer's own fault";
                })
                .collect(Collectors.joining(" or "));
    }

    private static String noData(SlaTerms terms) {
        return switch (terms.noData()) {
            case SKIP -> "A period without observations gets no statement.";
            case BREACH -> "A period without observations counts as a breach in the worst tier.";
            case CARRY -> "A period without observations takes over the indicator of the period before.";
        };
    }

    private static String rounding(SlaTerms.Rounding rounding) {
        String how =
                switch (rounding.mode()) {
                    case HALF_UP -> "half up";
                    case HALF_EVEN -> "half to even";
                    case DOWN -> "down";
                    case UP -> "up";
                };
        return how + " to " + rounding.decimals() + " decimals";
    }

    private static String duration(Duration duration) {
        return TermsInWords.duration(duration, "days", "hours");
    }
}
