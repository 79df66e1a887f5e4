package dev.symbio.platform.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A table of what has to be sent.
 *
 * @param <R> a row; rows are values: the same row is equal to itself in the next look
 * @param <A> what the receiver answers
 */
public interface DueRows<R, A> {
    Duration FIRST_RETRY = Duration.ofSeconds(2);
    int MAX_BACKOFF_DOUBLINGS = 8;

    /** Unique among the dispatchers: {@code deadlines}. */
    String name();

    /** The rows that are due by now, the longest due first. Blocking. */
    List<R> due(Instant now, int limit);

    CompletionStage<A> send(R row);

    /** Keeps what became of the rows; those without a final answer are due again later. Blocking. */
    void settle(List<Answer<R, A>> answers, Instant now);

    /**
     * What became of a row that was sent.
     *
     * @param reply null when there was none
     * @param failure why there was none; null with a reply
     */
    record Answer<R, A>(R row, A reply, Throwable failure) {}

    /** How long to wait before the next attempt: doubled each time, up to some minutes. */
    static Duration backOff(int attempts) {
        return FIRST_RETRY.multipliedBy(1L << Math.min(attempts, MAX_BACKOFF_DOUBLINGS));
    }
}
