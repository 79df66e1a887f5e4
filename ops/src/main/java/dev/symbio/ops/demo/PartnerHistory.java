package dev.symbio.ops.demo;

import dev.symbio.ops.deliveries.Delivery;
import dev.symbio.ops.deliveries.DeliveryFile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Two years of deliveries of the demo's providers, the same for the same seed and day. Autumn is busy and less punctual,
 * February is quiet; one provider is struck for two weeks; a few deliveries are reported only after their quarter closed.
 *
 * @param deliveries what is known from the start
 * @param late what is reported when the quarters have been settled
 * @param struck ids of the deliveries that the strike delayed
 */
record PartnerHistory(List<Delivery> deliveries, List<Delivery> late, List<String> struck) {
    private static final int MONTHS = 24;
    private static final double LATE_REPORTS = 0.004;
    private static final double EARLIEST_DAYS = -4;
    private static final int STRIKE_DAYS = 14;

    static PartnerHistory upTo(LocalDate today, long seed) {
        Random random = new Random(seed);
        LocalDate first = today.minusMonths(MONTHS).withDayOfMonth(1);
        LocalDate strike = today.minusMonths(7);
        List<Delivery> known = new ArrayList<>();
        List<Delivery> late = new ArrayList<>();
        List<String> struck = new ArrayList<>();
        for (Partner partner : Partner.ALL) {
            int number = 0;
            for (LocalDate day = first; day.isBefore(today); day = day.plusDays(1)) {
                for (int n = countOn(day, partner, random); n > 0; n--) {
                    boolean onStrike = partner == Partner.STRUCK
                            && !day.isBefore(strike)
                            && day.isBefore(strike.plusDays(STRIKE_DAYS));
                    String id = "D-" + (10_000 + ++number);
                    Delivery delivery = delivery(id, partner, day, onStrike, random);
                    if (delivery.deliveredOn().isAfter(today)) {
                        continue;
                    }
                    boolean lateReport = random.nextDouble() < LATE_REPORTS && day.isBefore(today.minusMonths(4));
                    (lateReport ? late : known).add(delivery);
                    if (onStrike && !lateReport && !delivery.met()) {
                        struck.add(id);
                    }
                }
            }
        }
        known.sort(Comparator.comparing(Delivery::promisedOn));
        return new PartnerHistory(List.copyOf(known), List.copyOf(late), List.copyOf(struck));
    }

    DeliveryFile asFile() {
        return new DeliveryFile(deliveries.size(), deliveries, List.of());
    }

    static Delivery delivery(String id, Partner partner, LocalDate promised, boolean onStrike, Random random) {
        boolean met = !onStrike && random.nextDouble() < partner.onTime() - strain(promised);
        long days = met
                ? Math.round(EARLIEST_DAYS * random.nextDouble())
                : 1 + Math.round(-Math.log(1 - random.nextDouble()) * 4) + (onStrike ? 5 : 0);
        double value = partner.typicalValue() * Math.exp(random.nextGaussian() * 0.6);
        return new Delivery(
                0,
                id,
                partner.name(),
                promised,
                promised.plusDays(days),
                BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP),
                "USD");
    }

    /** Deliveries on working days, spread like independent arrivals (Poisson). */
    private static int countOn(LocalDate day, Partner partner, Random random) {
        if (day.getDayOfWeek().getValue() > 5) {
            return 0;
        }
        double mean = partner.deliveriesPerMonth() / 21.0 * season(day);
        int count = 0;
        for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static double season(LocalDate day) {
        return switch (day.getMonth()) {
            case OCTOBER, NOVEMBER -> 1.4;
            case DECEMBER -> 1.2;
            case FEBRUARY, AUGUST -> 0.75;
            default -> 1.0;
        };
    }

    /** By how much punctuality suffers when everyone ships. */
    private static double strain(LocalDate day) {
        return Math.max(0, season(day) - 1) * 0.08;
    }
}
