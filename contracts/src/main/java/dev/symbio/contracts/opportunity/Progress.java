package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * How far it has come. Everything is null before it was opened.
 *
 * @param stage where it is, or was when it ended
 * @param lastAt when the last fact happened; no later one may have happened before
 * @param poc a proof of concept has begun
 * @param reason why it was lost or abandoned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        Outcome outcome,
        Stage stage,
        Instant openedAt,
        Instant stageSince,
        Instant closedAt,
        Instant lastAt,
        boolean poc,
        String reason) {
    static final Progress NONE = new Progress(null, null, null, null, null, null, false, null);

    static Progress opened(Instant at) {
        return new Progress(Outcome.OPEN, null, at, at, null, at, false, null);
    }

    Progress entered(Stage next, Instant at) {
        return new Progress(outcome, next, openedAt, at, closedAt, at, poc, reason);
    }

    Progress ended(Outcome how, String why, Instant at) {
        return new Progress(how, stage, openedAt, stageSince, at, at, poc, why);
    }

    Progress at(Instant fact) {
        return new Progress(outcome, stage, openedAt, stageSince, closedAt, fact, poc, reason);
    }

    Progress inPoc() {
        return new Progress(outcome, stage, openedAt, stageSince, closedAt, lastAt, true, reason);
    }
}
