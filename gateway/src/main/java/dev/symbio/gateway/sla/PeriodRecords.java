package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.Period;
import dev.symbio.contracts.sla.PeriodAccount;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Replay;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.runtime.Platform;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The observations of a period. A contract keeps them as long as they can matter; those of older periods are read back
 * from its history, which has everything for ever.
 */
final class PeriodRecords {
    private final Replay replay;

    PeriodRecords(Platform platform) {
        replay = new Replay(platform.history(), platform.blocking());
    }

    /** Empty if the contract has no such period; a period without observations has an account without any, or null. */
    CompletionStage<Optional<Account>> of(EntityRef ref, Snapshot<SlaContract> live, String period) {
        SlaContract contract = live.state();
        Optional<PeriodAccount> known = contract.period(period);
        if (known.isPresent() && !known.get().observations().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(new Account(known.get())));
        }
        Optional<Period> named = contract.timeline().named(period);
        if (named.isEmpty() && known.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        boolean open = named.isPresent()
                && !named.get().start().isBefore(contract.ledger().openFrom());
        if (open) {
            return CompletableFuture.completedFuture(Optional.of(new Account(null)));
        }
        AtomicReference<PeriodAccount> lastSeen = new AtomicReference<>();
        return replay.all(SlaContract.KIND, ref, live, (event, before, after) -> after.period(period)
                        .filter(account -> !account.observations().isEmpty())
                        .ifPresent(lastSeen::set))
                .thenApply(end -> Optional.of(new Account(lastSeen.get())));
    }

    /** @param found null when the period has no observations */
    record Account(@Nullable PeriodAccount found) {}
}
