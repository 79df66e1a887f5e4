package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.Rejection.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with an observation by itself, whatever the contract's periods are. */
public final class ObservationRules {
    public static final int MAX_ID_CHARS = 100;
    public static final int MAX_UNIT_CHARS = 20;
    /** How far a source's clock may be ahead of ours. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofHours(24);
    /** A delivery that long before its promised moment was written down wrongly. */
    public static final Duration MAX_AHEAD_OF_PROMISE = Duration.ofDays(3 * 365 + 1);

    public static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    public static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private ObservationRules() {}

    static boolean isCurrency(String code) {
        return CURRENCIES.contains(code);
    }

    /**
     * Checks one observation.
     *
     * @param currency the contract's
     * @return faults with pointers relative to the observation, such as {@code /amount}; empty if it is fine
     */
    public static List<Fault> check(Observation observation, String currency, Instant now) {
        List<Fault> faults = new ArrayList<>(0);
        if (observation == null) {
            faults.add(new Fault("", "sla.observation-missing", "Expected an observation but got null."));
            return faults;
        }
        checkId(observation.id(), faults);
        checkTimes(observation, now, faults);
        checkOrder(observation, faults);
        checkAmounts(observation, currency, faults);
        return faults;
    }

    private static void checkId(String id, List<Fault> faults) {
        if (id == null || id.isBlank()) {
            faults.add(new Fault("/id", "sla.id-missing", "Expected the source's own id but got nothing."));
        } else if (id.length() > MAX_ID_CHARS || hasControlCharacter(id)) {
            faults.add(new Fault(
                    "/id", "sla.id-invalid", "Expected an id of at most " + MAX_ID_CHARS + " printable characters."));
        }
    }

    private static boolean hasControlCharacter(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (Character.isISOControl(id.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static void checkTimes(Observation o, Instant now, List<Fault> faults) {
        if (o.at() == null) {
            faults.add(new Fault("/at", "sla.at-missing", "Expected the moment whose period it belongs to."));
        } else {
            checkRange("/at", o.at(), faults);
        }
        checkFact("/happenedAt", o.happenedAt(), now, faults);
        checkFact("/orderedAt", o.orderedAt(), now, faults);
        checkFact("/measuredFrom", o.measuredFrom(), now, faults);
        checkFact("/measuredTo", o.measuredTo(), now, faults);
    }

    private static void checkFact(String pointer, Instant moment, Instant now, List<Fault> faults) {
        if (moment == null || !checkRange(pointer, moment, faults) || !moment.isAfter(now)) {
            return;
        }
        if (moment.isAfter(now.plus(CLOCK_TOLERANCE))) {
            faults.add(new Fault(
                    pointer,
                    "sla.in-the-future",
                    "Expected a fact but " + moment + " is more than " + CLOCK_TOLERANCE.toHours() + " h ahead."));
        }
    }

    private static boolean checkRange(String pointer, Instant moment, List<Fault> faults) {
        boolean inRange = !moment.isBefore(EARLIEST) && moment.isBefore(LATEST);
        if (!inRange) {
            faults.add(new Fault(
                    pointer, "sla.date-out-of-range", "Expected a time from " + EARLIEST + " to " + LATEST + "."));
        }
        return inRange;
    }

    private static void checkOrder(Observation o, List<Fault> faults) {
        if (o.happenedAt() != null && o.orderedAt() != null && o.orderedAt().isAfter(o.happenedAt())) {
            faults.add(new Fault(
                    "/happenedAt",
                    "sla.delivered-before-ordered",
                    "Expected a delivery after the order of " + o.orderedAt() + " but it was on " + o.happenedAt()
                            + "."));
        } else if (o.happenedAt() != null
                && o.at() != null
                && Duration.between(o.happenedAt(), o.at()).compareTo(MAX_AHEAD_OF_PROMISE) > 0) {
            faults.add(new Fault(
                    "/happenedAt",
                    "sla.delivered-before-ordered",
                    "Expected a delivery at most "
                            + MAX_AHEAD_OF_PROMISE.toDays() + " days before the promised " + o.at()
                            + " but it was on " + o.happenedAt() + "."));
        }
        if ((o.measuredFrom() == null) != (o.measuredTo() == null)) {
            faults.add(new Fault(
                    o.measuredFrom() == null ? "/measuredFrom" : "/measuredTo",
                    "sla.measured-incomplete",
                    "Expected both measuredFrom and measuredTo, or none."));
        } else if (o.measuredFrom() != null && o.measuredTo().isBefore(o.measuredFrom())) {
            faults.add(new Fault(
                    "/measuredTo", "sla.measured-backwards", "Expected measuredTo at or after measuredFrom."));
        }
        if (o.value() != null && o.measuredFrom() != null) {
            faults.add(new Fault("/value", "sla.measured-twice", "Expected a value or measured times, not both."));
        }
    }

    private static void checkAmounts(Observation o, String currency, List<Fault> faults) {
        checkDigits("/value", o.value(), faults);
        checkDigits("/amount", o.amount(), faults);
        if (Decimals.isNegative(o.amount())) {
            faults.add(new Fault(
                    "/amount",
                    "sla.negative-amount",
                    "Expected an amount of zero or more but got " + o.amount().toPlainString() + "."));
        }
        if (o.unit() != null && o.unit().length() > MAX_UNIT_CHARS) {
            faults.add(new Fault("/unit", "sla.text-too-long", "Expected at most " + MAX_UNIT_CHARS + " characters."));
        }
        if (o.currency() == null) {
            return;
        }
        if (!isCurrency(o.currency())) {
            faults.add(new Fault("/currency", "sla.unknown-currency", "Expected an ISO 4217 currency such as USD."));
        } else if (!o.currency().equals(currency)) {
            faults.add(new Fault(
                    "/currency",
                    "sla.currency-differs",
                    "Expected " + currency + ", the contract's currency, but got " + o.currency() + "."));
        }
    }

    static void checkDigits(String pointer, BigDecimal number, List<Fault> faults) {
        if (number != null && !Decimals.fits(number)) {
            faults.add(new Fault(pointer, "sla.number-too-long", Decimals.TOO_LONG));
        }
    }
}
