package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;

/**
 * What both parties (or the arbiter) hold to be true of an observation, whatever was recorded.
 *
 * @param excluded it does not count
 * @param met null leaves it as recorded
 * @param value null leaves it as recorded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Correction(boolean excluded, Boolean met, BigDecimal value) {
    static final Correction NONE = new Correction(false, null, null);

    public Correction {
        value = Decimals.normal(value);
    }

    Correction with(DisputedObservation granted) {
        return switch (granted.claim()) {
            case MET -> new Correction(excluded, true, value);
            case NOT_MET -> new Correction(excluded, false, value);
            case EXCLUDED -> excluding();
            case VALUE -> new Correction(excluded, null, granted.value());
        };
    }

    Correction excluding() {
        return new Correction(true, met, value);
    }
}
