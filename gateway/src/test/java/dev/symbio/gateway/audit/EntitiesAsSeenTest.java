package dev.symbio.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class EntitiesAsSeenTest {
    private static final TenantId HOST = new TenantId("maker");
    private static final TenantId PARTNER = new TenantId("vendor");
    private static final TenantId STRANGER = new TenantId("stranger");
    private static final EntityRef CONTRACT = SlaContract.KIND.ref(HOST, "c-1");
    private static final EntityRef OPPORTUNITY = Opportunity.KIND.ref(HOST, "o-1");
    private static final Reply.Quarantined QUARANTINED = new Reply.Quarantined("Event 2 does not match its hash.");

    /** Entities of which none verifies. */
    private static final Entities BROKEN = new Entities() {
        @Override
        public <C> CompletionStage<Reply> send(EntityRef entity, C command, CommandMeta meta) {
            return CompletableFuture.completedFuture(QUARANTINED);
        }

        @Override
        public <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity) {
            return CompletableFuture.supplyAsync(() -> {
                throw new EntityUnavailable(entity, EntityUnavailable.Why.QUARANTINED, QUARANTINED.why());
            });
        }
    };

    private final Lists lists = new Lists();
    private final EntitiesAsSeen entities = new EntitiesAsSeen(BROKEN, lists.sql, Clock.systemUTC(), Runnable::run);

    private Snapshot<?> state(EntityKind<?, ?, ?> kind, EntityRef entity, TenantId reader) {
        return entities.state(kind, entity, reader).toCompletableFuture().join();
    }

    private Reply send(EntityRef entity, Object command, TenantId sender) {
        CommandMeta meta = new CommandMeta("c1", "f", Principal.of("ann", sender), "r", null, null);
        return entities.send(entity, command, meta).toCompletableFuture().join();
    }

    @Test
    void toAStrangerAnEntityInQuarantineIsNotThere() {
        assertThat(state(SlaContract.KIND, CONTRACT, STRANGER)).isEqualTo(new Snapshot<>(0, SlaContract.KIND.none()));
        assertThat(state(Opportunity.KIND, OPPORTUNITY, STRANGER).exists()).isFalse();
        assertThat(send(CONTRACT, new SlaCommand.MarkSent("2026-Q2", "d-1"), STRANGER))
                .isInstanceOfSatisfying(Reply.Rejected.class, rejected -> {
                    assertThat(rejected.rejection().reason()).isEqualTo(Rejection.Reason.NOT_FOUND);
                    assertThat(rejected.rejection().code()).isEqualTo("sla.not-found");
                });
    }

    @Test
    void itsHostAndWhomTheListsSayAreTold() {
        lists.contract(CONTRACT, PARTNER);
        lists.share(OPPORTUNITY, PARTNER);
        for (TenantId reader : new TenantId[] {HOST, PARTNER}) {
            assertThatThrownBy(() -> state(SlaContract.KIND, CONTRACT, reader))
                    .hasRootCauseInstanceOf(EntityUnavailable.class);
            assertThatThrownBy(() -> state(Opportunity.KIND, OPPORTUNITY, reader))
                    .hasRootCauseInstanceOf(EntityUnavailable.class);
            assertThat(send(CONTRACT, new SlaCommand.MarkSent("2026-Q2", "d-1"), reader))
                    .isEqualTo(QUARANTINED);
        }
    }

    @Test
    void otherFailuresAreHandedOn() {
        Entities away = new Entities() {
            @Override
            public <C> CompletionStage<Reply> send(EntityRef entity, C command, CommandMeta meta) {
                throw new UnsupportedOperationException();
            }

            @Override
            public <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity) {
                return CompletableFuture.failedFuture(
                        new EntityUnavailable(entity, EntityUnavailable.Why.TIMED_OUT, "away"));
            }
        };
        EntitiesAsSeen seen = new EntitiesAsSeen(away, lists.sql, Clock.systemUTC(), Runnable::run);
        assertThatThrownBy(() -> seen.state(SlaContract.KIND, CONTRACT, STRANGER)
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("away");
    }
}
