package dev.symbio.ops.host;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C interrupt what the calling thread does, and gives it the time to clean up behind itself. */
public final class GracefulStop {
    private static final int CLEAN_UP_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);

    public GracefulStop() {
        Thread worker = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            worker.interrupt();
                            awaitCleanUp();
                        },
                        "ops-stop"));
    }

    private void awaitCleanUp() {
        try {
            done.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException secondTime) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is cleaned up; the process may end. */
    public void cleanedUp() {
        done.countDown();
    }
}
