package dev.symbio.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Heartbeat heartbeat = new Heartbeat(nanos::get);

    @Test
    void aProcessThatBeatsHasNotStoodStill() {
        for (int beat = 0; beat < 100; beat++) {
            nanos.addAndGet(Heartbeat.LIMIT.toNanos());
            heartbeat.beat();
        }
        assertThat(heartbeat.stood()).isFalse();
    }

    @Test
    void itHasStoodStillFromTheMomentAtWhichItGoesOn() {
        nanos.addAndGet(Heartbeat.LIMIT.toNanos() + 1);
        assertThat(heartbeat.stood()).as("before its first beat").isTrue();
    }

    @Test
    void itNeverForgetsThatItStoodStill() {
        nanos.addAndGet(Heartbeat.LIMIT.toNanos() + 1);
        heartbeat.beat();
        heartbeat.beat();
        assertThat(heartbeat.stood()).isTrue();
    }
}
