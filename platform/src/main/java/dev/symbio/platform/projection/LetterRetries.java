package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries once more what waits in the dead letters of a projection that starts on this node, perhaps in a version that can digest
 * it. On a thread of its own, one projection after the other, beside those that run.
 */
final class LetterRetries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LetterRetries.class);
    private static final int ENTITIES_AT_ONCE = 100;
    private static final Duration AFTER_AN_OUTAGE = Duration.ofSeconds(10);

    private final DeadLetters letters;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "symbio-dead-letters");
        made.setDaemon(true);
        return made;
    });

    LetterRetries(DeadLetters letters) {
        this.letters = letters;
    }

    void start(String projection) {
        in(Duration.ZERO, projection, null);
    }

    private void in(Duration delay, String projection, EntityRef after) {
        try {
            thread.schedule(() -> retry(projection, after), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{}: the node stops", projection);
        }
    }

    private void retry(String projection, EntityRef after) {
        EntityRef last = after;
        try {
            List<EntityRef> some;
            do {
                some = letters.waiting(projection, last, ENTITIES_AT_ONCE);
                for (EntityRef entity : some) {
                    retryOne(projection, entity);
                    last = entity;
                }
            } while (!some.isEmpty() && !thread.isShutdown());
        } catch (RuntimeException outage) {
            LOG.warn("{}: the rest of the dead letters is tried later: {}", projection, outage.toString());
            in(AFTER_AN_OUTAGE, projection, last);
        }
    }

    private void retryOne(String projection, EntityRef entity) {
        try {
            letters.replay(projection, entity);
        } catch (DeadLetters.StillFails failure) {
            LOG.warn(
                    "{}: dead letters of {} still wait: {}",
                    projection,
                    entity,
                    failure.getCause().getClass().getName());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
