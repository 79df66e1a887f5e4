package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.personal.Personal;
import dev.symbio.platform.personal.Subject;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A line of history from another system, as it stands there.
 *
 * @param reference its id there
 * @param source which file or system, and where in it
 * @param openedAt when it began
 * @param stage where it stands, or stood when it ended; the stages before it are not told
 * @param outcome null is open
 * @param closedAt when it ended; null while it is open
 * @param reason why it was lost or abandoned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportedRow(
        String reference,
        String source,
        String customer,
        String industry,
        CustomerSize size,
        String region,
        String product,
        BigDecimal amount,
        String currency,
        @Subject String owner,
        @Subject String supervisor,
        Instant openedAt,
        Stage stage,
        Outcome outcome,
        Instant closedAt,
        @Personal String reason) {
    Profile profile() {
        return new Profile(customer, industry, size, null, region, product, amount, currency, null);
    }

    /** Without an outcome it is open. */
    Outcome standing() {
        return outcome == null ? Outcome.OPEN : outcome;
    }

    /** Says the same, however its amount is written; its reason is no part of it, since it is kept sealed. */
    boolean sameAs(ImportedRow other) {
        return withAmount(null).equals(other.withAmount(null))
                && (amount == null || other.amount == null
                        ? amount == other.amount
                        : amount.compareTo(other.amount) == 0);
    }

    private ImportedRow withAmount(BigDecimal value) {
        return new ImportedRow(
                reference,
                source,
                customer,
                industry,
                size,
                region,
                product,
                value,
                currency,
                owner,
                supervisor,
                openedAt,
                stage,
                outcome,
                closedAt,
                null);
    }
}
