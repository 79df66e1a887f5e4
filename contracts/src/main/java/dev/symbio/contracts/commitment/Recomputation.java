package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * A verdict held against its samples, folded once more from what is stored.
 *
 * @param same whether number of samples, value and outcome are those of the verdict
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recomputation(
        Verdict verdict, long samples, Measured value, BigDecimal shown, Verdict.Outcome outcome, boolean same) {

    public static Recomputation of(Verdict verdict, Tally tally, Promise promise) {
        Optional<Measured> value = tally.measured(promise.indicator().kind());
        // without samples the rule and the window before decided; there is nothing to fold
        Verdict.Outcome outcome = value.map(
                        measured -> Verdict.outcomeOf(verdict.operator(), verdict.target(), measured))
                .orElse(verdict.outcome());
        boolean same = tally.samples() == verdict.samples()
                && Objects.equals(value.orElse(null), verdict.value())
                && outcome == verdict.outcome();
        return new Recomputation(
                verdict,
                tally.samples(),
                value.orElse(null),
                value.map(Measured::shown).orElse(null),
                outcome,
                same);
    }
}
