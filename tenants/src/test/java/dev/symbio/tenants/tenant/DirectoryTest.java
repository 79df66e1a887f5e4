package dev.symbio.tenants.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.identity.HandClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final TenantId ACME = new TenantId("acme");

    private final HandClock clock = new HandClock();
    private final Counted entities = new Counted();
    private final Directory directory = new Directory(entities, clock);

    /** Says that no tenant exists, and counts how often it was asked. */
    private static final class Counted implements Entities {
        private int asked;
        private boolean failing;

        @Override
        public <C> CompletionStage<Reply> send(EntityRef entity, C command, CommandMeta meta) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity) {
            asked++;
            return failing
                    ? CompletableFuture.failedFuture(
                            new EntityUnavailable(entity, EntityUnavailable.Why.TIMED_OUT, "no answer"))
                    : CompletableFuture.completedFuture(new Snapshot<>(0, kind.none()));
        }
    }

    @Test
    void asksTheEntityOnceWithinTheCacheTime() {
        for (int i = 0; i < 100; i++) {
            assertThat(directory.roles("ann", ACME).toCompletableFuture().join())
                    .isEmpty();
        }
        assertThat(entities.asked).isEqualTo(1);
        clock.advance(Duration.ofSeconds(Directory.STALE_AFTER_SECONDS + 1));
        directory.roles("ann", ACME).toCompletableFuture().join();
        assertThat(entities.asked).isEqualTo(2);
    }

    @Test
    void keepsNothingLongerWhenTheClockIsSetBack() {
        directory.roles("ann", ACME).toCompletableFuture().join();
        clock.advance(Duration.ofHours(-1));
        directory.roles("ann", ACME).toCompletableFuture().join();
        assertThat(entities.asked).isEqualTo(1);
        clock.advance(Duration.ofSeconds(Directory.STALE_AFTER_SECONDS + 1));
        directory.roles("ann", ACME).toCompletableFuture().join();
        assertThat(entities.asked).isEqualTo(2);
    }

    @Test
    void doesNotRememberThatThereWasNoAnswer() {
        entities.failing = true;
        assertThat(directory.tenant(ACME).toCompletableFuture()).isCompletedExceptionally();
        entities.failing = false;
        assertThat(directory.tenant(ACME).toCompletableFuture().join()).isEmpty();
    }
}
