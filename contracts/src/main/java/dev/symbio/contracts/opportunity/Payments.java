package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What the customer pays of what was signed.
 *
 * @param expectedOn null while finance has not said
 * @param received by reference, so that none counts twice
 * @param overdueFor the expected date that had passed when it was told; null when it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Payments(LocalDate expectedOn, PMap<String, Received> received, LocalDate overdueFor) {
    static final Payments NONE = new Payments(null, HashTreePMap.empty(), null);

    /** One payment. */
    public record Received(BigDecimal amount, LocalDate paidOn) {}

    public BigDecimal paid() {
        return received.values().stream().map(Received::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Never less than zero; null when no amount was agreed. */
    public BigDecimal outstanding(BigDecimal agreed) {
        return agreed == null ? null : agreed.subtract(paid()).max(BigDecimal.ZERO);
    }

    /** The expected day had passed, and still something is outstanding. */
    public boolean overdue(BigDecimal agreed) {
        BigDecimal left = outstanding(agreed);
        return overdueFor != null && left != null && left.signum() > 0;
    }

    Payments expectedOn(LocalDate day) {
        return new Payments(day, received, null);
    }

    Payments with(String reference, Received payment) {
        return new Payments(expectedOn, received.plus(reference, payment), overdueFor);
    }

    Payments overdue(LocalDate passed) {
        return new Payments(expectedOn, received, passed);
    }
}
