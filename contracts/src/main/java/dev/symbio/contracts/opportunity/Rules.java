package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is checked everywhere: texts, amounts, and when something can have happened. Collects all faults of a command. */
final class Rules {
    static final int MAX_NAME_CHARS = 200;
    static final int MAX_NOTE_CHARS = 4_000;
    static final int MAX_LINK_CHARS = 2_000;

    private static final int MAX_WHOLE_DIGITS = 18;
    private static final int MAX_DECIMALS = 6;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 1, 1);
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final List<Fault> faults = new ArrayList<>();

    Rules required(String pointer, String text, int maxChars) {
        if (text == null || text.isBlank()) {
            return fault(pointer, "opportunity.text-missing", "Expected a text but got nothing.");
        }
        return optional(pointer, text, maxChars);
    }

    Rules optional(String pointer, String text, int maxChars) {
        if (text != null && text.length() > maxChars) {
            fault(
                    pointer,
                    "opportunity.text-too-long",
                    "Expected at most " + maxChars + " characters but got " + text.length() + ".");
        }
        return this;
    }

    Rules kind(String pointer, String kind) {
        if (kind == null || !KIND.matcher(kind).matches()) {
            fault(
                    pointer,
                    "opportunity.kind-invalid",
                    "Expected a kind like pain-point-list: 1 to 40 of a-z, 0-9 and -, a letter first.");
        }
        return this;
    }

    Rules present(String pointer, Object value, String what) {
        return value == null ? fault(pointer, "opportunity.value-missing", "Expected " + what + ".") : this;
    }

    /** Both or none, and nothing that no customer pays. */
    Rules money(String pointer, BigDecimal amount, String currency) {
        if (amount != null && (amount.signum() < 0 || tooLong(amount))) {
            fault(
                    pointer + "/amount",
                    "opportunity.amount-out-of-range",
                    "Expected an amount from 0 with at most " + MAX_WHOLE_DIGITS + " digits and " + MAX_DECIMALS
                            + " decimals but got " + amount.toPlainString() + ".");
        }
        if (amount != null && currency == null || currency != null && !CURRENCIES.contains(currency)) {
            fault(
                    pointer + "/currency",
                    "opportunity.unknown-currency",
                    "Expected the code of a currency, such as USD, but got "
                            + (currency == null ? "nothing" : "\"" + currency + "\"") + ".");
        }
        return this;
    }

    static boolean tooLong(BigDecimal amount) {
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.scale() > MAX_DECIMALS || shortest.precision() - shortest.scale() > MAX_WHOLE_DIGITS;
    }

    Rules day(String pointer, LocalDate day) {
        if (day != null && (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY))) {
            fault(pointer, "opportunity.date-out-of-range", "Expected a day from 1900 to 2200 but got " + day + ".");
        }
        return this;
    }

    /** A fact is not from the future, and not from before what is known already. */
    Rules happened(Opportunity opportunity, Instant happenedAt, Context context) {
        return happened("/happenedAt", happenedAt, opportunity.progress().lastAt(), context.now());
    }

    Rules happened(String pointer, Instant happenedAt, Instant notBefore, Instant now) {
        if (happenedAt == null) {
            return this;
        }
        if (happenedAt.isAfter(now)) {
            return fault(
                    pointer,
                    "opportunity.in-the-future",
                    "Expected something that has happened but it is from " + happenedAt + ".");
        }
        Instant earliest = notBefore == null ? EARLIEST : notBefore;
        return happenedAt.isBefore(earliest)
                ? fault(
                        pointer,
                        "opportunity.before-last-fact",
                        "Expected a time not before the last fact, " + earliest + ", but got " + happenedAt + ".")
                : this;
    }

    Rules fault(String pointer, String code, String detail) {
        faults.add(new Fault(pointer, code, detail));
        return this;
    }

    Rules all(List<Fault> more) {
        faults.addAll(more);
        return this;
    }

    /** What follows when nothing was found. */
    <E> Decision<E> then(Supplier<Decision<E>> decision) {
        return faults.isEmpty() ? decision.get() : Decision.rejected(rejection());
    }

    private Rejection rejection() {
        if (faults.size() == 1) {
            Fault only = faults.get(0);
            return Rejection.invalid(only.code(), only.detail(), faults);
        }
        return Rejection.invalid(
                "opportunity.invalid",
                "Expected what follows the rules but found " + faults.size() + " faults.",
                faults);
    }

    /** When the fact happened: as told, else now; the clocks of two machines may differ by a little. */
    static Instant when(Opportunity opportunity, Instant happenedAt, Context context) {
        Instant told = happenedAt == null ? context.now() : happenedAt;
        Instant last = opportunity.progress().lastAt();
        return last != null && told.isBefore(last) ? last : told;
    }
}
